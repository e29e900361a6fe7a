package pleiad.encode.image;

/// One cell of a grid over the page, counted from its top left.
///
/// @param row from 0
/// @param rows of the grid
/// @param column from 0
/// @param columns of the grid
record PatchCell(int row, int rows, int column, int columns) {
  /// Checks that the grid has the cell.
  PatchCell {
    if (!(0 <= row && row < rows && 0 <= column && column < columns)) {
      throw new IllegalArgumentException(
          "a grid of %d x %d cells has none in row %d, column %d"
              .formatted(rows, columns, row, column));
    }
  }

  /// The part of the page that it is.
  PageArea area() {
    return new PageArea(
        (double) column / columns,
        (double) row / rows,
        (double) (column + 1) / columns,
        (double) (row + 1) / rows);
  }
}
