package pleiad.encode.onnx;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Goes through a message in protobuf's wire format, as [Wire] builds it, field by field. What is
/// not asked for is stepped over.
///
/// ```java
/// while (message.next()) {
///   switch (message.field()) {
///     case 1 -> name = message.text(100);
///     default -> {}
///   }
/// }
/// ```
final class WireReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final MemorySegment bytes;
  private final long end;
  private long at;
  private int field;
  private int kind;
  private long begin;
  private long whole;

  WireReader(MemorySegment bytes) {
    this(bytes, 0, bytes.byteSize());
  }

  private WireReader(MemorySegment bytes, long begin, long end) {
    this.bytes = bytes;
    this.at = begin;
    this.end = end;
  }

  /// Goes to the next field; false at the end.
  ///
  /// @throws IOException when there is no field that could be, or it is longer than the message
  boolean next() throws IOException {
    if (at == end) {
      return false;
    }
    long key = varint();
    field = (int) (key >>> 3);
    kind = (int) (key & 7);
    if (key >>> 3 == 0 || key >>> 3 >= 1 << 29) {
      throw wrong("a field has the number " + Long.toUnsignedString(key >>> 3));
    }
    begin = at;
    switch (kind) {
      case VARINT -> whole = varint();
      case FIXED64 -> step(Long.BYTES);
      case FIXED32 -> step(Integer.BYTES);
      case BYTES -> {
        long length = varint();
        begin = at;
        step(length);
      }
      default -> throw wrong("a field is of the kind " + kind);
    }
    return true;
  }

  private void step(long length) throws IOException {
    if (length < 0 || length > end - at) {
      throw wrong(
          "a field claims %s bytes where %d are left"
              .formatted(Long.toUnsignedString(length), end - at));
    }
    at += length;
  }

  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (at == end) {
        throw wrong("a number has no end");
      }
      byte next = bytes.get(ValueLayout.JAVA_BYTE, at++);
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw wrong("a number has more than ten bytes");
  }

  /// The number of the field.
  int field() {
    return field;
  }

  /// Its value, which is a whole number.
  long whole() throws IOException {
    require(VARINT, "a number");
    return whole;
  }

  /// Its value, which is a text.
  ///
  /// @param most bytes that it may have
  String text(int most) throws IOException {
    require(BYTES, "a text");
    long length = at - begin;
    if (length > most) {
      throw wrong("a name has %d bytes, more than %d".formatted(length, most));
    }
    byte[] text = bytes.asSlice(begin, length).toArray(ValueLayout.JAVA_BYTE);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException broken) {
      throw new IOException("a name is no UTF-8, at byte " + begin, broken);
    }
  }

  /// Its value, which is a message.
  WireReader message() throws IOException {
    require(BYTES, "a message");
    return new WireReader(bytes, begin, at);
  }

  private void require(int expected, String what) throws IOException {
    if (kind != expected) {
      throw wrong("field %d is of the kind %d where %s should be".formatted(field, kind, what));
    }
  }

  private IOException wrong(String what) {
    return new IOException("%s, at byte %d".formatted(what, at));
  }
}
