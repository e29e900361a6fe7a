package pleiad.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Each number as a signed byte times the token's scale; the largest magnitude becomes 127, so the
/// absolute error is at most half a scale.
///
/// | bytes     | one token                                     |
/// |-----------|-----------------------------------------------|
/// | 4         | scale, float32 little-endian: largest / 127   |
/// | dimension | round(number / scale), signed, in order       |
record Int8Code(int dimension) implements TokenCode {
  static final String NAME = "int8";

  private static final int LEVELS = 127;
  private static final VarHandle FLOATS =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int tokenBytes() {
    return Float.BYTES + dimension;
  }

  @Override
  public void encode(float[] rows, int from, int count, byte[] codes, int to) {
    for (int token = 0; token < count; token++) {
      int row = from + token * dimension;
      int code = to + token * tokenBytes();
      float scale = largest(rows, row) / LEVELS;
      FLOATS.set(codes, code, scale);
      for (int k = 0; k < dimension; k++) {
        // A scale of zero (a zero vector, or one so small that its scale is) leaves zero codes.
        int level = scale == 0 ? 0 : Math.round(rows[row + k] / scale);
        codes[code + Float.BYTES + k] = (byte) Math.clamp(level, -LEVELS, LEVELS);
      }
    }
  }

  private float largest(float[] rows, int row) {
    float largest = 0;
    for (int k = 0; k < dimension; k++) {
      largest = Math.max(largest, Math.abs(rows[row + k]));
    }
    return largest;
  }

  @Override
  public void decode(byte[] codes, int from, int count, float[] rows, int to) {
    for (int token = 0; token < count; token++) {
      int code = from + token * tokenBytes();
      float scale = (float) FLOATS.get(codes, code);
      scaled(codes, code + Float.BYTES, scale, rows, to + token * dimension, dimension);
    }
  }

  /// The largest magnitude that numbers of the token at `from` can have; not finite where damage
  /// has made some of them so.
  static float largest(byte[] codes, int from) {
    return Math.abs((float) FLOATS.get(codes, from)) * -Byte.MIN_VALUE;
  }

  /// A loop of one shape, which the JVM turns into vector instructions.
  private static void scaled(
      byte[] levels, int from, float scale, float[] row, int to, int dimension) {
    for (int k = 0; k < dimension; k++) {
      row[to + k] = scale * levels[from + k];
    }
  }
}
