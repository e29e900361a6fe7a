package pleiad.encode.weights;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// How safetensors keeps a number.
public enum ElementType {
  /// IEEE 754 single precision.
  F32(4, true),
  /// IEEE 754 half precision.
  F16(2, true),
  /// The upper half of an [#F32].
  BF16(2, true),
  /// IEEE 754 double precision.
  F64(8, false),
  /// A signed integer of eight bytes.
  I64(8, false),
  /// A signed integer of four bytes.
  I32(4, false),
  /// A signed integer of two bytes.
  I16(2, false),
  /// A signed integer of one byte.
  I8(1, false),
  /// An unsigned integer of eight bytes.
  U64(8, false),
  /// An unsigned integer of four bytes.
  U32(4, false),
  /// An unsigned integer of two bytes.
  U16(2, false),
  /// An unsigned integer of one byte.
  U8(1, false),
  /// An eight-bit float with five bits of exponent.
  F8_E5M2(1, false),
  /// An eight-bit float with four bits of exponent.
  F8_E4M3(1, false),
  /// A power of two.
  F8_E8M0(1, false),
  /// A complex number of two [#F32].
  C64(8, false),
  /// A truth value.
  BOOL(1, false);

  private final int bytes;
  private final boolean readable;

  ElementType(int bytes, boolean readable) {
    this.bytes = bytes;
    this.readable = readable;
  }

  /// Bytes of one number.
  public int bytes() {
    return bytes;
  }

  /// Whether [Tensor] reads such numbers; files may hold others beside the weights.
  public boolean readable() {
    return readable;
  }

  /// The type of a name, or an error that lists the names.
  static ElementType named(String name) throws IOException {
    for (ElementType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new IOException(
        "has the element type '%s'; expected one of %s"
            .formatted(
                name.length() <= 20 ? name : name.substring(0, 20) + "…",
                Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))));
  }
}
