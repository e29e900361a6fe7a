package pleiad.eval;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/// By how much one run is better than another, query by query, and what chance could have made of
/// it. Each test is of the hypothesis that the runs are equally good, and two-sided.
final class PairedDifferences {
  /// Up to so many queries that differ, all signs are tried: 2²⁰ sums take a few milliseconds.
  private static final int ENUMERATED = 20;

  private static final int PERMUTATIONS = 100_000;
  private static final int RESAMPLES = 10_000;

  /// Sums of the same numbers in another order may differ by so much of their size.
  private static final double ROUNDING = 1e-12;

  private final double[] differences;

  /// The differences as sizes, those of 0 left out: a sign does nothing to them.
  private final double[] sizes;

  PairedDifferences(double[] differences) {
    if (differences.length == 0) {
      throw new IllegalArgumentException("no differences, so there is nothing to test");
    }
    this.differences = differences.clone();
    this.sizes = Arrays.stream(differences).filter(each -> each != 0).map(Math::abs).toArray();
  }

  double mean() {
    return Arrays.stream(differences).sum() / differences.length;
  }

  /// Fisher's randomisation test (Smucker, Allan and Carterette, CIKM 2007): were the runs equally
  /// good, each difference could as well have the other sign. The value is the share of all signs
  /// that give a sum as far from 0 as the one observed, by enumeration up to 20 queries that
  /// differ. With more it is `(c + 1) / (n + 1)`, `c` of `n = 100,000` random signs; so it is never
  /// 0.
  double randomisation(long seed) {
    double sum = Math.abs(Arrays.stream(differences).sum());
    double far = sum - ROUNDING * Arrays.stream(sizes).sum();
    if (sizes.length <= ENUMERATED) {
      return asFar(0, 0, far) / (double) (1L << sizes.length);
    }
    SplittableRandom random = new SplittableRandom(seed);
    long count = 0;
    for (int i = 0; i < PERMUTATIONS; i++) {
      count += Math.abs(randomSum(random)) >= far ? 1 : 0;
    }
    return (count + 1.0) / (PERMUTATIONS + 1.0);
  }

  /// How many signs of the sizes from here on bring the sum so far from 0.
  private long asFar(int from, double sum, double far) {
    if (from == sizes.length) {
      return Math.abs(sum) >= far ? 1 : 0;
    }
    return asFar(from + 1, sum + sizes[from], far) + asFar(from + 1, sum - sizes[from], far);
  }

  private double randomSum(SplittableRandom random) {
    double sum = 0;
    long bits = 0;
    for (int i = 0; i < sizes.length; i++) {
      bits = i % Long.SIZE == 0 ? random.nextLong() : bits >>> 1;
      sum += (1 - 2 * (bits & 1)) * sizes[i];
    }
    return sum;
  }

  /// Student's paired t-test: `t = mean / (deviation / √n)` has `n − 1` degrees of freedom. 1 when
  /// there is no difference at all, NaN for a single query, of which nothing can be said.
  double t() {
    if (sizes.length == 0) {
      return 1;
    }
    int freedom = differences.length - 1;
    if (freedom == 0) {
      return Double.NaN;
    }
    double mean = mean();
    double squares =
        Arrays.stream(differences).map(each -> (each - mean) * (each - mean)).sum() / freedom;
    double t2 = mean * mean / (squares / differences.length);
    return RegularizedBeta.value(freedom / (freedom + t2), freedom / 2.0, 0.5);
  }

  /// The 95 % percentile bootstrap interval of the mean, from 10,000 resamples (Sakai, SIGIR 2006).
  Interval interval(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int query = 0; query < differences.length; query++) {
        sum += differences[random.nextInt(differences.length)];
      }
      means[i] = sum / differences.length;
    }
    Arrays.sort(means);
    return new Interval(quantile(means, 0.025), quantile(means, 0.975));
  }

  /// Between the two nearest of the sorted values, by distance.
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
