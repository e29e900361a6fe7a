package pleiad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Facet;
import pleiad.Filter;
import pleiad.Pleiad;
import pleiad.Searcher;

@Command(
    name = "facets",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Counts the values of metadata keys over a collection, or over what a filter leaves of it.",
      "It exits with 1 when no document has any of the keys."
    },
    footer = {
      "",
      "Example:",
      "  pleiad facets papers kind year",
      "  pleiad facets papers kind --filter \"year:[2000 TO *]\" --most 5"
    })
final class FacetsVerb implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "The collection.")
  private Path folder;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "KEY", description = "Metadata keys.")
  private List<String> keys;

  @Option(
      names = "--filter",
      description =
          "Count only what its metadata matches: key=value, Lucene's syntax or JSON, as for search.")
  private @Nullable String filter;

  @Option(
      names = "--most",
      description = "Values of each key to show, the most frequent (default: ${DEFAULT-VALUE}).")
  private int most = 10;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  FacetsVerb() {}

  @Override
  public Integer call() throws IOException {
    Filter parsed = filter == null ? null : FilterText.parse(filter);
    List<Facet> facets;
    try (Searcher searcher = Pleiad.openReadOnly(folder, ModelOptions.collection())) {
      facets = searcher.facets(parsed, keys, most);
    }
    if (output.json()) {
      ObjectNode node = Output.object();
      FacetsView.add(node, facets);
      output.print(node);
    } else {
      FacetsView.print(facets, most, output);
    }
    return facets.stream().allMatch(facet -> facet.values().isEmpty())
        ? Exit.NOTHING_FOUND
        : Exit.OK;
  }
}
