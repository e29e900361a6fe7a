package pleiad.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;
import pleiad.encode.Encoding;
import pleiad.encode.Role;
import pleiad.encode.hub.ModelStore;

/// How many tokens an encoder makes vectors for in a second, and how long a query takes, beside the
/// same weights as most programs run them: ONNX Runtime's session as it comes, a text at a time and
/// in padded batches of 32, and PyTorch.
///
/// Vectors are compared before anything is timed. Each figure is the median of interleaved rounds,
/// in each of which every contender encodes the same texts once. Ours splits the texts into tokens
/// and scales the vectors; ONNX Runtime's contenders are given tokens and stop at the states.
public final class EncodeBench {
  /// Ours.
  public static final String PLEIAD = "pleiad";

  /// A session as it comes, one text at a time.
  public static final String NAIVE = "naive";

  /// A session as it comes, padded batches of 32.
  public static final String PADDED = "padded";

  /// PyTorch.
  public static final String TORCH = "torch";

  private static final int BATCH = 32;
  private static final int QUERY_TOKENS = 18;
  private static final int CHECKED = 8;
  private static final double LEAST_COSINE = 0.999;

  private final Options options;
  private final Encoder encoder;
  private final BenchModel model;
  private final Consumer<String> progress;
  private final TextDraw draw;
  private final Map<String, EncodeContender> contenders = new LinkedHashMap<>();

  /// Which model is measured, beside what.
  ///
  /// @param name as [Encoders] opens it
  /// @param store of models; null: none
  /// @param python an interpreter with `torch` and `transformers`; null: PyTorch is left out
  public record Contest(String name, @Nullable ModelStore store, @Nullable Path python) {
    /// The model that comes with Pleiad, without PyTorch.
    public static final Contest DEFAULT = new Contest(Encoders.DEFAULT, null, null);
  }

  /// What is measured, and for how long.
  ///
  /// @param rounds of each row; the median counts
  /// @param lengths of texts, in tokens with special ones
  /// @param mixed whether texts of mixed lengths are measured too
  /// @param collection whose texts these are; null: random ones of 8 to 384 tokens
  /// @param threads how many encode, a row each
  /// @param tokens of a round, at least
  /// @param texts of a round, at least
  /// @param queries whose latency is measured
  /// @param seed of the texts
  public record Options(
      int rounds,
      List<Integer> lengths,
      boolean mixed,
      @Nullable Path collection,
      List<Integer> threads,
      int tokens,
      int texts,
      int queries,
      long seed) {
    /// Takes a quarter of an hour.
    public static final Options DEFAULT =
        new Options(3, List.of(32, 128, 512), true, null, cores(), 8_192, BATCH, 100, 1);

    /// Takes seconds, and tells only that it runs.
    public static final Options QUICK =
        new Options(1, List.of(32), true, null, cores(), 64, 2, 2, 1);

    /// Copies the lists.
    public Options {
      lengths = List.copyOf(lengths);
      threads = List.copyOf(threads);
    }

    private static List<Integer> cores() {
      int cores = Runtime.getRuntime().availableProcessors();
      return cores == 1 ? List.of(1) : List.of(1, cores);
    }

    /// The same with other texts.
    public Options texts(List<Integer> lengths, boolean mixed, @Nullable Path collection) {
      return new Options(rounds, lengths, mixed, collection, threads, tokens, texts, queries, seed);
    }

    /// The same with so many rounds.
    public Options rounds(int rounds) {
      return new Options(rounds, lengths, mixed, collection, threads, tokens, texts, queries, seed);
    }

    /// The same on so many threads, a row each.
    public Options threads(List<Integer> threads) {
      return new Options(rounds, lengths, mixed, collection, threads, tokens, texts, queries, seed);
    }
  }

  /// Texts on so many threads.
  ///
  /// @param texts their length, or `mixed`
  /// @param tokensPerText special ones among them, on average
  /// @param tokensPerSecond of each contender
  public record Row(
      String texts, int tokensPerText, int threads, Map<String, Double> tokensPerSecond) {
    /// Copies the figures, in their order.
    public Row {
      tokensPerSecond = Collections.unmodifiableMap(new LinkedHashMap<>(tokensPerSecond));
    }

    /// Tokens a second of ours.
    public double ours() {
      return Objects.requireNonNull(tokensPerSecond.get(PLEIAD));
    }

    /// How many times as fast ours is as another; nothing where that one did not run.
    public Optional<Double> ratio(String other) {
      return Optional.ofNullable(tokensPerSecond.get(other)).map(theirs -> ours() / theirs);
    }
  }

  /// Milliseconds that a query of 16 tokens and the special ones takes, on all cores.
  ///
  /// @param p50 the median
  /// @param p95 what 95 of 100 do not exceed
  public record Latency(double p50, double p95) {}

  /// What was measured.
  ///
  /// @param model the encoder's name
  /// @param exact whether a vector of this model does not depend on what shares a pass with it
  /// @param queries of each contender
  /// @param leastCosine between each other contender's vectors and ours
  /// @param torch versions of PyTorch and of what runs on it
  public record Result(
      String model,
      boolean exact,
      List<Row> rows,
      Map<String, Latency> queries,
      Map<String, Double> leastCosine,
      Optional<String> torch) {
    /// Copies the lists.
    public Result {
      rows = List.copyOf(rows);
      queries = Map.copyOf(queries);
      leastCosine = Map.copyOf(leastCosine);
    }
  }

  private EncodeBench(
      Options options, Encoder encoder, BenchModel model, Consumer<String> progress) {
    this.options = options;
    this.encoder = encoder;
    this.model = model;
    this.progress = progress;
    this.draw = new TextDraw(encoder, options.seed());
  }

  /// Runs the benchmark.
  ///
  /// @param progress is told what is being measured
  /// @throws IOException when the model or a collection cannot be read, or Python fails
  /// @throws IllegalStateException when a contender's vectors are not those of the encoder
  public static Result run(Contest contest, Options options, Consumer<String> progress)
      throws IOException {
    BenchModel model = BenchModel.of(contest.name(), contest.store());
    try (PleiadContender ours =
            new PleiadContender(Encoders.open(contest.name(), contest.store()));
        OrtContender naive = new OrtContender(model, 1);
        OrtContender padded = new OrtContender(model, BATCH)) {
      EncodeBench bench = new EncodeBench(options, ours.encoder(), model, progress);
      bench.contenders.put(PLEIAD, ours);
      bench.contenders.put(NAIVE, naive);
      bench.contenders.put(PADDED, padded);
      if (contest.python() == null) {
        return bench.measure(Optional.empty());
      }
      if (model.folder() == null) {
        throw new IllegalArgumentException(
            "PyTorch runs a checkpoint's weights, and the model '%s' comes without; name a folder"
                .formatted(model.name()));
      }
      try (TorchContender torch = TorchContender.start(contest.python(), model.folder())) {
        bench.contenders.put(TORCH, torch);
        return bench.measure(Optional.of(torch));
      }
    }
  }

  private Result measure(Optional<TorchContender> torch) throws IOException {
    Map<String, Double> cosines = leastCosines();
    List<Row> rows = new ArrayList<>();
    for (EncodeTexts texts : draw.all(options)) {
      for (EncodeContender each : contenders.values()) {
        each.take(texts);
      }
      for (int threads : options.threads()) {
        progress.accept(
            "%s: %d texts of %d tokens on average, %d threads"
                .formatted(texts.name(), texts.count(), texts.tokens() / texts.count(), threads));
        rows.add(row(texts, threads));
      }
    }
    Optional<String> versions = torch.map(each -> each.versions() + "; ran by " + each.runner());
    progress.accept("queries of %d tokens".formatted(QUERY_TOKENS));
    return new Result(encoder.model().name(), model.exact(), rows, queries(), cosines, versions);
  }

  /// Compares vectors, and refuses to time what makes others.
  private Map<String, Double> leastCosines() throws IOException {
    EncodeTexts texts = draw.mixed(0, CHECKED);
    List<Encoding> expected = encoder.encodeAll(texts.texts(), Role.DOCUMENT);
    StateVectors vectors = StateVectors.of(model);
    Map<String, Double> all = new LinkedHashMap<>();
    for (Map.Entry<String, EncodeContender> each : contenders.entrySet()) {
      if (each.getValue() instanceof EncodeContender.OfStates contender) {
        List<float[][]> states = contender.states(texts);
        double least = 1;
        for (int i = 0; i < texts.count(); i++) {
          double cosine =
              vectors.leastCosine(texts.inputs().get(i), states.get(i), expected.get(i).vectors());
          least = Math.min(least, cosine);
        }
        boolean same = model.exact() || each.getKey().equals(NAIVE);
        if (same && !(least >= LEAST_COSINE)) {
          throw new IllegalStateException(
              "the vectors of '%s' are not those of the encoder: a cosine is %.6f, expected at least %s; nothing is timed"
                  .formatted(each.getKey(), least, LEAST_COSINE));
        }
        all.put(each.getKey(), least);
      }
    }
    return all;
  }

  private Row row(EncodeTexts texts, int threads) throws IOException {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (EncodeContender each : contenders.values()) {
      each.encode(texts.slice(0, 1), threads);
    }
    for (int round = 0; round < options.rounds(); round++) {
      for (Map.Entry<String, EncodeContender> each : contenders.entrySet()) {
        long begin = System.nanoTime();
        each.getValue().encode(texts, threads);
        rates
            .computeIfAbsent(each.getKey(), _ -> new ArrayList<>())
            .add(texts.tokens() / ((System.nanoTime() - begin) / 1e9));
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    rates.forEach((name, all) -> medians.put(name, median(all)));
    return new Row(texts.name(), texts.tokens() / texts.count(), threads, medians);
  }

  private static double median(List<Double> values) {
    return percentile(values.stream().mapToDouble(Double::doubleValue).toArray(), 50);
  }

  private Map<String, Latency> queries() throws IOException {
    int cores = Runtime.getRuntime().availableProcessors();
    int tokens = Math.max(QUERY_TOKENS, encoder.rows("", Role.QUERY).size());
    EncodeTexts queries = draw.exactly(tokens, options.queries(), Role.QUERY);
    Map<String, Timings> timings = new LinkedHashMap<>();
    for (int i = 0; i < queries.count(); i++) {
      EncodeTexts query = queries.slice(i, i + 1);
      for (Map.Entry<String, EncodeContender> each : contenders.entrySet()) {
        each.getValue().take(query);
        long begin = System.nanoTime();
        each.getValue().encode(query, each.getKey().equals(PLEIAD) ? 1 : cores);
        timings.computeIfAbsent(each.getKey(), _ -> new Timings()).addSince(begin);
      }
    }
    Map<String, Latency> latencies = new LinkedHashMap<>();
    timings.forEach(
        (name, all) -> latencies.put(name, new Latency(all.percentile(50), all.percentile(95))));
    return latencies;
  }

  /// The smallest value that so many percent do not exceed.
  static double percentile(double[] values, int percent) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, Math.ceilDiv(sorted.length * percent, 100) - 1)];
  }
}
