package pleiad.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import pleiad.vector.TokenVectors;

/// Fewer dimensions that keep as much of token vectors as possible: the leading eigenvectors of
/// their second moments, uncentred, so that dot products are kept. What was projected is normalised
/// again.
final class Pca {
  private static final int SWEEPS = 30;

  /// `[dimension][from]`
  private final float[][] axes;

  private Pca(float[][] axes) {
    this.axes = axes;
  }

  /// Learns `dimension` axes from sample texts.
  static Pca of(List<TokenVectors> sample, int dimension) {
    int from = sample.getFirst().dimension();
    double[][] moments = new double[from][from];
    for (TokenVectors text : sample) {
      for (float[] row : text.toRows()) {
        for (int i = 0; i < from; i++) {
          for (int j = 0; j <= i; j++) {
            moments[i][j] += (double) row[i] * row[j];
          }
        }
      }
    }
    for (int i = 0; i < from; i++) {
      for (int j = 0; j < i; j++) {
        moments[j][i] = moments[i][j];
      }
    }
    return new Pca(leading(moments, dimension));
  }

  /// The leading eigenvectors of a symmetric matrix by Jacobi's rotations; the matrix is used up.
  static float[][] leading(double[][] matrix, int wanted) {
    int n = matrix.length;
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      vectors[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS && sweep(matrix, vectors); sweep++) {}
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -matrix[i][i]))
        .limit(wanted)
        .map(i -> floats(vectors[i]))
        .toArray(float[][]::new);
  }

  /// Rotates every pair of axes once; whether anything was left to rotate.
  private static boolean sweep(double[][] matrix, double[][] vectors) {
    int n = matrix.length;
    boolean rotated = false;
    for (int p = 0; p < n; p++) {
      for (int q = p + 1; q < n; q++) {
        double off = matrix[p][q];
        if (Math.abs(off) <= 1e-9 * Math.sqrt(Math.abs(matrix[p][p] * matrix[q][q]))) {
          continue;
        }
        rotated = true;
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * off);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(theta, 1));
        double c = 1 / Math.hypot(t, 1);
        rotate(matrix[p], matrix[q], c, t * c);
        for (double[] row : matrix) {
          double a = row[p];
          row[p] = c * a - t * c * row[q];
          row[q] = t * c * a + c * row[q];
        }
        rotate(vectors[p], vectors[q], c, t * c);
      }
    }
    return rotated;
  }

  private static void rotate(double[] p, double[] q, double c, double s) {
    for (int i = 0; i < p.length; i++) {
      double a = p[i];
      p[i] = c * a - s * q[i];
      q[i] = s * a + c * q[i];
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /// The vectors on these axes, each of length one.
  TokenVectors project(TokenVectors vectors) {
    float[] projected = new float[vectors.count() * axes.length];
    int at = 0;
    for (float[] row : vectors.toRows()) {
      double squares = 0;
      for (float[] axis : axes) {
        float dot = 0;
        for (int k = 0; k < row.length; k++) {
          dot += axis[k] * row[k];
        }
        projected[at++] = dot;
        squares += dot * dot;
      }
      float scale = squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
      for (int i = at - axes.length; i < at; i++) {
        projected[i] *= scale;
      }
    }
    return TokenVectors.of(projected, axes.length);
  }

  float[][] axes() {
    return Arrays.stream(axes).map(float[]::clone).toArray(float[][]::new);
  }
}
