package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.DamagedFile;
import pleiad.Pleiad;
import pleiad.Stats;
import pleiad.VectorField;

@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what is in a collection, file by file.",
      "With --verify it reads every file and exits with 1 when one is damaged."
    },
    footer = {"", "Example:", "  pleiad stats papers", "  pleiad stats papers --verify"})
final class StatsVerb implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "The collection.")
  private Path folder;

  @Option(
      names = "--verify",
      description = "Hold every file against its checksum instead, and name the damaged ones.")
  private boolean verify;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  StatsVerb() {}

  @Override
  public Integer call() throws IOException {
    return verify ? verified() : shown();
  }

  private int verified() throws IOException {
    List<DamagedFile> damaged = Pleiad.verify(folder);
    if (output.json()) {
      ObjectNode node = Output.object().put("sound", damaged.isEmpty());
      ArrayNode files = node.putArray("damaged");
      damaged.forEach(
          file -> files.addObject().put("name", file.name()).put("problem", file.problem()));
      output.print(node);
    } else if (damaged.isEmpty()) {
      output.line("Every file of %s is what was written.", folder);
    }
    for (DamagedFile file : damaged) {
      output.say("damaged: %s: %s", folder.resolve(file.name()), file.problem());
    }
    return damaged.isEmpty() ? Exit.OK : Exit.NOTHING_FOUND;
  }

  private int shown() throws IOException {
    Stats stats = Pleiad.stats(folder);
    if (output.json()) {
      output.print(json(stats));
      return Exit.OK;
    }
    output.line("documents        %,d in %d segments", stats.documents(), stats.segments());
    output.line("token vectors    %,d", stats.tokens());
    output.line("bytes            %,d", stats.bytes());
    output.line("bytes per vector %.1f", stats.bytesPerToken());
    for (int i = 0; i < stats.fields().size(); i++) {
      FieldStatsView.print(stats.fields().get(i), stats.kept().get(i), output);
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
    for (int i = 0; i < stats.fields().size(); i++) {
      FieldStatsView.json(stats.fields().get(i), stats.kept().get(i), fields.addObject());
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
