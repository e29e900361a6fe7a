package pleiad.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Filter;
import pleiad.Pleiad;

@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Removes documents, by id or by filter.",
    footer = {
      "",
      "Example:",
      "  pleiad delete papers 4983 5836",
      "  pleiad delete papers --filter kind=draft",
      "  pleiad delete papers --filter \"kind:draft AND day<2020-06\""
    })
final class DeleteVerb implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "The collection.")
  private Path folder;

  @Parameters(index = "1..*", paramLabel = "ID", description = "Documents to remove.")
  private List<String> ids = List.of();

  @Option(
      names = "--filter",
      description = "Remove what its metadata matches: key=value, Lucene's syntax or JSON.")
  private @Nullable String filter;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  DeleteVerb() {}

  @Override
  public Integer call() throws IOException {
    if (ids.isEmpty() == (filter == null)) {
      throw new IllegalArgumentException("give the ids to delete, or --filter, and not both");
    }
    Filter parsed = filter == null ? null : FilterText.parse(filter);
    if (!Pleiad.exists(folder)) {
      throw new IllegalArgumentException("'%s' is no Pleiad collection".formatted(folder));
    }
    int deleted = 0;
    try (Pleiad pleiad = Pleiad.open(folder, ModelOptions.collection())) {
      if (parsed != null) {
        deleted = pleiad.delete(parsed);
      }
      for (String id : ids) {
        deleted += pleiad.delete(id) ? 1 : 0;
      }
      pleiad.commit();
    }
    if (output.json()) {
      output.print(Output.object().put("deleted", deleted));
    } else {
      output.line("deleted: %d", deleted);
    }
    return deleted == 0 ? Exit.NOTHING_FOUND : Exit.OK;
  }
}
