package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.Settings;
import pleiad.TokenReduction;
import pleiad.bench.Rates;
import pleiad.encode.Encoder;
import pleiad.encode.Model;

@Command(
    name = "estimate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what a collection will take before it is built: bytes in each way of keeping vectors, hours to encode and to code, milliseconds of a search.",
      "Bytes are the formats' own. Hours and milliseconds are estimates, by probes of some seconds on generated texts and vectors, on this machine."
    },
    footer = {"", "Example:", "  pleiad estimate --documents 1e6 --tokens 200"})
final class EstimateVerb implements Callable<Integer> {
  private static final double MOST_DOCUMENTS = 1e12;
  private static final int MOST_TOKENS = 65_536;
  private static final double SECONDS_OF_HOUR = 3_600;

  /// A collection grows through three codebooks: its first, one of four times the tokens, and the
  /// one that stays.
  private static final int TRAININGS = 3;

  @Option(
      names = "--documents",
      required = true,
      paramLabel = "N",
      description = "How many, as in 250000 or 1e6.")
  private double documents;

  @Option(
      names = "--tokens",
      required = true,
      paramLabel = "N",
      description = "Of a document, on average.")
  private int tokens;

  @Mixin private ModelOptions model;

  @Option(
      names = "--dim",
      paramLabel = "N",
      description = "Numbers of a token's vector (default: the model's).")
  private @Nullable Integer dimension;

  @Option(names = "-k", description = "Hits of a search (default: ${DEFAULT-VALUE}).")
  private int k = 10;

  @Option(
      names = "--threads",
      description = "That encode and code (default: as many as there are cores).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--quick", description = "The shortest probes, to see that it runs.")
  private boolean quick;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EstimateVerb() {}

  /// What was measured, and for what.
  private record Estimate(
      String model,
      KeptAs.Vectors vectors,
      List<KeptAs> rows,
      Rates.Encoding encoding,
      Rates.Coding coding,
      long kept,
      int leastCandidates,
      int candidates,
      int threads) {
    double encodeHours() {
      return (double) vectors.allTokens() / encoding.tokensPerSecond() / SECONDS_OF_HOUR;
    }

    double codeHours() {
      double pooling = vectors.documents() * coding.poolMillis() / 1e3 / threads;
      double seconds =
          TRAININGS * coding.trainSeconds() + pooling + (double) kept / coding.tokensPerSecond();
      return seconds / SECONDS_OF_HOUR;
    }
  }

  @Override
  public Integer call() throws IOException {
    check(
        documents >= 1 && documents <= MOST_DOCUMENTS && documents % 1 == 0,
        "--documents is a whole number from 1 to 1e12, got " + documents);
    check(
        tokens >= 1 && tokens <= MOST_TOKENS,
        "--tokens is a number from 1 to %d, got %d".formatted(MOST_TOKENS, tokens));
    check(k >= 1, "-k is at least 1, got " + k);
    check(threads >= 1, "--threads is at least 1, got " + threads);
    check(dimension == null || dimension >= 1, "--dim is at least 1, got " + dimension);
    Estimate estimate;
    try (Encoder encoder = model.open()) {
      estimate = estimate(encoder);
    }
    if (output.json()) {
      output.print(json(estimate));
    } else {
      print(estimate);
    }
    return Exit.OK;
  }

  private static void check(boolean sound, String otherwise) {
    if (!sound) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private Estimate estimate(Encoder encoder) throws IOException {
    Model of = encoder.model();
    int numbers = dimension == null ? of.dimension() : dimension;
    Rates.Effort effort = quick ? Rates.Effort.QUICK : Rates.Effort.FULL;
    KeptAs.Vectors vectors =
        new KeptAs.Vectors((long) documents, tokens, numbers, of.singleDimension());
    return new Estimate(
        of.name(),
        vectors,
        KeptAs.all(vectors),
        Rates.encoding(encoder, tokens, threads, effort),
        Rates.coding(
            numbers, Settings.Encoded.DEFAULT_CODE, tokens, TokenReduction.PAIRS, threads, effort),
        KeptAs.usual(vectors).keptTokens(),
        Rates.leastCandidates(k, vectors.documents()),
        Rates.candidates(k, vectors.documents()),
        threads);
  }

  private void print(Estimate estimate) {
    output.line("@|faint %-24s %14s %14s|@", "kept as", "bytes a token", "GB in all");
    for (KeptAs row : estimate.rows()) {
      output.line(
          "%-24s %14.1f %14.3f", row.name(), row.bytesPerToken(), (double) row.bytes() / 1e9);
    }
    KeptAs.Vectors vectors = estimate.vectors();
    Rates.Encoding encoding = estimate.encoding();
    Rates.Coding coding = estimate.coding();
    output.line(
        "%,d documents of %d tokens, %d dimensions; estimated on %d threads:",
        vectors.documents(), vectors.tokens(), vectors.dimension(), threads);
    output.line(
        "  encode  %,.2f hours, %,.0f tokens/s by %s in texts of %d tokens",
        estimate.encodeHours(),
        encoding.tokensPerSecond(),
        estimate.model(),
        encoding.documentTokens());
    output.line(
        "  code    %,.2f hours: %d codebooks of %.1f s, %.2f ms a document to pool it, then %,.0f vectors/s as %s",
        estimate.codeHours(),
        TRAININGS,
        coding.trainSeconds(),
        coding.poolMillis(),
        coding.tokensPerSecond(),
        Settings.Encoded.DEFAULT_CODE);
    output.line(
        "  search  %.1f to %.1f ms for %d hits on one thread, by %s: all mean vectors at %.1f ns, then %d to %,d documents at %.1f µs",
        coding.searchMillis(vectors.documents(), estimate.leastCandidates()),
        coding.searchMillis(vectors.documents(), estimate.candidates()),
        k,
        Settings.Encoded.DEFAULT_CODE,
        coding.meanNanos(),
        estimate.leastCandidates(),
        estimate.candidates(),
        coding.scoreMicros());
    output.line("          and %.1f ms to encode the query", encoding.queryMillis());
  }

  private ObjectNode json(Estimate estimate) {
    KeptAs.Vectors vectors = estimate.vectors();
    ObjectNode node =
        Output.object()
            .put("documents", vectors.documents())
            .put("tokens_per_document", vectors.tokens())
            .put("tokens", vectors.allTokens())
            .put("model", estimate.model())
            .put("dimension", vectors.dimension())
            .put("threads", threads);
    ArrayNode rows = node.putArray("rows");
    for (KeptAs row : estimate.rows()) {
      rows.addObject()
          .put("setting", row.name())
          .put("bytes_per_token", row.bytesPerToken())
          .put("bytes", row.bytes());
    }
    Rates.Coding coding = estimate.coding();
    node.putObject("encode")
        .put("hours", estimate.encodeHours())
        .put("tokens_per_s", estimate.encoding().tokensPerSecond())
        .put("query_ms", estimate.encoding().queryMillis());
    node.putObject("code")
        .put("hours", estimate.codeHours())
        .put("train_s", coding.trainSeconds())
        .put("pool_ms", coding.poolMillis())
        .put("tokens_per_s", coding.tokensPerSecond());
    node.putObject("search_ms")
        .put("k", k)
        .put("least", coding.searchMillis(vectors.documents(), estimate.leastCandidates()))
        .put("most", coding.searchMillis(vectors.documents(), estimate.candidates()))
        .put("candidates", estimate.candidates())
        .put("mean_ns", coding.meanNanos())
        .put("score_us", coding.scoreMicros());
    return node;
  }
}
