package pleiad.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import pleiad.vector.TokenVectors;

/// Times exact scans of the uncompressed vectors on one thread, some queries a round.
final class ExactClock {
  private static final int LEAST = 20;

  private final VectorBlocks vectors;
  private final List<TokenVectors> queries;
  private final int wanted;
  private final Timings timings = new Timings();

  private ExactClock(VectorBlocks vectors, List<TokenVectors> queries, int wanted) {
    this.vectors = vectors;
    this.queries = queries;
    this.wanted = wanted;
  }

  /// Chooses as many queries, evenly from all, as can be scanned in that time; at least twenty
  /// where there are so many. One scan tells how long one takes, and warms up.
  static ExactClock of(VectorBlocks vectors, List<TokenVectors> queries, int wanted, Duration most)
      throws IOException {
    long begin = System.nanoTime();
    Scan.best(vectors, queries.getFirst(), wanted);
    double fitting = most.toNanos() / (double) (System.nanoTime() - begin);
    int count = (int) Math.min(queries.size(), Math.max(LEAST, fitting));
    return new ExactClock(vectors, evenly(queries, count), wanted);
  }

  static <T> List<T> evenly(List<T> all, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
        .toList();
  }

  /// Scans the queries that are this round's among so many.
  void round(int round, int rounds) throws IOException {
    for (int query = round; query < queries.size(); query += rounds) {
      long begin = System.nanoTime();
      Scan.best(vectors, queries.get(query), wanted);
      timings.addSince(begin);
    }
  }

  Timings timings() {
    return timings;
  }
}
