package pleiad.codec;

import java.util.Random;
import java.util.stream.IntStream;

/// Rotations for tests.
final class Rotations {
  private Rotations() {}

  /// Random axes in a random order.
  static Rotation random(Random random, int dimension) {
    Rotation.Blocks blocks = new Rotation.Blocks(dimension);
    float[][] axes = new float[dimension][];
    for (int block = 0; block < blocks.count(); block++) {
      double[][] found = orthonormal(random, blocks.width(block));
      for (int i = 0; i < found.length; i++) {
        axes[blocks.start(block) + i] = floats(found[i]);
      }
    }
    return new Rotation(order(random, dimension), axes);
  }

  /// Dimensions in a random order, and not turned.
  static Rotation reordering(short[] order) {
    float[][] axes = new float[order.length][order.length];
    IntStream.range(0, order.length).forEach(k -> axes[k][k] = 1);
    return new Rotation(order, axes);
  }

  /// Rows of length one at right angles: random ones, from each of which the ones before are taken
  /// (Gram and Schmidt), twice for what rounding left.
  static double[][] orthonormal(Random random, int width) {
    double[][] rows = new double[width][width];
    for (int i = 0; i < width; i++) {
      for (int k = 0; k < width; k++) {
        rows[i][k] = random.nextGaussian();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int j = 0; j < i; j++) {
          add(rows[i], -dot(rows[i], rows[j]), rows[j]);
        }
      }
      add(rows[i], 1 / Math.sqrt(dot(rows[i], rows[i])) - 1, rows[i]);
    }
    return rows;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] row) {
    for (int k = 0; k < to.length; k++) {
      to[k] += factor * row[k];
    }
  }

  private static short[] order(Random random, int dimension) {
    short[] order = new short[dimension];
    for (int place = 0; place < dimension; place++) {
      int other = random.nextInt(place + 1);
      order[place] = order[other];
      order[other] = (short) place;
    }
    return order;
  }
}
