package pleiad.bench;

import java.time.Duration;
import java.util.List;

/// What [MaxSimBench] measures and for how long.
///
/// @param dimensions numbers per token
/// @param queryTokens query lengths; every one is measured with every dimension
/// @param documentTokens tokens per document
/// @param documents documents scored in turn
/// @param warmups iterations nobody looks at, per contender
/// @param iterations iterations of which the fastest counts, per contender
/// @param iteration how long an iteration runs
/// @param seed of the random vectors
public record MaxSimBenchOptions(
    List<Integer> dimensions,
    List<Integer> queryTokens,
    int documentTokens,
    int documents,
    int warmups,
    int iterations,
    Duration iteration,
    long seed) {

  public MaxSimBenchOptions {
    dimensions = List.copyOf(dimensions);
    queryTokens = List.copyOf(queryTokens);
  }

  /// The table of the documentation; takes about two minutes.
  ///
  /// Two documents of 237 tokens are 0.7 MB at 384 dimensions: in the second-level cache, as the
  /// blocks of tokens are that a search decodes before it scores them.
  public static MaxSimBenchOptions full() {
    return new MaxSimBenchOptions(
        List.of(128, 384), List.of(8, 21, 32), 237, 2, 5, 10, Duration.ofMillis(200), 42);
  }

  /// One tiny iteration, to see that it runs. Its numbers mean nothing.
  public static MaxSimBenchOptions quick() {
    return new MaxSimBenchOptions(List.of(16), List.of(3), 13, 4, 0, 1, Duration.ofMillis(1), 42);
  }
}
