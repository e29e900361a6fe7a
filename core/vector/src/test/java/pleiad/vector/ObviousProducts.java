package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Dot products of rows with fixed vectors, the slow obvious way in double precision, and how far
/// float32 may be from each: `2 · dim · 2⁻²⁴ · Σ|aᵢbᵢ|`.
final class ObviousProducts {
  private final double[][] products;
  private final double[][] bounds;

  private ObviousProducts(int rows, int fixed) {
    this.products = new double[rows][fixed];
    this.bounds = new double[rows][fixed];
  }

  static ObviousProducts of(
      float[] rows,
      int from,
      int stride,
      int count,
      float[] fixed,
      int fixedFrom,
      int fixedStride,
      int fixedCount,
      int dimension) {
    ObviousProducts obvious = new ObviousProducts(count, fixedCount);
    for (int r = 0; r < count; r++) {
      for (int j = 0; j < fixedCount; j++) {
        double size = 0;
        for (int k = 0; k < dimension; k++) {
          double product =
              (double) rows[from + r * stride + k] * fixed[fixedFrom + j * fixedStride + k];
          obvious.products[r][j] += product;
          size += Math.abs(product);
        }
        obvious.bounds[r][j] = 2 * dimension * 0x1p-24 * size;
      }
    }
    return obvious;
  }

  /// Compares the first rows with `computed[at + row · width + fixed]`.
  void assertClose(float[] computed, int at, int width, int rows) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < products[r].length; j++) {
        double got = computed[at + r * width + j];
        // Compared by hand first: millions of assertions take minutes.
        if (!(Math.abs(got - products[r][j]) <= bounds[r][j])) {
          assertThat(got)
              .as("row %d of %d, fixed vector %d of %d", r, rows, j, products[r].length)
              .isCloseTo(products[r][j], within(bounds[r][j]));
        }
      }
    }
  }
}
