package pleiad.bench;

import java.io.IOException;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// The share of the true best documents that an answer has. Which of several documents with the
/// same true score is taken makes no difference: collections hold the same text many times.
record Recall(Rows truth) {
  /// @param found the answer
  /// @param best the true ranking
  /// @param cutoff so many of each count
  double of(TokenVectors query, Ranking found, Ranking best, int cutoff) throws IOException {
    int wanted = Math.min(cutoff, best.count());
    if (wanted == 0) {
      return 1;
    }
    float least = best.found().get(wanted - 1).score();
    MaxSim maxSim = MaxSim.of(query);
    int right = 0;
    for (Ranking.Found each : found.first(wanted)) {
      right += truth.score(maxSim, each.document()) >= least ? 1 : 0;
    }
    return (double) right / wanted;
  }
}
