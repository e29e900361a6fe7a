package pleiad.codec;

/// The eigenvectors of a symmetric positive matrix, by one-sided Jacobi rotations (Hestenes 1958):
/// pairs of rows are turned until all are orthogonal; they are then the eigenvectors, each as long
/// as its eigenvalue. Takes about ten rounds of `n³` operations.
final class PrincipalAxes {
  /// A bound that no matrix is known to reach: rounds become effective the later the more.
  private static final int MOST_ROUNDS = 30;

  /// Rows whose cosine is smaller count as orthogonal.
  private static final double ORTHOGONAL = 1e-9;

  /// What every eigenvalue is given, as a share of their mean: none is zero, so each row has a
  /// direction.
  private static final double RIDGE = 1e-6;

  private final double[][] rows;

  private PrincipalAxes(double[][] matrix) {
    this.rows = matrix;
  }

  /// Turns the rows of a symmetric positive matrix into its eigenvectors, each of length one, and
  /// gives their eigenvalues. They come in no order.
  ///
  /// @throws IllegalArgumentException when a number is not finite
  static double[] of(double[][] matrix) {
    PrincipalAxes axes = new PrincipalAxes(matrix);
    axes.checkFinite();
    double mean = axes.mean();
    axes.scale(mean);
    int round = 0;
    while (axes.turnAll() && round < MOST_ROUNDS) {
      round++;
    }
    return axes.normalise(mean);
  }

  private void checkFinite() {
    for (double[] row : rows) {
      for (double value : row) {
        if (!Double.isFinite(value)) {
          throw new IllegalArgumentException(
              "a matrix has axes when all its numbers are finite, not with " + value);
        }
      }
    }
  }

  /// The mean eigenvalue, which is that of the diagonal.
  private double mean() {
    double mean = 0;
    for (int i = 0; i < rows.length; i++) {
      mean += rows[i][i] / rows.length;
    }
    return mean;
  }

  /// Makes the mean eigenvalue one, so that squares are within reach, then adds the ridge. Zeros
  /// have the axes of what is added.
  private void scale(double mean) {
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < rows.length; k++) {
        rows[i][k] = mean > 0 ? rows[i][k] / mean : 0;
      }
      rows[i][i] += RIDGE;
    }
  }

  /// Whether a pair had to be turned.
  private boolean turnAll() {
    boolean turned = false;
    for (int i = 0; i < rows.length; i++) {
      for (int j = i + 1; j < rows.length; j++) {
        turned |= turn(rows[i], rows[j]);
      }
    }
    return turned;
  }

  private static boolean turn(double[] a, double[] b) {
    double alpha = dot(a, a);
    double beta = dot(b, b);
    double gamma = dot(a, b);
    if (Math.abs(gamma) <= ORTHOGONAL * Math.sqrt(alpha * beta)) {
      return false;
    }
    double zeta = (beta - alpha) / (2 * gamma);
    double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    double cosine = 1 / Math.sqrt(1 + tangent * tangent);
    double sine = cosine * tangent;
    for (int k = 0; k < a.length; k++) {
      double x = a[k];
      double y = b[k];
      a[k] = cosine * x - sine * y;
      b[k] = sine * x + cosine * y;
    }
    return true;
  }

  private double[] normalise(double mean) {
    double[] eigenvalues = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double length = Math.sqrt(dot(rows[i], rows[i]));
      for (int k = 0; k < rows.length; k++) {
        rows[i][k] /= length;
      }
      eigenvalues[i] = (length - RIDGE) * mean;
    }
    return eigenvalues;
  }

  /// Four sums side by side, so that none waits for another.
  private static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k + 4 <= a.length; k += 4) {
      s0 += a[k] * b[k];
      s1 += a[k + 1] * b[k + 1];
      s2 += a[k + 2] * b[k + 2];
      s3 += a[k + 3] * b[k + 3];
    }
    for (; k < a.length; k++) {
      s0 += a[k] * b[k];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
