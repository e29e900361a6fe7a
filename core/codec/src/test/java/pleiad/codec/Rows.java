package pleiad.codec;

import java.util.Random;

/// Rows of random numbers.
final class Rows {
  private Rows() {}

  static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /// Rows of length one.
  static float[] unit(Random random, int count, int dimension) {
    float[] values = gaussian(random, count * dimension);
    for (int row = 0; row < values.length; row += dimension) {
      double length = length(values, row, dimension);
      for (int k = 0; k < dimension; k++) {
        values[row + k] = (float) (values[row + k] / length);
      }
    }
    return values;
  }

  static double length(float[] values, int at, int dimension) {
    return Math.sqrt(dot(values, at, at, dimension));
  }

  static double cosine(float[] values, int a, int b, int dimension) {
    return dot(values, a, b, dimension)
        / Math.sqrt(dot(values, a, a, dimension) * dot(values, b, b, dimension));
  }

  private static double dot(float[] values, int a, int b, int dimension) {
    double sum = 0;
    for (int k = 0; k < dimension; k++) {
      sum += (double) values[a + k] * values[b + k];
    }
    return sum;
  }
}
