package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.IntPredicate;

/// What one route found in one segment, and how far a search got with it: candidates are scored in
/// rounds, those of all segments together nearest first.
final class CandidateQueue {
  static final CandidateQueue EMPTY = new CandidateQueue(Found.NOTHING);

  /// What scores a candidate.
  @FunctionalInterface
  interface Scoring {
    /// What the document came to; negative infinity where that says nothing of the route.
    float score(int document) throws IOException;
  }

  private final Found found;
  private final float[] estimates;

  /// Of the first `scored` the estimates are known, those up to `due` are this round's.
  private int scored;

  private int due;

  CandidateQueue(Found found) {
    this.found = found;
    this.estimates = new float[found.count()];
    Arrays.fill(estimates, Float.NEGATIVE_INFINITY);
  }

  /// How near the next candidate is that no round had yet; negative infinity when there is none.
  float next() {
    return found.nearness(due);
  }

  /// Takes the next candidate into the round.
  void takeNext() {
    due++;
  }

  /// Whether the round has candidates of this segment.
  boolean isDue() {
    return due > scored;
  }

  /// Scores this round's candidates, in the order of documents.
  ///
  /// @param stopped whether the search is over, after so many candidates
  void scoreDue(Scoring scoring, IntPredicate stopped) throws IOException {
    long[] ascending = new long[due - scored];
    for (int i = 0; i < ascending.length; i++) {
      ascending[i] = ((long) found.documents()[scored + i] << Integer.SIZE) | (scored + i);
    }
    Arrays.sort(ascending);
    for (int i = 0; i < ascending.length && !stopped.test(i); i++) {
      estimates[(int) ascending[i]] = scoring.score((int) (ascending[i] >>> Integer.SIZE));
    }
  }

  /// Ends the round, and tells what came of it.
  void endRound(StopRule rule) {
    for (; scored < due; scored++) {
      if (estimates[scored] != Float.NEGATIVE_INFINITY) {
        rule.add(found.nearness(scored), estimates[scored]);
      }
    }
  }

  /// How many of the candidates that are left are to be expected among the best, up to a number
  /// that is too many.
  double expected(StopRule.Expectation expectation, double tooMany) {
    double sum = 0;
    for (int place = due; place < found.count() && sum <= tooMany; place++) {
      sum += expectation.of(found.nearness(place));
    }
    return sum;
  }
}
