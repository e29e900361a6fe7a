package pleiad.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// Tells what a setting chosen on some queries is worth on others. Queries are dealt out to folds
/// by chance, folds as large as each other; each fold gets the setting that is best on all other
/// folds. So no query has a say in the setting that it is measured with.
///
/// What a setting is does not matter here: it has a value for each query, and the largest mean is
/// the best one.
public final class CrossValidation {
  /// Means that differ by no more are equal: they may be sums of the same values in another order.
  private static final double TIE = 1e-9;

  private final int folds;
  private final int[] foldOf;
  private final int[] sizes;

  private CrossValidation(int folds, int[] foldOf) {
    this.folds = folds;
    this.foldOf = foldOf;
    this.sizes = new int[folds];
    Arrays.stream(foldOf).forEach(fold -> sizes[fold]++);
  }

  /// Deals out queries; the same seed deals them out in the same way.
  ///
  /// @throws IllegalArgumentException when there are fewer than two folds, or a fold would be empty
  public static CrossValidation of(int queries, int folds, long seed) {
    if (folds < 2) {
      throw new IllegalArgumentException(
          "queries are dealt out to two folds or more, as each is measured by a choice on the others; got "
              + folds);
    }
    if (queries < folds) {
      throw new IllegalArgumentException(
          "%d judged queries cannot fill %d folds; take %s"
              .formatted(
                  queries,
                  folds,
                  queries < 2 ? "two queries at least" : "at most " + queries + " folds"));
    }
    int[] foldOf = IntStream.range(0, queries).map(query -> query % folds).toArray();
    SplittableRandom random = new SplittableRandom(seed);
    for (int last = queries - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int fold = foldOf[last];
      foldOf[last] = foldOf[other];
      foldOf[other] = fold;
    }
    return new CrossValidation(folds, foldOf);
  }

  /// Number of folds.
  public int folds() {
    return folds;
  }

  /// Number of queries.
  public int queries() {
    return foldOf.length;
  }

  /// The fold of a query, by its place in the order of the values.
  public int fold(int query) {
    return foldOf[query];
  }

  /// What was chosen.
  ///
  /// @param byFold for each fold the best setting on the other folds
  /// @param overall the best on all queries, to use from now on; what it has on these very queries
  ///   says little, as it was chosen by them
  /// @param heldOut for each query the value that its fold's setting has: what a choice made in
  ///   this way is worth
  public record Choice<S>(List<S> byFold, S overall, List<Double> heldOut) {
    public Choice {
      byFold = List.copyOf(byFold);
      heldOut = List.copyOf(heldOut);
    }

    /// The mean over queries of what they have without a say.
    public double heldOutMean() {
      return heldOut.stream().mapToDouble(Double::doubleValue).sum() / heldOut.size();
    }
  }

  /// Chooses among settings.
  ///
  /// @param values of each setting for every query; of equally good settings the first is chosen
  /// @throws IllegalArgumentException when there is no setting, one has not as many values as there
  ///   are queries, or a value is not finite
  public <S> Choice<S> choose(SequencedMap<S, double[]> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no settings, so there is nothing to choose from");
    }
    values.forEach(this::check);
    List<S> byFold = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      byFold.add(best(values, fold));
    }
    List<Double> heldOut = new ArrayList<>();
    for (int query = 0; query < foldOf.length; query++) {
      heldOut.add(Objects.requireNonNull(values.get(byFold.get(foldOf[query])))[query]);
    }
    return new Choice<>(byFold, best(values, folds), heldOut);
  }

  private void check(Object setting, double[] each) {
    if (each.length != foldOf.length) {
      throw new IllegalArgumentException(
          "'%s' has %d values for %d queries".formatted(setting, each.length, foldOf.length));
    }
    for (int query = 0; query < each.length; query++) {
      if (!Double.isFinite(each[query])) {
        throw new IllegalArgumentException(
            "'%s' has the value %s for query %d, which cannot be compared"
                .formatted(setting, each[query], query));
      }
    }
  }

  /// The setting with the largest mean over all queries but those of a fold.
  private <S> S best(SequencedMap<S, double[]> values, int without) {
    S best = values.firstEntry().getKey();
    double most = Double.NEGATIVE_INFINITY;
    for (Map.Entry<S, double[]> each : values.entrySet()) {
      double mean = mean(each.getValue(), without);
      if (mean > most + TIE) {
        most = mean;
        best = each.getKey();
      }
    }
    return best;
  }

  private double mean(double[] values, int without) {
    double sum = 0;
    for (int query = 0; query < values.length; query++) {
      sum += foldOf[query] == without ? 0 : values[query];
    }
    return sum / (values.length - (without < folds ? sizes[without] : 0));
  }
}
