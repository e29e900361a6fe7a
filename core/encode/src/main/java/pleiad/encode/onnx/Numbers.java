package pleiad.encode.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes numbers little-endian to a file or an array, through a small buffer.
final class Numbers {
  /// Where full buffers go.
  interface Sink {
    /// Takes the buffer's remaining bytes, or some of them.
    void take(ByteBuffer bytes) throws IOException;
  }

  private final Sink sink;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private long flushed;

  Numbers(Sink sink) {
    this.sink = sink;
  }

  void bytes(byte[] values) throws IOException {
    for (byte value : values) {
      whole8(value);
    }
  }

  void floats(float[] values, int count) throws IOException {
    for (int from = 0; from < count; ) {
      room(Float.BYTES);
      int some = Math.min(count - from, buffer.remaining() / Float.BYTES);
      buffer.asFloatBuffer().put(values, from, some);
      buffer.position(buffer.position() + some * Float.BYTES);
      from += some;
    }
  }

  void real(float value) throws IOException {
    room(Float.BYTES);
    buffer.putFloat(value);
  }

  void whole8(byte value) throws IOException {
    room(Byte.BYTES);
    buffer.put(value);
  }

  void whole64(long value) throws IOException {
    room(Long.BYTES);
    buffer.putLong(value);
  }

  private void room(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  /// Hands on what is in the buffer.
  void flush() throws IOException {
    flushed += buffer.position();
    buffer.flip();
    while (buffer.hasRemaining()) {
      sink.take(buffer);
    }
    buffer.clear();
  }

  /// Bytes written so far.
  long position() {
    return flushed + buffer.position();
  }
}
