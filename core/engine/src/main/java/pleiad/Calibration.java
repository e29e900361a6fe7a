package pleiad;

import java.util.Arrays;

/// What MaxSim per query token comes to in a collection by chance: that of random pairs of a query
/// and a document, in one field. A score that few such pairs have is likely to mean something,
/// whatever the model's similarities are like.
///
/// The queries are spans of the collection's own documents, and no query is paired with the
/// document that it is from. Such spans are closer to the collection than people's questions are:
/// they find more in documents that do not answer them, so a question that is put in other words
/// has lower percentiles than a span would have.
///
/// Immutable.
public final class Calibration {
  /// In ascending order.
  private final float[] normalized;

  private Calibration(float[] normalized) {
    this.normalized = normalized;
  }

  /// @param normalized MaxSim per query token of random pairs, at least one
  static Calibration of(float[] normalized) {
    float[] sorted = normalized.clone();
    Arrays.sort(sorted);
    return new Calibration(sorted);
  }

  /// How many pairs it knows. Percentiles that differ by less than one in so many do not differ.
  public int pairs() {
    return normalized.length;
  }

  /// The share of pairs that have less, between two pairs by the straight line; 1 above the highest
  /// pair, though another sample may have higher ones. Grows with the score. Costs a binary search.
  ///
  /// @param score MaxSim per query token
  public double percentile(float score) {
    int lower = lower(score);
    if (lower == 0 || lower == pairs() || normalized[lower] == score) {
      return (double) lower / pairs();
    }
    float below = normalized[lower - 1];
    int belowThat = lower(below);
    double way = ((double) score - below) / ((double) normalized[lower] - below);
    return (belowThat + way * (lower - belowThat)) / pairs();
  }

  /// How many pairs have less.
  private int lower(float score) {
    int from = 0;
    int to = normalized.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (normalized[middle] < score) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
