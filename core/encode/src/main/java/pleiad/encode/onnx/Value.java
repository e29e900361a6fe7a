package pleiad.encode.onnx;

import java.util.List;

/// An input or output of a whole [Graph].
///
/// | message            | fields                                  |
/// |--------------------|-----------------------------------------|
/// | `ValueInfoProto`   | 1 name, 2 `TypeProto`                   |
/// | `TypeProto`        | 1 `TypeProto.Tensor`                    |
/// | `TypeProto.Tensor` | 1 type of a number, 2 `TensorShapeProto` |
/// | `TensorShapeProto` | 1 size, repeated                        |
/// | a size             | 1 number, or 2 name of an open one      |
///
/// @param sizes a number each, or the name of a size that only an input tells
record Value(String name, NumberType type, List<String> sizes) {
  /// The value as `ValueInfoProto`.
  Wire wire() {
    Wire shape = new Wire();
    for (String size : sizes) {
      boolean known = Character.isDigit(size.charAt(0));
      shape.message(
          1, known ? new Wire().whole(1, Long.parseLong(size)) : new Wire().text(2, size));
    }
    Wire tensor = new Wire().whole(1, type.code()).message(2, shape);
    return new Wire().text(1, name).message(2, new Wire().message(1, tensor));
  }
}
