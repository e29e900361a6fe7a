package pleiad.encode.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Writes a [Graph] as an `.onnx` file. Lengths are known before numbers are read, so everything is
/// written once, from front to back. Protobuf ends at 2 GiB; the numbers of a larger model go to a
/// second file beside it, `NAME.onnx.data`, each at a multiple of a page.
///
/// | message       | fields                                                                        |
/// |---------------|-------------------------------------------------------------------------------|
/// | `ModelProto`  | 1 version of the format, 2 producer, 7 `GraphProto`, 8 set of operators       |
/// | a set         | 1 domain, empty here, 2 version                                               |
/// | `TensorProto` | 1 sizes, 2 type, 8 name, and either 9 numbers, or 13 place and 14 `EXTERNAL` |
/// | a place       | 1 key, 2 value, of `location`, `offset` and `length`                          |
final class OnnxFile {
  /// ONNX 1.15's format and operators: the first that have Gelu.
  private static final int FORMAT = 9;

  private static final int OPERATORS = 20;

  /// What a protobuf message may have at most.
  static final long PROTOBUF_LIMIT = Integer.MAX_VALUE;

  /// Constants and biases stay in the graph, where shapes are inferred from them.
  private static final int SMALL = 4_096;

  private static final int PAGE = 4_096;

  /// `TensorProto.DataLocation.EXTERNAL`.
  private static final int EXTERNAL = 1;

  /// An initializer and all of its message but its numbers.
  private record Part(Initializer initializer, Wire head, boolean inside) {
    long size() {
      return head.size() + (inside ? initializer.bytes() : 0);
    }

    Wire opening() {
      return new Wire().opening(5, size());
    }
  }

  private final List<Part> parts;
  private final Wire head;
  private final long size;

  private OnnxFile(List<Part> parts, Wire graph) {
    this.parts = parts;
    long initializers = 0;
    for (Part part : parts) {
      initializers += part.opening().size() + part.size();
    }
    this.head =
        new Wire()
            .whole(1, FORMAT)
            .text(2, "pleiad")
            .message(8, new Wire().text(1, "").whole(2, OPERATORS))
            .opening(7, graph.size() + initializers);
    this.head.append(graph);
    this.size = head.size() + initializers;
  }

  /// Writes a graph to a file, and to a second one when it is larger than the first may be. What
  /// stood there is replaced when all is written.
  ///
  /// @param limit bytes of a file that holds everything; [#PROTOBUF_LIMIT] but in tests
  static void write(Graph graph, Path file, long limit) throws IOException {
    String name = file.getFileName().toString();
    OnnxFile alone = alone(graph);
    Path graphPart = file.resolveSibling(name + ".part");
    Path data = file.resolveSibling(dataName(name));
    Path dataPart = file.resolveSibling(dataName(name) + ".part");
    try {
      if (alone.size <= limit) {
        alone.writeTo(graphPart);
      } else {
        OnnxFile split = split(graph, name);
        split.writeData(dataPart);
        split.writeTo(graphPart);
        Files.move(dataPart, data, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(graphPart, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(graphPart);
      Files.deleteIfExists(dataPart);
    }
  }

  /// A graph as the bytes of a file.
  ///
  /// @throws IOException when an array cannot hold them
  static byte[] toBytes(Graph graph) throws IOException {
    OnnxFile file = alone(graph);
    if (file.size > Integer.MAX_VALUE - 8) {
      throw new IOException(
          "the graph takes %d bytes, more than an array holds; write it to a file"
              .formatted(file.size));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) file.size);
    file.write(new Numbers(bytes::put));
    return bytes.array();
  }

  private static OnnxFile alone(Graph graph) {
    List<Part> parts = new ArrayList<>();
    for (Initializer each : graph.initializers()) {
      parts.add(inside(each));
    }
    return new OnnxFile(parts, graph.wire());
  }

  private static OnnxFile split(Graph graph, String name) {
    List<Part> parts = new ArrayList<>();
    long offset = 0;
    for (Initializer each : graph.initializers()) {
      if (each.bytes() <= SMALL) {
        parts.add(inside(each));
      } else {
        parts.add(outside(each, dataName(name), offset));
        offset = nextPage(offset + each.bytes());
      }
    }
    return new OnnxFile(parts, graph.wire());
  }

  private static String dataName(String name) {
    return name + ".data";
  }

  private static long nextPage(long offset) {
    return Math.ceilDiv(offset, (long) PAGE) * PAGE;
  }

  private static Part inside(Initializer each) {
    return new Part(each, described(each).opening(9, each.bytes()), true);
  }

  private static Part outside(Initializer each, String data, long offset) {
    Wire head =
        described(each)
            .message(13, new Wire().text(1, "location").text(2, data))
            .message(13, new Wire().text(1, "offset").text(2, Long.toString(offset)))
            .message(13, new Wire().text(1, "length").text(2, Long.toString(each.bytes())))
            .whole(14, EXTERNAL);
    return new Part(each, head, false);
  }

  private static Wire described(Initializer each) {
    Wire wire = new Wire();
    each.shape().forEach(size -> wire.whole(1, size));
    return wire.whole(2, each.type().code()).text(8, each.name());
  }

  private void writeTo(Path file) throws IOException {
    try (FileChannel channel = create(file)) {
      write(new Numbers(channel::write));
    }
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private void write(Numbers numbers) throws IOException {
    numbers.bytes(head.toBytes());
    for (Part part : parts) {
      numbers.bytes(part.opening().toBytes());
      numbers.bytes(part.head().toBytes());
      if (part.inside()) {
        part.initializer().write(numbers);
      }
    }
    numbers.flush();
    if (numbers.position() != size) {
      throw new AssertionError(
          "%d bytes were written; expected %d".formatted(numbers.position(), size));
    }
  }

  private void writeData(Path file) throws IOException {
    try (FileChannel channel = create(file)) {
      Numbers numbers = new Numbers(channel::write);
      for (Part part : parts) {
        if (!part.inside()) {
          numbers.bytes(new byte[(int) (nextPage(numbers.position()) - numbers.position())]);
          part.initializer().write(numbers);
        }
      }
      numbers.flush();
    }
  }
}
