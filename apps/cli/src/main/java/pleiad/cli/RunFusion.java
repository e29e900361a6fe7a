package pleiad.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import pleiad.eval.Qrels;
import pleiad.eval.Run;
import pleiad.search.Fusion;

/// Runs as the sources of a fusion: query by query, each run's answer in the order that it is
/// evaluated in.
final class RunFusion {
  private RunFusion() {}

  /// The best `k` of each query, by all runs together.
  ///
  /// @throws IllegalArgumentException when a score is infinite, which no fusion can weigh
  static Run fuse(List<Run> runs, Fusion fusion, int k) {
    Set<String> queries = new LinkedHashSet<>();
    runs.forEach(run -> queries.addAll(run.queries()));
    Blend blend = new Blend(IntStream.range(0, runs.size()).boxed().toList(), fusion);
    Qrels unjudged = Qrels.builder().build();
    Run.Builder fused = Run.builder();
    queries.forEach(query -> FoundForQuery.of(query, runs, unjudged).add(blend, k, fused));
    return fused.build();
  }
}
