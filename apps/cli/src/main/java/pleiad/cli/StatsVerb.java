package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import pleiad.Pleiad;
import pleiad.Stats;
import pleiad.VectorField;

@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "Says what is in a collection, file by file.",
    footer = {"", "Example:", "  pleiad stats papers"})
final class StatsVerb implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "The collection.")
  private Path folder;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  StatsVerb() {}

  @Override
  public Integer call() throws IOException {
    Stats stats = Pleiad.stats(folder);
    if (output.json()) {
      output.print(json(stats));
      return Exit.OK;
    }
    output.line("documents        %,d in %d segments", stats.documents(), stats.segments());
    output.line("tokens           %,d", stats.tokens());
    output.line("bytes            %,d", stats.bytes());
    output.line("bytes per token  %.1f", stats.bytesPerToken());
    for (VectorField field : stats.fields()) {
      output.line(
          "field %-10s %s, %d dimensions, kept as %s",
          field.name(),
          field.model() == null ? "vectors of the caller's" : field.model(),
          field.dimension(),
          field.code());
    }
    stats.files().stream()
        .collect(
            Collectors.groupingBy(
                Stats.File::role, TreeMap::new, Collectors.summingLong(Stats.File::bytes)))
        .forEach((role, bytes) -> output.line("  %-22s %,15d bytes", role, bytes));
    return Exit.OK;
  }

  private static ObjectNode json(Stats stats) {
    VectorField first = stats.fields().getFirst();
    ObjectNode node =
        Output.object()
            .put("documents", stats.documents())
            .put("tokens", stats.tokens())
            .put("segments", stats.segments())
            .put("bytes", stats.bytes())
            .put("bytes_per_token", stats.bytesPerToken())
            .put("model", first.model())
            .put("codec", first.code())
            .put("fingerprint", first.fingerprint())
            .put("language", stats.language().name().toLowerCase(Locale.ROOT));
    ArrayNode fields = node.putArray("fields");
    for (VectorField field : stats.fields()) {
      fields
          .addObject()
          .put("name", field.name())
          .put("model", field.model())
          .put("fingerprint", field.fingerprint())
          .put("dimension", field.dimension())
          .put("codec", field.code());
    }
    ArrayNode files = node.putArray("files");
    for (Stats.File file : stats.files()) {
      files
          .addObject()
          .put("name", file.name())
          .put("bytes", file.bytes())
          .put("role", file.role());
    }
    return node;
  }
}
