package pleiad.encode;

/// Rows brought to length one.
final class UnitRows {
  private UnitRows() {}

  /// Scales each row to length one, in place; a row of zeros stays.
  static float[] of(float[] rows, int dimension) {
    for (int from = 0; from < rows.length; from += dimension) {
      scale(rows, from, dimension);
    }
    return rows;
  }

  /// The same for a row alone.
  static float[] of(float[] row) {
    scale(row, 0, row.length);
    return row;
  }

  private static void scale(float[] rows, int from, int dimension) {
    double squares = 0;
    for (int k = from; k < from + dimension; k++) {
      squares += (double) rows[k] * rows[k];
    }
    if (squares > 0) {
      float scale = (float) (1 / Math.sqrt(squares));
      for (int k = from; k < from + dimension; k++) {
        rows[k] *= scale;
      }
    }
  }
}
