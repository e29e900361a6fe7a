package pleiad.codec;

import pleiad.vector.TokenVectors;

/// Token vectors scaled to length one, so that their products are cosines. A zero vector has no
/// direction and stays zero: its cosine with anything is zero.
final class Directions {
  private Directions() {}

  /// The directions of all tokens, row-major.
  static float[] of(TokenVectors vectors) {
    int dimension = vectors.dimension();
    float[] rows = vectors.toArray();
    for (int row = 0; row < rows.length; row += dimension) {
      double length = length(rows, row, dimension);
      for (int k = 0; length > 0 && k < dimension; k++) {
        rows[row + k] = (float) (rows[row + k] / length);
      }
    }
    return rows;
  }

  /// The Euclidean length of the vector at index `at`.
  static double length(float[] rows, int at, int dimension) {
    double squares = 0;
    for (int k = 0; k < dimension; k++) {
      squares += (double) rows[at + k] * rows[at + k];
    }
    return Math.sqrt(squares);
  }
}
