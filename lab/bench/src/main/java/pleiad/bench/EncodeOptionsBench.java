package pleiad.bench;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;

/// What each setting of ONNX Runtime's sessions brings on all cores: a model's graph is run as our
/// encoders run it, and with one thing changed at a time.
///
/// Sessions are given tokens, and what becomes of the states is left out. Each figure is the median
/// of interleaved rounds.
public final class EncodeOptionsBench {
  private static final String OURS = "as Pleiad runs it";
  private static final List<Integer> BUDGETS = List.of(128, 256, 512, 1_024);

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final BenchModel model;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final List<Variant> variants = new ArrayList<>();

  /// One way of running some texts.
  ///
  /// @param texts their length, or `mixed`
  /// @param ratio to the way of our encoders with each text alone
  public record Row(String texts, String option, double tokensPerSecond, double ratio) {}

  /// A change to the options.
  private interface Setting {
    void of(SessionOptions options) throws OrtException;
  }

  /// @param sessions one, or one for each of the callers
  /// @param budget tokens of a batch; 1: each text is alone
  private record Variant(String name, List<OrtSession> sessions, int callers, int budget) {}

  private EncodeOptionsBench(BenchModel model) throws OrtException {
    this.model = model;
    add(OURS, 1, 1, cores, _ -> {});
    add("optimisation EXTENDED", 1, 1, cores, level(SessionOptions.OptLevel.EXTENDED_OPT));
    add("optimisation BASIC", 1, 1, cores, level(SessionOptions.OptLevel.BASIC_OPT));
    add("arena off", 1, 1, cores, options -> options.setCPUArenaAllocator(false));
    add("memory pattern off", 1, 1, cores, options -> options.setMemoryPatternOptimization(false));
    add("prepacking off", 1, 1, cores, entry("session.disable_prepacking", "1"));
    add("a session a thread", cores, 1, cores, _ -> {});
    add("one caller, all threads in a pass", 1, cores, 1, _ -> {});
    add("that, spinning", 1, cores, 1, entry("session.intra_op.allow_spinning", "1"));
    add("a caller a core, all threads in a pass", 1, cores, cores, _ -> {});
    if (model.exact()) {
      for (int budget : BUDGETS) {
        variants.add(
            new Variant(
                "batches of " + budget + " tokens", variants.getFirst().sessions(), cores, budget));
      }
    }
  }

  private static Setting level(SessionOptions.OptLevel level) {
    return options -> options.setOptimizationLevel(level);
  }

  private static Setting entry(String key, String value) {
    return options -> options.addConfigEntry(key, value);
  }

  private void add(String name, int sessions, int threads, int callers, Setting setting)
      throws OrtException {
    List<OrtSession> opened = new ArrayList<>();
    for (int i = 0; i < sessions; i++) {
      try (SessionOptions options = new SessionOptions()) {
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        setting.of(options);
        opened.add(model.opening().open(environment, options));
      }
    }
    variants.add(new Variant(name, opened, callers, 1));
  }

  /// Runs the benchmark; the texts are those of [EncodeBench], and its threads are not asked for.
  ///
  /// @throws IOException when the model or a collection cannot be read
  public static List<Row> run(
      EncodeBench.Contest contest, EncodeBench.Options options, Consumer<String> progress)
      throws IOException {
    List<EncodeTexts> texts;
    try (Encoder encoder = Encoders.open(contest.name(), contest.store())) {
      texts = new TextDraw(encoder, options.seed()).all(options);
    }
    BenchModel model = BenchModel.of(contest.name(), contest.store());
    try {
      EncodeOptionsBench bench = new EncodeOptionsBench(model);
      List<Row> rows = new ArrayList<>();
      for (EncodeTexts each : texts) {
        progress.accept("%s: %d texts".formatted(each.name(), each.count()));
        rows.addAll(bench.rows(each, options.rounds()));
      }
      bench.close();
      return rows;
    } catch (OrtException e) {
      throw new IllegalStateException("the model '%s' does not run".formatted(model.name()), e);
    }
  }

  private List<Row> rows(EncodeTexts texts, int rounds) throws IOException {
    Map<String, Timings> seconds = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (Variant variant : variants) {
        long begin = System.nanoTime();
        run(variant, texts);
        if (round >= 0) {
          seconds.computeIfAbsent(variant.name(), _ -> new Timings()).addSince(begin);
        }
      }
    }
    double ours = Objects.requireNonNull(seconds.get(OURS)).percentile(50);
    List<Row> rows = new ArrayList<>();
    seconds.forEach(
        (name, all) -> {
          double millis = all.percentile(50);
          rows.add(new Row(texts.name(), name, texts.tokens() / (millis / 1e3), ours / millis));
        });
    return rows;
  }

  private void run(Variant variant, EncodeTexts texts) throws IOException {
    Queue<EncodeTexts> work =
        new ConcurrentLinkedQueue<>(
            variant.budget() == 1 ? texts.groups(1, 1) : texts.batches(variant.budget()));
    AtomicInteger next = new AtomicInteger();
    Crew.of(variant.callers())
        .each(
            () -> {
              OrtSession session =
                  variant.sessions().get(next.getAndIncrement() % variant.sessions().size());
              int done = 0;
              for (EncodeTexts each = work.poll(); each != null; each = work.poll()) {
                done += OrtContender.run(environment, session, each, model.output()).length;
              }
              return done;
            });
  }

  private void close() throws OrtException {
    for (OrtSession session :
        variants.stream().flatMap(each -> each.sessions().stream()).distinct().toList()) {
      session.close();
    }
  }
}
