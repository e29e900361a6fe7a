package pleiad.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Writes a page, in Markdown, of what benchmarks and eval printed with --json: a section a file, in the order of their names.",
    footer = {
      "",
      "Example:",
      "  pleiad bench search --data scifact --json > results/search-scifact.json",
      "  pleiad bench report results --out benchmarks.md"
    })
final class BenchReportVerb implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENDING = ".json";

  @Parameters(paramLabel = "FOLDER", description = "The folder of results, NAME.json each.")
  private Path folder;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to write the page (default: standard output).")
  private @Nullable Path out;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchReportVerb() {}

  @Override
  public Integer call() throws IOException {
    List<JsonNode> results = results();
    String page = BenchmarksPage.of(results);
    if (out != null) {
      Files.writeString(out, page);
    }
    if (output.json()) {
      output.print(Output.object().put("results", results.size()).put("page", page));
    } else if (out == null) {
      output.out().print(page);
    } else {
      output.say("%d results written to %s", results.size(), out);
    }
    return Exit.OK;
  }

  private List<JsonNode> results() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new BadData(
          "no such folder: '%s'; expected one with what benchmarks printed with --json"
              .formatted(folder));
    }
    List<JsonNode> results = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(ENDING)).sorted().toList()) {
        results.add(result(file));
      }
    }
    if (results.isEmpty()) {
      throw new BadData("no %s file in '%s'".formatted(ENDING, folder));
    }
    return results;
  }

  private static JsonNode result(Path file) throws IOException {
    try {
      JsonNode result = JSON.readTree(file.toFile());
      if (ResultKind.of(result) == null) {
        throw new BadData(
            "'%s' is no result that can be shown; expected what eval or bench %s printed with --json"
                .formatted(file, "maxsim, encode, codes, search, growth or peers"));
      }
      return result;
    } catch (JsonProcessingException e) {
      throw new BadData("'%s' is no JSON: %s".formatted(file, e.getOriginalMessage()));
    }
  }
}
