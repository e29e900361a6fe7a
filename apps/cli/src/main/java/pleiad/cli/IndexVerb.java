package pleiad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Options;
import pleiad.Pleiad;
import pleiad.ReductionCost;
import pleiad.Reindex;
import pleiad.Settings;
import pleiad.Stats;
import pleiad.cli.source.Entry;
import pleiad.cli.source.Reading;
import pleiad.cli.source.Sources;

@Command(
    name = "index",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Adds documents to a collection, or begins one.",
      "A source is a .jsonl, .csv, .tsv, .txt, .md or .pdf file, a folder of texts and PDFs, a BEIR folder, or - for JSON lines on standard input. Unchanged documents are not encoded again.",
      "Each page of a PDF is a document, FILE#page=3: its text or, with a page-image model, what it looks like; such a model reads .png and .jpg files, too."
    },
    footer = {
      "",
      "Example:",
      "  pleiad index papers corpus.jsonl",
      "  zcat big.jsonl.gz | pleiad index papers -",
      "  pleiad index papers corpus.jsonl --field page=answerdotai/answerai-colbert-small-v1",
      "  pleiad index forms ./pdf --model ./colqwen2"
    })
final class IndexVerb implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FOLDER", description = "The collection.")
  private Path folder;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "SOURCE",
      description = "Where the documents are.")
  private List<String> sources;

  @Mixin private FieldOptions fields;

  @Option(
      names = "--max-document-tokens",
      description = "Refuse longer texts (default: ${DEFAULT-VALUE}).")
  private int maxDocumentTokens = Options.DEFAULT_MAX_DOCUMENT_TOKENS;

  @Mixin private SplitOptions split;

  @Option(
      names = "--dpi",
      description =
          "Pixels an inch in which a page-image model is shown the pages of PDFs (default: ${DEFAULT-VALUE}).")
  private double dpi = Reading.DEFAULT_DPI;

  @Option(names = "--skip-bad", description = "Count what is no document and go on.")
  private boolean skipBad;

  @Option(names = "--threads", description = "Threads that encode (default: one a core).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--commit-every",
      paramLabel = "SECONDS",
      description =
          "Make what was added permanent so often: what an interruption may cost (default: ${DEFAULT-VALUE}).")
  private int commitSeconds = Ingestion.DEFAULT_COMMIT_SECONDS;

  @Mixin private DeviceOption device;
  @Mixin private KeptEncodings encodings;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexVerb() {}

  @Override
  public Integer call() throws IOException {
    Ingestion.How how = how();
    boolean exists = Pleiad.exists(folder);
    Settings wanted = exists ? fields.wanted(Reindex.settings(folder)) : fields.created();
    Reading reading = new Reading(readsPages(wanted), dpi);
    if (reading.pictures() && how.chunking() != null) {
      throw new IllegalArgumentException(
          "--split cuts texts, and the collection's model reads pages as pictures; leave it out");
    }
    List<Stream<Entry>> opened = open(reading);
    try (Stream<Entry> entries = Sources.joined(opened);
        KeptEncodings.Opened kept = encodings.open(output)) {
      Options options =
          kept.around(
              ModelOptions.collection(device.device()).maxDocumentTokens(maxDocumentTokens));
      AddedFields added = exists ? added(wanted, options, kept) : AddedFields.NONE;
      if (added.finished()) {
        index(entries, reading, how, exists ? options : options.settings(wanted), kept, added);
      } else if (output.json()) {
        output.print(added.json(Output.object().put("added", 0)));
      }
      return Exit.OK;
    } finally {
      opened.forEach(Stream::close);
    }
  }

  private void index(
      Stream<Entry> entries,
      Reading reading,
      Ingestion.How how,
      Options options,
      KeptEncodings.Opened kept,
      AddedFields added)
      throws IOException {
    long start = System.nanoTime();
    long reusedBefore = kept.reusedTokens();
    try (Pleiad pleiad = Pleiad.open(folder, options)) {
      Ingestion ingestion = new Ingestion(pleiad, folder, how, output);
      Ingestion.Counts counts;
      try (Interruption _ = Interruption.stops(ingestion::stop);
          Progress progress =
              Progress.of("index", "documents", () -> Sources.count(sources, reading))) {
        counts = ingestion.run(entries, progress);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long reused = kept.reusedTokens() - reusedBefore;
      report(counts, pleiad.encodedTokens() - reused, reused, costs(pleiad, added), seconds, added);
    }
  }

  /// Gives a collection that is there the fields that it lacks.
  private AddedFields added(Settings wanted, Options options, KeptEncodings.Opened kept)
      throws IOException {
    return wanted.equals(Reindex.settings(folder))
        ? AddedFields.NONE
        : AddedFields.add(folder, wanted, options.threads(threads), kept, output);
  }

  private Ingestion.How how() {
    if (threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, got " + threads);
    }
    if (commitSeconds < 1) {
      throw new IllegalArgumentException("--commit-every must be at least 1, got " + commitSeconds);
    }
    return new Ingestion.How(threads, skipBad, split.chunking(), Duration.ofSeconds(commitSeconds));
  }

  /// Whether a field is of a page-image model.
  private static boolean readsPages(Settings settings) {
    return settings.fields().stream()
        .anyMatch(
            each ->
                each instanceof Settings.Encoded(_, String name, _, _, _)
                    && ModelOptions.readsPages(name));
  }

  /// All sources, so that a wrong one is told of before anything is begun.
  private List<Stream<Entry>> open(Reading reading) throws IOException {
    List<Stream<Entry>> opened = new ArrayList<>();
    try {
      for (String source : sources) {
        opened.add(Sources.open(source, System.in, reading));
      }
      return opened;
    } catch (IOException | IllegalArgumentException | UncheckedIOException wrong) {
      opened.forEach(Stream::close);
      throw wrong;
    }
  }

  private void report(
      Ingestion.Counts counts,
      long tokens,
      long reused,
      List<ReductionCost> costs,
      double seconds,
      AddedFields added)
      throws IOException {
    Stats stats = Pleiad.stats(folder);
    if (output.json()) {
      ObjectNode node =
          Output.object()
              .put("added", counts.added())
              .put("replaced", counts.replaced())
              .put("unchanged", counts.unchanged())
              .put("skipped", counts.skipped())
              .put("without_text", counts.blank())
              .put("tokens", tokens)
              .put("reused", reused)
              .put("seconds", seconds)
              .put("bytes", stats.bytes())
              .put("documents", stats.documents());
      ReductionView.json(costs, node);
      added.json(node);
      output.print(node);
      return;
    }
    output.line(
        "%,d added, %,d replaced, %,d unchanged, %,d skipped; %,d tokens encoded in %.1f s (%,.0f a second)%s",
        counts.added(),
        counts.replaced(),
        counts.unchanged(),
        counts.skipped(),
        tokens,
        seconds,
        tokens / seconds,
        reused == 0 ? "" : ", %,d reused".formatted(reused));
    output.line("%,d documents, %,d bytes in %s", stats.documents(), stats.bytes(), folder);
    ReductionView.print(costs, output);
  }

  /// Where nothing was added, there is nothing to tell.
  private static List<ReductionCost> costs(Pleiad pleiad, AddedFields added) {
    return Stream.concat(added.costs().stream(), pleiad.reductionCosts().stream())
        .filter(cost -> cost.documents() > 0)
        .toList();
  }
}
