package pleiad.bench;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/// Times MaxSim kernels on one core: Pleiad on the Vector API and on plain loops, Lucene, and the
/// peak of the core between registers.
///
/// Each runs under JMH in a JVM of its own, after it has scored every document within the bound of
/// float32 arithmetic. What is compared in a row runs one after the other, and the fastest
/// iteration counts: a neighbour on the machine can only make an iteration slower.
public final class MaxSimBench {
  private static final List<String> FLAGS =
      List.of(
          "--add-modules=jdk.incubator.vector",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final MaxSimBenchOptions options;
  private final Consumer<String> progress;

  private MaxSimBench(MaxSimBenchOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /// Measures a row for every dimension and query length.
  ///
  /// @param progress takes a line of text now and then
  /// @throws IllegalStateException when a contender's scores are wrong or its JVM fails
  public static List<MaxSimRow> run(MaxSimBenchOptions options, Consumer<String> progress) {
    return new MaxSimBench(options, progress).rows();
  }

  private List<MaxSimRow> rows() {
    var machine = ManagementFactory.getOperatingSystemMXBean();
    progress.accept(
        "Java %s on %s, %d processors; one core used, java %s"
            .formatted(
                Runtime.version(),
                machine.getArch(),
                machine.getAvailableProcessors(),
                String.join(" ", FLAGS)));
    List<MaxSimRow> rows = new ArrayList<>();
    for (int dimension : options.dimensions()) {
      for (int queryTokens : options.queryTokens()) {
        rows.add(row(dimension, queryTokens));
      }
    }
    return rows;
  }

  private MaxSimRow row(int dimension, int queryTokens) {
    return new MaxSimRow(
        dimension,
        queryTokens,
        peak(),
        gflops(MaxSimContender.VECTOR, dimension, queryTokens),
        gflops(MaxSimContender.SCALAR, dimension, queryTokens),
        gflops(MaxSimContender.LUCENE, dimension, queryTokens));
  }

  private double peak() {
    double callsPerSecond = callsPerSecond(benchmark(PeakBenchmark.class));
    return reported("peak", callsPerSecond * PeakBenchmark.OPERATIONS / 1e9);
  }

  private double gflops(MaxSimContender contender, int dimension, int queryTokens) {
    double callsPerSecond =
        callsPerSecond(
            benchmark(MaxSimBenchmark.class)
                .param("contender", contender.name())
                .param("dimension", Integer.toString(dimension))
                .param("queryTokens", Integer.toString(queryTokens))
                .param("documentTokens", Integer.toString(options.documentTokens()))
                .param("documents", Integer.toString(options.documents()))
                .param("seed", Long.toString(options.seed())));
    double operations = 2.0 * queryTokens * options.documentTokens() * dimension;
    return reported(
        "%s, %d dimensions, %d query tokens".formatted(contender, dimension, queryTokens),
        callsPerSecond * operations / 1e9);
  }

  private double reported(String what, double gflops) {
    progress.accept("%s: %.1f GFLOP/s".formatted(what, gflops));
    return gflops;
  }

  private ChainedOptionsBuilder benchmark(Class<?> benchmarks) {
    TimeValue time = TimeValue.milliseconds(options.iteration().toMillis());
    return new OptionsBuilder()
        .include("^" + benchmarks.getName().replace(".", "\\.") + "\\.")
        .forks(1)
        .jvmArgs(FLAGS.toArray(String[]::new))
        .warmupIterations(options.warmups())
        .warmupTime(time)
        .measurementIterations(options.iterations())
        .measurementTime(time)
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT);
  }

  private static double callsPerSecond(ChainedOptionsBuilder benchmark) {
    return run(benchmark).stream()
        .flatMap(result -> result.getBenchmarkResults().stream())
        .flatMap(fork -> fork.getIterationResults().stream())
        .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
        .max()
        .orElseThrow(() -> new IllegalStateException("JMH measured nothing"));
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder benchmark) {
    // What the JVM of a benchmark says is nobody's business unless it fails.
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream sink = new PrintStream(said, true, StandardCharsets.UTF_8);
    try {
      return new Runner(
              benchmark.build(), OutputFormatFactory.createFormatInstance(sink, VerboseMode.SILENT))
          .run();
    } catch (RunnerException failure) {
      throw new IllegalStateException(
          "a benchmark failed in its own JVM, which said:%n%s"
              .formatted(said.toString(StandardCharsets.UTF_8)),
          failure);
    }
  }
}
