package pleiad.vector;

/// Dot products of one vector of bytes with many, exact in 32 bits.
///
/// Immutable and safe to share. Bytes go from -127 to 127, up to 2¹⁷ of them.
public final class ByteDots {
  private static final int MOST_DIMENSIONS = 1 << 17;

  private final short[] fixed;

  private ByteDots(short[] fixed) {
    this.fixed = fixed;
  }

  /// Takes the vector that all others are multiplied with.
  ///
  /// @throws IllegalArgumentException when it has no dimension or too many
  public static ByteDots with(byte[] fixed) {
    if (fixed.length == 0 || fixed.length > MOST_DIMENSIONS) {
      throw new IllegalArgumentException(
          "a vector of bytes has 1 to %,d dimensions, got %,d"
              .formatted(MOST_DIMENSIONS, fixed.length));
    }
    short[] widened = new short[fixed.length];
    for (int k = 0; k < fixed.length; k++) {
      widened[k] = fixed[k];
    }
    return new ByteDots(widened);
  }

  /// Numbers of a vector.
  public int dimension() {
    return fixed.length;
  }

  /// Multiplies `count` vectors that lie one behind the other, the first at `from`, into `out[at]`
  /// and on.
  public void multiply(byte[] rows, int from, int count, int[] out, int at) {
    if (Kernels.vectorApi()) {
      VectorBytes.products(fixed, rows, from, count, out, at);
    } else {
      products(fixed, rows, from, count, out, at);
    }
  }

  /// The definition.
  static void products(short[] fixed, byte[] rows, int from, int count, int[] out, int at) {
    for (int r = 0; r < count; r++) {
      int row = from + r * fixed.length;
      int sum = 0;
      for (int k = 0; k < fixed.length; k++) {
        sum += fixed[k] * rows[row + k];
      }
      out[at + r] = sum;
    }
  }
}
