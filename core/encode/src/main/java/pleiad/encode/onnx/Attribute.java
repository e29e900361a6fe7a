package pleiad.encode.onnx;

import java.util.List;

/// A setting of a [Node]; which ones an operator has is in ONNX's list of operators.
///
/// | field of `AttributeProto` | 1    | 2     | 3      | 4      | 8      | 20   |
/// |---------------------------|------|-------|--------|--------|--------|------|
/// | what                      | name | float | number | string | numbers | kind |
sealed interface Attribute {
  /// A whole number.
  record Whole(String name, long value) implements Attribute {}

  /// Whole numbers.
  record Wholes(String name, List<Long> values) implements Attribute {}

  /// A float.
  record Real(String name, float value) implements Attribute {}

  /// A string.
  record Text(String name, String value) implements Attribute {}

  String name();

  /// The attribute as `AttributeProto`.
  default Wire wire() {
    Wire wire = new Wire().text(1, name());
    return switch (this) {
      case Real real -> wire.real(2, real.value()).whole(20, 1);
      case Whole whole -> wire.whole(3, whole.value()).whole(20, 2);
      case Text text -> wire.text(4, text.value()).whole(20, 3);
      case Wholes wholes -> {
        wholes.values().forEach(value -> wire.whole(8, value));
        yield wire.whole(20, 7);
      }
    };
  }
}
