package pleiad.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import pleiad.vector.TokenVectors;

/// Fixed-dimensional encodings, token by token and number by number, in double precision.
///
/// Each repetition draws from its own seed: the planes' numbers plane by plane, then for each
/// dimension of the inner sketch where it goes and by which sign. The outer sketch has the seed
/// behind the last repetition's.
final class ObviousMuvera {
  private final MuveraParameters parameters;
  private final float[] centre;
  private final List<double[][]> planes = new ArrayList<>();
  private final List<double[][]> inner = new ArrayList<>();

  ObviousMuvera(MuveraParameters parameters, float[] centre) {
    this.parameters = parameters;
    this.centre = centre;
    for (int r = 0; r < parameters.repetitions(); r++) {
      SplittableRandom random = new SplittableRandom(parameters.seed() + r);
      double[][] normals = new double[parameters.bits()][centre.length];
      for (double[] normal : normals) {
        for (int k = 0; k < normal.length; k++) {
          normal[k] =
              (float)
                  (StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
                      * StrictMath.cos(2 * Math.PI * random.nextDouble()));
        }
      }
      planes.add(normals);
      inner.add(
          parameters.inner() == 0
              ? identity(centre.length)
              : sketch(centre.length, parameters.inner(), random));
    }
  }

  private static double[][] identity(int dimension) {
    double[][] matrix = new double[dimension][dimension];
    for (int k = 0; k < dimension; k++) {
      matrix[k][k] = 1;
    }
    return matrix;
  }

  private static double[][] sketch(int from, int to, SplittableRandom random) {
    double[][] matrix = new double[from][to];
    for (double[] row : matrix) {
      int target = random.nextInt(to);
      row[target] = random.nextBoolean() ? 1 : -1;
    }
    return matrix;
  }

  double[] encode(TokenVectors vectors, boolean document) {
    List<Double> all = new ArrayList<>();
    for (int r = 0; r < parameters.repetitions(); r++) {
      for (int p = 0; p < parameters.partitions(); p++) {
        for (double each : project(partition(vectors, r, p, document), inner.get(r))) {
          all.add(each);
        }
      }
    }
    double[] numbers = all.stream().mapToDouble(each -> each).toArray();
    return parameters.outer() == 0
        ? numbers
        : project(
            numbers,
            sketch(
                numbers.length,
                parameters.outer(),
                new SplittableRandom(parameters.seed() + parameters.repetitions())));
  }

  private double[] partition(TokenVectors vectors, int repetition, int p, boolean document) {
    double[] sum = new double[centre.length];
    int count = 0;
    int fewest = Integer.MAX_VALUE;
    float[] nearest = new float[centre.length];
    for (float[] token : vectors.toRows()) {
      int away = planesBetween(token, repetition, p);
      if (away == 0) {
        count++;
        add(token, sum);
      }
      if (away < fewest) {
        fewest = away;
        nearest = token;
      }
    }
    if (!document || vectors.count() == 0) {
      return sum;
    }
    if (count == 0) {
      add(nearest, sum);
      count = 1;
    }
    for (int k = 0; k < sum.length; k++) {
      sum[k] = sum[k] / count - centre[k];
    }
    return sum;
  }

  private static void add(float[] token, double[] sum) {
    for (int k = 0; k < sum.length; k++) {
      sum[k] += token[k];
    }
  }

  /// A partition's number and the sides of its planes are the same as a number and its Gray code.
  private int planesBetween(float[] token, int repetition, int p) {
    int gray = p ^ (p >>> 1);
    int between = 0;
    for (int plane = 0; plane < parameters.bits(); plane++) {
      double product = 0;
      for (int k = 0; k < token.length; k++) {
        product += planes.get(repetition)[plane][k] * ((double) token[k] - centre[k]);
      }
      int side = (gray >>> (parameters.bits() - 1 - plane)) & 1;
      between += (product > 0 ? 1 : 0) == side ? 0 : 1;
    }
    return between;
  }

  private static double[] project(double[] row, double[][] matrix) {
    double[] projected = new double[matrix[0].length];
    for (int k = 0; k < row.length; k++) {
      for (int j = 0; j < projected.length; j++) {
        projected[j] += row[k] * matrix[k][j];
      }
    }
    return projected;
  }

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }
}
