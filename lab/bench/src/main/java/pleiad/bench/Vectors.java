package pleiad.bench;

/// Arithmetic on rows of numbers, the plain way: what is measured is elsewhere.
final class Vectors {
  private Vectors() {}

  /// Gives a row length one; a row of zeros stays.
  static void normalise(float[] rows, int at, int dimension) {
    double length = Math.sqrt(dot(rows, at, rows, at, dimension));
    float scale = length == 0 ? 0 : (float) (1 / length);
    for (int k = 0; k < dimension; k++) {
      rows[at + k] *= scale;
    }
  }

  static double dot(float[] a, int atA, float[] b, int atB, int dimension) {
    double sum = 0;
    for (int k = 0; k < dimension; k++) {
      sum += (double) a[atA + k] * b[atB + k];
    }
    return sum;
  }
}
