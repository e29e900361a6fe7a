package pleiad.encode.onnx;

import java.util.OptionalInt;

/// The output of a graph that is of use.
///
/// @param content what it is
/// @param output how the file declares it
public record GraphAnswer(GraphContent content, GraphValue output) {
  /// Numbers of a vector, or labels; nothing when the file leaves it open.
  public OptionalInt dimension() {
    return output.last();
  }
}
