package pleiad.encode.onnx;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/// Which operators a graph is made of, read from its `.onnx` file. Weights are passed over.
///
/// | message      | fields                              |
/// |--------------|-------------------------------------|
/// | `ModelProto` | 7 `GraphProto`, 25 `FunctionProto`  |
/// | `GraphProto` | 1 `NodeProto`                       |
/// | `NodeProto`  | 4 name of the operator              |
///
/// @param names of the operators
/// @param whole whether these are all: whether no function has operators of its own
public record GraphOperators(Set<String> names, boolean whole) {
  private static final int LONGEST_NAME = 1_000;
  private static final int MOST_OPERATORS = 10_000;

  /// Operators with graphs of their own.
  private static final Set<String> NESTED = Set.of("If", "Loop", "Scan", "SequenceMap");

  /// Keeps the names.
  public GraphOperators {
    names = Set.copyOf(names);
  }

  /// Reads a file.
  ///
  /// @throws IOException when it is no ONNX graph; names it
  public static GraphOperators read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      return of(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
    } catch (IOException wrong) {
      throw new IOException(
          "'%s' is no ONNX graph that can be read: %s".formatted(file, wrong.getMessage()), wrong);
    }
  }

  /// Reads the bytes of a file.
  ///
  /// @throws IOException when they are no ONNX graph
  public static GraphOperators of(byte[] onnx) throws IOException {
    return of(MemorySegment.ofArray(onnx));
  }

  private static GraphOperators of(MemorySegment onnx) throws IOException {
    Set<String> names = new TreeSet<>();
    boolean whole = true;
    WireReader model = new WireReader(onnx);
    while (model.next()) {
      if (model.field() == 7) {
        addNames(model.message(), names);
      }
      whole &= model.field() != 25;
    }
    return new GraphOperators(names, whole);
  }

  private static void addNames(WireReader graph, Set<String> names) throws IOException {
    while (graph.next()) {
      if (graph.field() == 1) {
        WireReader node = graph.message();
        while (node.next()) {
          if (node.field() == 4) {
            names.add(node.text(LONGEST_NAME));
          }
        }
      }
      if (names.size() > MOST_OPERATORS) {
        throw new IOException("it has more than %d operators".formatted(MOST_OPERATORS));
      }
    }
  }

  /// Whether it is certain that a text's numbers do not depend, beyond rounding, on the texts that
  /// share a pass with it. They do where numbers are quantised as a graph runs, by the largest of
  /// all.
  public boolean keepTextsApart() {
    return whole && names.stream().noneMatch(name -> NESTED.contains(name) || isQuantizing(name));
  }

  private static boolean isQuantizing(String name) {
    return name.contains("Quant") || name.contains("Integer") || name.matches("Q[A-Z].*");
  }
}
