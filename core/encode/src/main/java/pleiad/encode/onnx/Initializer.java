package pleiad.encode.onnx;

import java.io.IOException;
import java.util.List;

/// A tensor that a graph brings along: a weight or a constant. Its numbers are made while they are
/// written, so that no more than one tensor is in memory.
///
/// @param shape its sizes, outermost first; empty for a single number
record Initializer(String name, NumberType type, List<Long> shape, Content content) {
  /// The numbers of a tensor, row-major.
  interface Content {
    /// Writes all of them.
    ///
    /// @throws IOException when they cannot be read or written
    void write(Numbers numbers) throws IOException;
  }

  /// Whole numbers in a row.
  static Initializer wholes(String name, List<Long> values) {
    return new Initializer(
        name,
        NumberType.INT64,
        List.of((long) values.size()),
        numbers -> {
          for (long value : values) {
            numbers.whole64(value);
          }
        });
  }

  /// One whole number, without a shape.
  static Initializer whole(String name, long value) {
    return new Initializer(name, NumberType.INT64, List.of(), numbers -> numbers.whole64(value));
  }

  /// One float, without a shape.
  static Initializer real(String name, float value) {
    return new Initializer(name, NumberType.FLOAT, List.of(), numbers -> numbers.real(value));
  }

  /// Bytes of its numbers.
  long bytes() {
    long bytes = type.bytes();
    for (long size : shape) {
      bytes = Math.multiplyExact(bytes, size);
    }
    return bytes;
  }

  /// Writes the numbers, and sees that there are as many as the shape says.
  void write(Numbers numbers) throws IOException {
    long before = numbers.position();
    content.write(numbers);
    long written = numbers.position() - before;
    if (written != bytes()) {
      throw new AssertionError(
          "%d bytes of '%s' were written; expected %d".formatted(written, name, bytes()));
    }
  }
}
