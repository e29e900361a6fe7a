package pleiad.encode.image;

/// Which pixels of a line make each pixel of a longer or shorter one, and how much each counts:
/// Pillow's `precompute_coeffs`, then its 8-bit fixed point.
///
/// Pixel `i` of the new line lies at `(i + ½) · s` of the old one, `s` being old length over new.
/// It takes the pixels within the filter's support times `max(s, 1)`; weights sum to one before
/// they are rounded to multiples of 2⁻²².
final class Taps {
  /// Bits behind the point: 32 less 8 of a sample and 2 for sums beyond white.
  static final int PRECISION = 22;

  private final int[] first;
  private final int[] count;
  private final int[] weights;
  private final int widest;

  private Taps(int[] first, int[] count, int[] weights, int widest) {
    this.first = first;
    this.count = count;
    this.weights = weights;
    this.widest = widest;
  }

  static Taps between(int from, int to, Resampling filter) {
    double scale = (double) from / to;
    double widening = Math.max(scale, 1);
    double narrowing = 1 / widening;
    double support = filter.support() * widening;
    int widest = (int) Math.ceil(support) * 2 + 1;
    int[] first = new int[to];
    int[] count = new int[to];
    int[] weights = new int[Math.multiplyExact(to, widest)];
    double[] exact = new double[widest];
    for (int i = 0; i < to; i++) {
      double center = (i + 0.5) * scale;
      first[i] = Math.max((int) (center - support + 0.5), 0);
      count[i] = Math.min((int) (center + support + 0.5), from) - first[i];
      double sum = 0;
      for (int t = 0; t < count[i]; t++) {
        exact[t] = filter.weight((t + first[i] - center + 0.5) * narrowing);
        sum += exact[t];
      }
      for (int t = 0; t < count[i]; t++) {
        weights[i * widest + t] = fixed(sum == 0 ? exact[t] : exact[t] / sum);
      }
    }
    return new Taps(first, count, weights, widest);
  }

  private static int fixed(double weight) {
    return (int) (weight * (1 << PRECISION) + (weight < 0 ? -0.5 : 0.5));
  }

  /// The first pixel that counts for pixel `i`.
  int first(int i) {
    return first[i];
  }

  /// How many count from there on.
  int count(int i) {
    return count[i];
  }

  /// How much the `t`-th of them counts.
  int weight(int i, int t) {
    return weights[i * widest + t];
  }
}
