package pleiad.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import pleiad.codec.TokenCode;

/// A way to keep tokens in bytes, and what comes back of them. Safe to share between threads.
interface Keeping {
  /// Bytes a token takes.
  int tokenBytes();

  /// Bytes that a document of so many tokens takes.
  default int bytes(int count) {
    return count * tokenBytes();
  }

  /// Writes a document: the first tokens of `rows`, row-major, which stay as they are.
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
    public int bytes(int count) {
      return count == 0 ? 0 : code.documentBytes(count);
    }

    @Override
    public void encode(float[] rows, int count, byte[] codes) {
      if (count > 0) {
        code.encodeDocument(code.documentBytes() == 0 ? rows : rows.clone(), count, codes);
      }
    }

    @Override
    public void decode(byte[] codes, int count, float[] rows) {
      code.decode(codes, 0, count, rows, 0);
      if (count > 0) {
        code.complete(codes, count * tokenBytes(), count, rows, 0);
      }
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
