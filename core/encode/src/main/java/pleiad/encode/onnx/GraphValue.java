package pleiad.encode.onnx;

import java.util.List;
import java.util.OptionalInt;

/// An input or output of a graph, as its file declares it.
///
/// @param name what a session calls it
/// @param element ONNX's name for the type of its numbers: `FLOAT`, `INT64`; `NONE` for what is no
///   tensor
/// @param sizes a number each, or the name of a size that only an input tells, `?` where the file
///   names none; empty also when the file tells no shape
public record GraphValue(String name, String element, List<String> sizes) {
  /// Keeps the sizes.
  public GraphValue {
    sizes = List.copyOf(sizes);
  }

  /// The last of its sizes, where the file gives it as a number.
  public OptionalInt last() {
    return !sizes.isEmpty() && sizes.getLast().matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(sizes.getLast()))
        : OptionalInt.empty();
  }

  /// Name, type and sizes.
  @Override
  public String toString() {
    return "%s %s[%s]".formatted(name, element, String.join(", ", sizes));
  }
}
