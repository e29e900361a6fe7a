package pleiad.encode.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A message in protobuf's wire format, built field by field: a key, `field · 8 + kind`, and what
/// the kind says: a number of seven bits a byte (kind 0), four bytes (5), or a length and bytes
/// (2).
final class Wire {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A whole number.
  Wire whole(int field, long value) {
    varint(key(field, VARINT));
    varint(value);
    return this;
  }

  /// A float.
  Wire real(int field, float value) {
    varint(key(field, FIXED32));
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      out.write(bits >>> shift);
    }
    return this;
  }

  /// A string.
  Wire text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /// A message within this one.
  Wire message(int field, Wire message) {
    return bytes(field, message.toBytes());
  }

  private Wire bytes(int field, byte[] value) {
    opening(field, value.length);
    out.writeBytes(value);
    return this;
  }

  /// The beginning of bytes or of a message that the caller writes behind it.
  Wire opening(int field, long length) {
    varint(key(field, BYTES));
    varint(length);
    return this;
  }

  /// The fields of another message.
  Wire append(Wire fields) {
    out.writeBytes(fields.toBytes());
    return this;
  }

  private static int key(int field, int kind) {
    return (field << 3) | kind;
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /// How long it is so far.
  int size() {
    return out.size();
  }

  byte[] toBytes() {
    return out.toByteArray();
  }
}
