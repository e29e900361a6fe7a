package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// The largest dot product of each query token, the slow obvious way in double precision, and how
/// far float32 may be from it: a dot product by `2 · dim · 2⁻²⁴ · Σ|aᵢbᵢ|`, a maximum of some by
/// the largest of their bounds.
final class ObviousMaxSim {
  private final double[] maxima;
  private final double[] bounds;

  private ObviousMaxSim(double[] maxima, double[] bounds) {
    this.maxima = maxima;
    this.bounds = bounds;
  }

  static ObviousMaxSim of(float[] query, float[] document, int dimension) {
    int queryTokens = query.length / dimension;
    double[] maxima = new double[queryTokens];
    double[] bounds = new double[queryTokens];
    for (int i = 0; i < queryTokens; i++) {
      maxima[i] = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < document.length / dimension; j++) {
        double dot = 0;
        double size = 0;
        for (int k = 0; k < dimension; k++) {
          double product = (double) query[i * dimension + k] * document[j * dimension + k];
          dot += product;
          size += Math.abs(product);
        }
        maxima[i] = Math.max(maxima[i], dot);
        bounds[i] = Math.max(bounds[i], 2 * dimension * 0x1p-24 * size);
      }
    }
    return new ObviousMaxSim(maxima, bounds);
  }

  /// The sum of maxima.
  double score() {
    double sum = 0;
    for (double maximum : maxima) {
      sum += maximum;
    }
    return sum;
  }

  /// How far a float32 sum of float32 maxima may be from [#score()].
  double scoreBound() {
    double bound = 0;
    for (int i = 0; i < maxima.length; i++) {
      bound += bounds[i] + 2 * maxima.length * 0x1p-24 * Math.abs(maxima[i]);
    }
    return bound;
  }

  void assertClose(float[] computed) {
    assertThat(computed.length).isGreaterThanOrEqualTo(maxima.length);
    for (int i = 0; i < maxima.length; i++) {
      if (maxima[i] == Double.NEGATIVE_INFINITY) {
        assertThat(computed[i]).isEqualTo(Float.NEGATIVE_INFINITY);
      } else {
        assertThat((double) computed[i])
            .as("query token %d of %d", i, maxima.length)
            .isCloseTo(maxima[i], within(bounds[i]));
      }
    }
  }
}
