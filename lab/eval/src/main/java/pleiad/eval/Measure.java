package pleiad.eval;

import pleiad.eval.MeasureName.Family;

/// A number between 0 and 1 that says how good the ranking of one query is. Defined as in
/// `trec_eval`, named as in `ir_measures`.
///
/// | name         | what it is                                                          |
/// |--------------|---------------------------------------------------------------------|
/// | `nDCG@k`     | gain discounted by rank, over that of the best ranking there is      |
/// | `AP@k`       | mean of the precisions at the ranks of the relevant documents        |
/// | `RR@k`       | one over the rank of the first relevant document                     |
/// | `P@k`        | share of the first k that is relevant                                |
/// | `R@k`        | share of the relevant that is among the first k                      |
/// | `Success@k`  | 1 when something relevant is among the first k                       |
///
/// The first three look at the whole ranking when written without `@k`. All but nDCG know only
/// relevant or not: relevant is a grade of 1 or more, or of another least grade, as in
/// `P(rel=2)@10`. `RR@k` is 0 when the first relevant document stands behind rank k; `trec_eval`
/// has no such cut.
///
/// A query without relevant documents scores 0 by every measure.
public sealed interface Measure {
  /// The cutoff of a measure that looks at the whole ranking.
  int WHOLE = Integer.MAX_VALUE;

  /// Reads a name such as `nDCG@10`, `RR`, `P(rel=2)@5`; [Object#toString] gives it back.
  ///
  /// @throws IllegalArgumentException when there is no such measure; the message lists those there
  ///   are
  static Measure parse(String name) {
    return MeasureName.of(name).measure();
  }

  /// Scores one query.
  ///
  /// @param ranked the grades of the documents found, best ranked first; 0 for those not judged
  /// @param judged the grades of all judged documents, highest first
  double score(int[] ranked, int[] judged);

  /// `DCG / ideal DCG`, `DCG = Σᵢ max(gradeᵢ, 0) / log₂(i + 1)` over ranks `i ≤ cutoff` (Järvelin
  /// and Kekäläinen, 2002; the grade itself is the gain). The ideal takes all judged documents,
  /// highest grade first.
  record Ndcg(int cutoff) implements Measure {
    /// @throws IllegalArgumentException when the cutoff is not at least 1
    public Ndcg {
      check(1, cutoff);
    }

    @Override
    public double score(int[] ranked, int[] judged) {
      double ideal = dcg(judged);
      return ideal == 0 ? 0 : dcg(ranked) / ideal;
    }

    private double dcg(int[] grades) {
      double sum = 0;
      for (int i = 0; i < Math.min(cutoff, grades.length); i++) {
        sum += Math.max(grades[i], 0) * Math.log(2) / Math.log(i + 2);
      }
      return sum;
    }

    @Override
    public String toString() {
      return new MeasureName(Family.NDCG, 1, cutoff).toString();
    }
  }

  /// `Σᵢ P@i / R` over the ranks `i ≤ cutoff` of relevant documents; `R` is the number of relevant
  /// documents, found or not.
  record AveragePrecision(int rel, int cutoff) implements Measure {
    /// @throws IllegalArgumentException when the least grade or the cutoff is not at least 1
    public AveragePrecision {
      check(rel, cutoff);
    }

    @Override
    public double score(int[] ranked, int[] judged) {
      double sum = 0;
      int found = 0;
      for (int i = 0; i < Math.min(cutoff, ranked.length); i++) {
        if (ranked[i] >= rel) {
          found++;
          sum += (double) found / (i + 1);
        }
      }
      return found == 0 ? 0 : sum / relevant(judged, rel, WHOLE);
    }

    @Override
    public String toString() {
      return new MeasureName(Family.AP, rel, cutoff).toString();
    }
  }

  /// `1 / i`, `i` the rank of the first relevant document; 0 when there is none up to the cutoff.
  record ReciprocalRank(int rel, int cutoff) implements Measure {
    /// @throws IllegalArgumentException when the least grade or the cutoff is not at least 1
    public ReciprocalRank {
      check(rel, cutoff);
    }

    @Override
    public double score(int[] ranked, int[] judged) {
      for (int i = 0; i < Math.min(cutoff, ranked.length); i++) {
        if (ranked[i] >= rel) {
          return 1.0 / (i + 1);
        }
      }
      return 0;
    }

    @Override
    public String toString() {
      return new MeasureName(Family.RR, rel, cutoff).toString();
    }
  }

  /// Relevant documents up to the cutoff, over the cutoff: a shorter ranking is not forgiven.
  record Precision(int rel, int cutoff) implements Measure {
    /// @throws IllegalArgumentException when the least grade or the cutoff is not at least 1
    public Precision {
      check(rel, cutoff);
    }

    @Override
    public double score(int[] ranked, int[] judged) {
      return (double) relevant(ranked, rel, cutoff) / cutoff;
    }

    @Override
    public String toString() {
      return new MeasureName(Family.P, rel, cutoff).toString();
    }
  }

  /// Relevant documents up to the cutoff, over all relevant documents.
  record Recall(int rel, int cutoff) implements Measure {
    /// @throws IllegalArgumentException when the least grade or the cutoff is not at least 1
    public Recall {
      check(rel, cutoff);
    }

    @Override
    public double score(int[] ranked, int[] judged) {
      int found = relevant(ranked, rel, cutoff);
      return found == 0 ? 0 : (double) found / relevant(judged, rel, WHOLE);
    }

    @Override
    public String toString() {
      return new MeasureName(Family.R, rel, cutoff).toString();
    }
  }

  /// 1 when there is a relevant document up to the cutoff, 0 when not.
  record Success(int rel, int cutoff) implements Measure {
    /// @throws IllegalArgumentException when the least grade or the cutoff is not at least 1
    public Success {
      check(rel, cutoff);
    }

    @Override
    public double score(int[] ranked, int[] judged) {
      return relevant(ranked, rel, cutoff) > 0 ? 1 : 0;
    }

    @Override
    public String toString() {
      return new MeasureName(Family.SUCCESS, rel, cutoff).toString();
    }
  }

  private static void check(int rel, int cutoff) {
    if (rel < 1 || cutoff < 1) {
      throw new IllegalArgumentException(
          "least relevant grade and cutoff are at least 1, got rel=%d and @%d"
              .formatted(rel, cutoff));
    }
  }

  private static int relevant(int[] grades, int rel, int cutoff) {
    int count = 0;
    for (int i = 0; i < Math.min(cutoff, grades.length); i++) {
      if (grades[i] >= rel) {
        count++;
      }
    }
    return count;
  }
}
