package pleiad.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import pleiad.search.Plan;
import pleiad.vector.TokenVectors;

/// Times the ranker `maxsim` and the exact query: both score every document that they are given, by
/// whatever is stored of it.
final class RankedSearch {
  private static final int LEAST = 3;

  private RankedSearch() {}

  /// @param candidates that the ranker is given: the best by the source `tokens`
  /// @param wanted documents that ranker and query give
  /// @param most what either may take in all; at least three queries are timed
  static RankedRow measure(
      BenchIndex index, int candidates, int wanted, List<TokenVectors> queries, Duration most)
      throws IOException {
    Plan plan = Plan.parse("tokens(%d) | maxsim(%d)".formatted(candidates, wanted));
    Timings ranker = time(queries, most, query -> index.lastStageMillis(plan, query));
    Timings exact = time(queries, most, query -> index.exactMillis(query, wanted));
    return new RankedRow(
        candidates, ranker.percentile(50), ranker.count(), exact.percentile(50), exact.count());
  }

  /// What takes a query, and tells how long that took.
  @FunctionalInterface
  private interface Timed {
    double millis(TokenVectors query) throws IOException;
  }

  /// Two rounds, the first to warm up, over as many queries as fit. The first query tells how many
  /// those are.
  private static Timings time(List<TokenVectors> queries, Duration most, Timed timed)
      throws IOException {
    double fitting = most.toNanos() / 2e6 / timed.millis(queries.getFirst());
    int count = (int) Math.min(queries.size(), Math.max(LEAST, fitting));
    List<TokenVectors> chosen = ExactClock.evenly(queries, count);
    if (fitting >= LEAST) {
      for (TokenVectors query : chosen) {
        timed.millis(query);
      }
    }
    Timings timings = new Timings();
    for (TokenVectors query : chosen) {
      timings.add(timed.millis(query));
    }
    return timings;
  }
}
