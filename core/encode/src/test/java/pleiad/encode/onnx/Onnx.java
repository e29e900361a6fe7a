package pleiad.encode.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Graphs made by tests: what they take and give, and weights of which nobody reads the numbers.
public final class Onnx {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final Wire graph = new Wire();

  /// A graph of a text encoder, with one output.
  ///
  /// @param sizes of the output, a number or a name each
  public static Onnx encoder(String output, String... sizes) {
    return new Onnx()
        .input("input_ids", INT64)
        .input("attention_mask", INT64)
        .output(output, FLOAT, sizes);
  }

  /// Adds an input.
  public Onnx input(String name, int type) {
    graph.message(11, value(name, type, "batch", "tokens"));
    return this;
  }

  /// Adds an output.
  public Onnx output(String name, int type, String... sizes) {
    graph.message(12, value(name, type, sizes));
    return this;
  }

  /// Adds weights of some bytes.
  Onnx weights(String name, int bytes) {
    graph.message(
        5, new Wire().whole(1, bytes).whole(2, 3).text(9, "w".repeat(bytes)).text(8, name));
    return this;
  }

  /// Adds weights that lie in another file.
  Onnx weightsIn(String file) {
    Wire place = new Wire().text(1, "location").text(2, file);
    Wire offset = new Wire().text(1, "offset").text(2, "0");
    graph.message(5, new Wire().text(8, "far").message(13, place).message(13, offset).whole(14, 1));
    return this;
  }

  private static Wire value(String name, int type, String... sizes) {
    Wire shape = new Wire();
    for (String size : sizes) {
      boolean known = Character.isDigit(size.charAt(0));
      shape.message(
          1,
          known
              ? new Wire().whole(1, Long.parseLong(size))
              : size.equals("?") ? new Wire() : new Wire().text(2, size));
    }
    Wire tensor = new Wire().whole(1, type);
    if (sizes.length > 0) {
      tensor.message(2, shape);
    }
    return new Wire().text(1, name).message(2, new Wire().message(1, tensor));
  }

  byte[] toBytes() {
    return new Wire().whole(1, 9).text(2, "test").message(7, graph).toBytes();
  }

  /// Writes the file.
  public Path write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, toBytes());
  }
}
