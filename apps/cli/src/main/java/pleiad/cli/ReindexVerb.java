package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Options;
import pleiad.Pleiad;
import pleiad.Reindex;
import pleiad.Settings;
import pleiad.VectorField;

@Command(
    name = "reindex",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a collection anew with another model or other codes, from the texts that it keeps.",
      "The new version grows beside it, in FOLDER.reindex, and takes its place in one step at the end; until then the old one is searched. Interrupted, the same command goes on."
    },
    footer = {
      "",
      "Example:",
      "  pleiad reindex papers --codec residual-20",
      "  pleiad reindex papers --codec int8 --dry-run --judgements my-test"
    })
final class ReindexVerb implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "The collection.")
  private Path folder;

  @Option(names = "--model", description = "The encoder of every field that has one.")
  private @Nullable String model;

  @Option(
      names = "--field",
      paramLabel = "NAME",
      description = "Give another model or code to this field alone; the others are made anew too.")
  private @Nullable String field;

  @Option(names = "--codec", paramLabel = "CODE", description = "How a token is kept; see index.")
  private @Nullable String codec;

  @Option(
      names = "--dry-run",
      description = "Change nothing; measure with --judgements what it would bring.")
  private boolean dryRun;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description =
          "Measure on about so many documents, the judged ones and others (default: all).")
  private int sample = Integer.MAX_VALUE;

  @Option(names = "--threads", description = "Threads that encode (default: one a core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private JudgementOptions judgements;
  @Mixin private DeviceOption device;
  @Mixin private KeptEncodings encodings;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ReindexVerb() {}

  @Override
  public Integer call() throws IOException {
    check();
    Settings before = Reindex.settings(folder);
    Settings wanted = wanted(before);
    try (KeptEncodings.Opened kept = encodings.open(output)) {
      Options options = kept.around(ModelOptions.collection(device.device()).threads(threads));
      JudgementOptions.Judged judged = judgements.read();
      if (judged != null) {
        measure(judged, before, wanted, options, kept);
      } else {
        run(wanted, options, kept);
      }
    }
    return Exit.OK;
  }

  private Settings wanted(Settings before) {
    Settings wanted = before;
    if (model != null) {
      wanted = field == null ? wanted.withModel(model) : wanted.withModel(field, model);
    }
    if (codec != null) {
      wanted = field == null ? wanted.withCode(codec) : wanted.withCode(field, codec);
    }
    return wanted;
  }

  private void check() {
    if (model == null && codec == null) {
      throw new IllegalArgumentException("say with --model or --codec what is to be another");
    }
    if (dryRun != judgements.given()) {
      throw new IllegalArgumentException(
          "--dry-run measures with --judgements, and --judgements only with --dry-run; give both or neither");
    }
    if (sample < 1) {
      throw new IllegalArgumentException("--sample must be at least 1, got " + sample);
    }
  }

  private void run(Settings wanted, Options options, KeptEncodings.Opened kept) throws IOException {
    long start = System.nanoTime();
    Reindex.Report report;
    try (Progress progress =
        Progress.of("reindex", "documents", () -> Pleiad.stats(folder).documents())) {
      Stopping stopping = new Stopping(progress);
      try (Interruption _ = Interruption.stops(stopping::stop)) {
        report = Reindex.run(folder, wanted, options, stopping);
        // Said before the process may end.
        if (!report.finished()) {
          stopping.say(folder, output);
        }
      }
    }
    ObjectNode node = json(report.from(), report.to());
    describe(node, report.documents(), report.tokens(), kept, start);
    if (output.json()) {
      output.print(node);
    } else if (report.finished()) {
      output.line(
          "%,d documents from %s to %s: %,d tokens encoded, %,d reused, in %.1f s",
          report.documents(),
          words(report.from()),
          words(report.to()),
          report.tokens() - kept.reusedTokens(),
          kept.reusedTokens(),
          node.get("seconds").asDouble());
    }
  }

  private void measure(
      JudgementOptions.Judged judged,
      Settings before,
      Settings wanted,
      Options options,
      KeptEncodings.Opened kept)
      throws IOException {
    long start = System.nanoTime();
    ReindexTrial.Result result;
    try (TemporaryFolder temporary = TemporaryFolder.create("pleiad-reindex");
        Progress progress = Progress.of("try", "documents", () -> -1)) {
      result =
          new ReindexTrial(folder, temporary.path(), options, new Stopping(progress))
              .run(judged.queries(), judged.qrels(), before, wanted, sample);
    }
    ObjectNode node = json(result.from(), result.to());
    describe(node, result.documents(), result.tokens(), kept, start);
    ArrayNode rows = node.putArray("rows");
    for (ReindexTrial.Row row : result.rows()) {
      rows.addObject()
          .put("queries", row.queries())
          .put("documents", row.documents())
          .put("judged_queries", row.judged())
          .put(JudgementOptions.MEASURE, row.value());
    }
    if (output.json()) {
      output.print(node);
      return;
    }
    output.line("%-40s%-40s%10s", "queries by", "documents by", JudgementOptions.MEASURE);
    for (ReindexTrial.Row row : result.rows()) {
      output.line("%-40s%-40s%10.4f", row.queries(), row.documents(), row.value());
    }
    output.line("%,d documents; nothing was changed", result.documents());
  }

  private static ObjectNode json(List<VectorField> from, List<VectorField> to) {
    return Output.object().put("from", words(from)).put("to", words(to));
  }

  private static void describe(
      ObjectNode node, long documents, long tokens, KeptEncodings.Opened kept, long start) {
    node.put("documents", documents)
        .put("encoded", tokens - kept.reusedTokens())
        .put("reused", kept.reusedTokens())
        .put("seconds", (System.nanoTime() - start) / 1e9);
  }

  /// Model and code of every field, as in `bge-small-en-v1.5 residual`.
  private static String words(List<VectorField> fields) {
    return fields.stream()
        .map(field -> field.model() + " " + field.code())
        .distinct()
        .collect(Collectors.joining(", "));
  }
}
