package pleiad.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import pleiad.codec.TokenCode;

/// A way to keep tokens in bytes, and what comes back of them. Safe to share between threads.
interface Keeping {
  /// Bytes a token takes.
  int tokenBytes();

  /// Writes the first tokens of `rows`, row-major.
  void encode(float[] rows, int count, byte[] codes);

  /// Reads them back.
  void decode(byte[] codes, int count, float[] rows);

  /// As one of the engine's codes.
  record Coded(TokenCode code) implements Keeping {
    @Override
    public int tokenBytes() {
      return code.tokenBytes();
    }

    @Override
    public void encode(float[] rows, int count, byte[] codes) {
      code.encode(rows, 0, count, codes, 0);
    }

    @Override
    public void decode(byte[] codes, int count, float[] rows) {
      code.decode(codes, 0, count, rows, 0);
    }
  }

  /// As they are.
  record Whole(int dimension) implements Keeping {
    @Override
    public int tokenBytes() {
      return dimension * Float.BYTES;
    }

    @Override
    public void encode(float[] rows, int count, byte[] codes) {
      ByteBuffer.wrap(codes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .put(rows, 0, count * dimension);
    }

    @Override
    public void decode(byte[] codes, int count, float[] rows) {
      ByteBuffer.wrap(codes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(rows, 0, count * dimension);
    }
  }
}
