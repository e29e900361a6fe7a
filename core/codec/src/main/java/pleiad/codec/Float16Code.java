package pleiad.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Each number as IEEE 754 half precision: eleven significant bits, relative error at most 2⁻¹¹ for
/// magnitudes from 2⁻¹⁴ to 65,504; what is larger is kept as 65,504.
///
/// | bytes         | one token                            |
/// |---------------|--------------------------------------|
/// | 2 · dimension | binary16, little-endian, in order    |
record Float16Code(int dimension) implements TokenCode {
  static final String NAME = "float16";

  private static final float LARGEST = 65_504f;
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int tokenBytes() {
    return Short.BYTES * dimension;
  }

  @Override
  public void encode(float[] rows, int from, int count, byte[] codes, int to) {
    for (int i = 0; i < count * dimension; i++) {
      float clamped = Math.clamp(rows[from + i], -LARGEST, LARGEST);
      SHORTS.set(codes, to + Short.BYTES * i, Float.floatToFloat16(clamped));
    }
  }

  @Override
  public void decode(byte[] codes, int from, int count, float[] rows, int to) {
    for (int i = 0; i < count * dimension; i++) {
      rows[to + i] = Float.float16ToFloat((short) SHORTS.get(codes, from + Short.BYTES * i));
    }
  }
}
