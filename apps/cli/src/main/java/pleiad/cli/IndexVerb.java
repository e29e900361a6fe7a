package pleiad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Language;
import pleiad.Options;
import pleiad.Part;
import pleiad.Pleiad;
import pleiad.ReductionCost;
import pleiad.Reindex;
import pleiad.Settings;
import pleiad.Stats;
import pleiad.TokenReduction;
import pleiad.VectorField;
import pleiad.cli.source.Entry;
import pleiad.cli.source.Reading;
import pleiad.cli.source.Sources;
import pleiad.encode.Encoders;
import pleiad.search.Plan;

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

  @Option(
      names = "--model",
      description = "The encoder of a new collection (default: the embedded model).")
  private @Nullable String model;

  @Option(
      names = "--field",
      description = "The multi-vector field of a new collection (default: tokens).")
  private @Nullable String field;

  @Option(
      names = "--codec",
      paramLabel = "CODE",
      description = {
        "How a new collection keeps a token (default: " + VectorField.DEFAULT_CODE + "):",
        "residual: 48 six-bit codes and a length, 37 bytes;",
        "residual-20: 20 of them, 16 bytes; any multiple of 4 from 12;",
        "residual+int8, residual-20+int8: codes to find by, int8 beside them to score by;",
        "int8: a byte a number; float16: two bytes a number;",
        "+muvera behind any: an encoding a document, too, for the plan's",
        "  muvera(n)."
      })
  private @Nullable String codec;

  @Option(
      names = "--pool",
      paramLabel = "N",
      description =
          "In a new collection pool N tokens of a document into one, on average; what that costs is measured and said at the end.")
  private @Nullable Integer pooling;

  @Option(
      names = "--prune-duplicates",
      paramLabel = "COSINE",
      description =
          "In a new collection leave out tokens that are so near to an earlier one of the document, as in 0.95.")
  private @Nullable Float duplicates;

  @Option(
      names = "--language",
      description =
          "The language of a new collection's words: ${COMPLETION-CANDIDATES} (default: EN).")
  private @Nullable Language language;

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

  @Mixin private KeptEncodings encodings;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  IndexVerb() {}

  @Override
  public Integer call() throws IOException {
    Ingestion.How how = how();
    Options options = options();
    Reading reading = new Reading(readsPages(), dpi);
    if (reading.pictures() && how.chunking() != null) {
      throw new IllegalArgumentException(
          "--split cuts texts, and the collection's model reads pages as pictures; leave it out");
    }
    long start = System.nanoTime();
    List<Stream<Entry>> opened = open(reading);
    try (Stream<Entry> entries = Sources.joined(opened);
        KeptEncodings.Opened kept = encodings.open(output);
        Pleiad pleiad = Pleiad.open(folder, kept.around(options))) {
      Ingestion ingestion = new Ingestion(pleiad, folder, how, output);
      Ingestion.Counts counts;
      try (Interruption _ = Interruption.stops(ingestion::stop);
          Progress progress =
              Progress.of("index", "documents", () -> Sources.count(sources, reading))) {
        counts = ingestion.run(entries, progress);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      long reused = kept.reusedTokens();
      report(counts, pleiad.encodedTokens() - reused, reused, costs(pleiad), seconds);
      return Exit.OK;
    } finally {
      opened.forEach(Stream::close);
    }
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

  /// Whether a field of the collection, or of the one that is to be, is of a page-image model.
  private boolean readsPages() throws IOException {
    Settings settings =
        Pleiad.exists(folder)
            ? Reindex.settings(folder)
            : Settings.ofModel(model == null ? Encoders.DEFAULT : model);
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

  private Options options() {
    Options options = ModelOptions.collection().maxDocumentTokens(maxDocumentTokens);
    if (Stream.of(model, field, codec, pooling, duplicates, language).allMatch(Objects::isNull)) {
      return options;
    }
    Settings.Encoded encoded =
        new Settings.Encoded(
            field == null ? Plan.TOKENS_FIELD : field,
            model == null ? Encoders.DEFAULT : model,
            Part.ALL,
            codec == null ? VectorField.DEFAULT_CODE : codec,
            reduction());
    return options.settings(
        new Settings(List.of(encoded), language == null ? Language.EN : language));
  }

  private TokenReduction reduction() {
    if (duplicates != null && duplicates <= 0) {
      throw new IllegalArgumentException(
          "--prune-duplicates is a cosine above 0 and at most 1, got " + duplicates);
    }
    return TokenReduction.NONE
        .pooling(pooling == null ? 1 : pooling)
        .duplicates(duplicates == null ? 0 : duplicates);
  }

  private void report(
      Ingestion.Counts counts, long tokens, long reused, List<ReductionCost> costs, double seconds)
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
  private static List<ReductionCost> costs(Pleiad pleiad) {
    return pleiad.reductionCosts().stream().filter(cost -> cost.documents() > 0).toList();
  }
}
