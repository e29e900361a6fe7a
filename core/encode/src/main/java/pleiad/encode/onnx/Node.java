package pleiad.encode.onnx;

import java.util.List;

/// One operation of a [Graph].
///
/// | field of `NodeProto` | 1      | 2       | 3    | 4        | 5          |
/// |----------------------|--------|---------|------|----------|------------|
/// | what                 | inputs | outputs | name | operator | attributes |
///
/// @param inputs names of values; an empty name leaves an optional one out
record Node(
    String operator,
    String name,
    List<String> inputs,
    List<String> outputs,
    List<Attribute> attributes) {
  /// The node as `NodeProto`.
  Wire wire() {
    Wire wire = new Wire();
    inputs.forEach(input -> wire.text(1, input));
    outputs.forEach(output -> wire.text(2, output));
    wire.text(3, name).text(4, operator);
    attributes.forEach(attribute -> wire.message(5, attribute.wire()));
    return wire;
  }
}
