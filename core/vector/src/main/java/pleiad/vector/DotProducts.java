package pleiad.vector;

import java.util.Arrays;

/// Some fixed vectors, made ready to be multiplied with many rows: centroids with tokens, query
/// tokens with codewords, the axes of a rotation with what it turns.
///
/// Immutable and safe to share. Products are written in rows of [#width()] numbers: the fixed
/// vectors, padded to whole registers with zeros.
public final class DotProducts {
  /// Rows whose products stay in the first cache until the largest is found.
  private static final int BLOCK_ROWS = 24;

  private final DotKernel kernel;
  private final float[] packed;
  private final int count;
  private final int dimension;
  private final int width;

  private DotProducts(DotKernel kernel, float[] fixed, int from, int stride, int count, int dim) {
    int pair = 2 * kernel.lanes();
    this.kernel = kernel;
    this.count = count;
    this.dimension = dim;
    this.width = Math.ceilDiv(count, pair) * pair;
    this.packed = new float[width * dim];
    for (int j = 0; j < count; j++) {
      int target = j / pair * pair * dim + j % pair;
      for (int k = 0; k < dim; k++) {
        packed[target + k * pair] = fixed[from + j * stride + k];
      }
    }
  }

  /// Takes `count` vectors that lie `stride` apart in `fixed`, the first at `from`.
  public static DotProducts with(float[] fixed, int from, int stride, int count, int dimension) {
    return new DotProducts(Kernels.dots(), fixed, from, stride, count, dimension);
  }

  /// Takes vectors that lie one behind the other.
  public static DotProducts with(float[] fixed, int dimension) {
    return with(fixed, 0, dimension, fixed.length / dimension, dimension);
  }

  static DotProducts scalar(float[] fixed, int from, int stride, int count, int dimension) {
    return new DotProducts(new ScalarDots(), fixed, from, stride, count, dimension);
  }

  /// Numbers written per row: at least the number of fixed vectors.
  public int width() {
    return width;
  }

  /// Multiplies `rowCount` rows that lie `stride` apart, the first at `from`, into `out[at + row ·
  /// width + fixed]`.
  public void multiply(float[] rows, int from, int stride, int rowCount, float[] out, int at) {
    multiply(rows, from, stride, rowCount, out, at, width);
  }

  /// The same into `out[at + row · outStride + fixed]`; [#width()] numbers are written for each
  /// row.
  public void multiply(
      float[] rows, int from, int stride, int rowCount, float[] out, int at, int outStride) {
    kernel.products(packed, dimension, width, rows, from, stride, rowCount, out, at, outStride);
  }

  /// Room for [#largest]: one thread's, used again and again.
  public float[] room() {
    return new float[BLOCK_ROWS * width];
  }

  /// For each row the number of the fixed vector with the largest product plus bias; the first of
  /// equals.
  ///
  /// @param bias one per number that is written for a row, see [#width()]: what each fixed vector
  ///   adds to its products, and negative infinity for the padding
  /// @param room from [#room()]
  public void largest(
      float[] rows,
      int from,
      int stride,
      int rowCount,
      float[] bias,
      float[] room,
      int[] out,
      int at) {
    for (int first = 0; first < rowCount; first += BLOCK_ROWS) {
      int n = Math.min(BLOCK_ROWS, rowCount - first);
      multiply(rows, from + first * stride, stride, n, room, 0);
      for (int r = 0; r < n; r++) {
        out[at + first + r] = kernel.largest(room, r * width, bias, width);
      }
    }
  }

  /// What makes the largest product the nearest vector: for each fixed vector half its squared
  /// length, negative; negative infinity for the padding.
  public float[] nearness() {
    float[] bias = new float[width];
    Arrays.fill(bias, count, width, Float.NEGATIVE_INFINITY);
    int pair = 2 * kernel.lanes();
    for (int j = 0; j < count; j++) {
      float squares = 0;
      int at = j / pair * pair * dimension + j % pair;
      for (int k = 0; k < dimension; k++) {
        squares += packed[at + k * pair] * packed[at + k * pair];
      }
      bias[j] = -squares / 2;
    }
    return bias;
  }
}
