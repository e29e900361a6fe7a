package pleiad.encode.onnx;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Reads a [GraphContract] from an `.onnx` file that is mapped into memory, of which only the pages
/// that say something are touched.
///
/// | message            | fields                                                            |
/// |--------------------|-------------------------------------------------------------------|
/// | `ModelProto`       | 7 `GraphProto`                                                    |
/// | `GraphProto`       | 5 `TensorProto`, 11 input and 12 output: `ValueInfoProto`         |
/// | `TensorProto`      | 8 name, 13 place of its bytes: 1 key, 2 value                     |
/// | `ValueInfoProto`   | 1 name, 2 `TypeProto`                                             |
/// | `TypeProto`        | 1 `TypeProto.Tensor`                                              |
/// | `TypeProto.Tensor` | 1 type of a number, 2 `TensorShapeProto`                          |
/// | `TensorShapeProto` | 1 size, repeated: 1 number, or 2 name of an open one              |
final class GraphReader {
  private static final int LONGEST_NAME = 1_000;

  /// Inputs and outputs that a file may declare; old ones list their weights as inputs.
  private static final int MOST_VALUES = 10_000;

  private static final int MOST_SIZES = 16;

  /// Fields of a graph that are looked at; a model of a gigabyte has a few thousand.
  private static final int MOST_FIELDS = 10_000_000;

  /// Files that tensors may be in.
  private static final int MOST_FILES = 1_000;

  /// Names of `TensorProto.DataType`, in its order.
  private static final List<String> ELEMENTS =
      List.of(
          "NONE",
          "FLOAT",
          "UINT8",
          "INT8",
          "UINT16",
          "INT16",
          "INT32",
          "INT64",
          "STRING",
          "BOOL",
          "FLOAT16",
          "DOUBLE",
          "UINT32",
          "UINT64",
          "COMPLEX64",
          "COMPLEX128",
          "BFLOAT16");

  private final Map<String, GraphValue> inputs = new LinkedHashMap<>();
  private final List<GraphValue> outputs = new ArrayList<>();
  private final Set<String> data = new TreeSet<>();

  private GraphReader() {}

  static GraphContract read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Arena arena = Arena.ofConfined()) {
      WireReader model =
          new WireReader(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
      GraphReader reader = new GraphReader();
      try {
        reader.model(model);
      } catch (IOException wrong) {
        throw new IOException(
            "'%s' is no ONNX graph that can be read: %s".formatted(file, wrong.getMessage()),
            wrong);
      }
      return new GraphContract(
          file, List.copyOf(reader.inputs.values()), reader.outputs, reader.data);
    }
  }

  private void model(WireReader model) throws IOException {
    WireReader graph = null;
    WireReader again = null;
    while (model.next()) {
      if (model.field() == 7) {
        if (graph != null) {
          throw new IOException("it holds two graphs");
        }
        graph = model.message();
        again = model.message();
      }
    }
    if (graph == null || again == null) {
      throw new IOException("it holds no graph");
    }
    values(graph);
    tensors(again);
  }

  private void values(WireReader graph) throws IOException {
    for (int fields = 0; graph.next(); fields++) {
      if (fields == MOST_FIELDS) {
        throw new IOException("its graph has more than %d fields".formatted(MOST_FIELDS));
      }
      if (graph.field() == 11) {
        GraphValue input = value(graph.message());
        inputs.put(input.name(), input);
      } else if (graph.field() == 12) {
        outputs.add(value(graph.message()));
      }
      if (inputs.size() + outputs.size() > MOST_VALUES) {
        throw new IOException("it has more than %d inputs and outputs".formatted(MOST_VALUES));
      }
    }
  }

  private void tensors(WireReader graph) throws IOException {
    while (graph.next()) {
      if (graph.field() == 5) {
        tensor(graph.message());
      }
    }
  }

  private void tensor(WireReader tensor) throws IOException {
    while (tensor.next()) {
      if (tensor.field() == 8) {
        inputs.remove(tensor.text(LONGEST_NAME));
      } else if (tensor.field() == 13) {
        place(tensor.message());
      }
    }
  }

  private void place(WireReader place) throws IOException {
    boolean location = false;
    String value = null;
    while (place.next()) {
      if (place.field() == 1) {
        location = place.text(LONGEST_NAME).equals("location");
      } else if (place.field() == 2) {
        value = place.text(LONGEST_NAME);
      }
    }
    if (location && value != null) {
      data.add(value);
    }
    if (data.size() > MOST_FILES) {
      throw new IOException("its tensors are in more than %d files".formatted(MOST_FILES));
    }
  }

  private static GraphValue value(WireReader info) throws IOException {
    String name = "";
    WireReader type = null;
    while (info.next()) {
      if (info.field() == 1) {
        name = info.text(LONGEST_NAME);
      } else if (info.field() == 2) {
        type = info.message();
      }
    }
    WireReader tensor = null;
    while (type != null && type.next()) {
      if (type.field() == 1) {
        tensor = type.message();
      }
    }
    return tensor == null
        ? new GraphValue(name, ELEMENTS.getFirst(), List.of())
        : value(name, tensor);
  }

  private static GraphValue value(String name, WireReader tensor) throws IOException {
    String element = ELEMENTS.getFirst();
    List<String> sizes = new ArrayList<>();
    while (tensor.next()) {
      if (tensor.field() == 1) {
        long code = tensor.whole();
        boolean known = code >= 0 && code < ELEMENTS.size();
        element = known ? ELEMENTS.get((int) code) : "type " + code;
      } else if (tensor.field() == 2) {
        sizes(tensor.message(), sizes);
      }
    }
    return new GraphValue(name, element, sizes);
  }

  private static void sizes(WireReader shape, List<String> sizes) throws IOException {
    while (shape.next()) {
      if (shape.field() == 1) {
        sizes.add(size(shape.message()));
      }
      if (sizes.size() > MOST_SIZES) {
        throw new IOException("a value has more than %d sizes".formatted(MOST_SIZES));
      }
    }
  }

  private static String size(WireReader size) throws IOException {
    String written = "?";
    while (size.next()) {
      if (size.field() == 1) {
        written = Long.toString(size.whole());
      } else if (size.field() == 2) {
        written = size.text(LONGEST_NAME);
      }
    }
    return written;
  }
}
