package pleiad.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import pleiad.codec.Codebook;

/// A codebook made by hand: two dimensions, two levels, two subspaces. Its numbers are exact in
/// half precision, so the same codes come out on every machine.
final class Golden {
  static final int CODEBOOK_BYTES = 29 + 2 * 2 + 2 * 2 * 2 + 2 * 64 * 2 * 2 + 64 * 2 * 2;

  private static final float[][] STEPS = {{0, 0}, {1, 0}, {0, 1}, {-1, 0}, {0, -1}};

  private Golden() {}

  static Codebook codebook(long trainedOn) {
    return Codebook.read(codebookBytes(trainedOn));
  }

  /// The table in [Codebook], written out.
  static byte[] codebookBytes(long trainedOn) {
    ByteBuffer out = ByteBuffer.allocate(CODEBOOK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(2); // dimension
    out.putShort((short) 2).putShort((short) 2); // levels, subspaces
    out.putFloat(0.5f); // shortest
    out.putInt(6); // exponent
    out.putFloat(0.125f); // error
    out.putLong(trainedOn);
    out.put((byte) 0); // not centred
    out.putShort((short) 1).putShort((short) 0); // axis 1 stands first
    for (float value : new float[] {1, 0, 0, -1}) { // axis 0, axis 1: dimension 1, the other way
      half(out, value);
    }
    for (float scale : new float[] {1, 0.25f}) {
      for (int value = 0; value < 64; value++) {
        float[] step = value < STEPS.length ? STEPS[value] : new float[] {8 + value, 8};
        half(out, scale * step[0]);
        half(out, scale * step[1]);
      }
    }
    for (int subspace = 0; subspace < 2; subspace++) {
      for (int value = 0; value < 64; value++) {
        half(out, (value - 32) / 256f);
      }
    }
    return out.array();
  }

  private static void half(ByteBuffer out, float value) {
    out.putShort(Float.floatToFloat16(value));
  }
}
