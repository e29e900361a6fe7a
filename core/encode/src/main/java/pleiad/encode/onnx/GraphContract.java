package pleiad.encode.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a graph takes and gives, read from its `.onnx` file. Weights are passed over: a file of two
/// gigabytes takes milliseconds and no memory. Nothing of the file is trusted.
///
/// ```java
/// GraphAnswer answer = GraphContract.read(Path.of("model.onnx")).answer();
/// ```
///
/// @param file the file
/// @param inputs what a session has to be given; weights that old files list as inputs are not
///   among them
/// @param outputs what it gives
/// @param data names of the files that hold large tensors, which have to lie beside this one
public record GraphContract(
    Path file, List<GraphValue> inputs, List<GraphValue> outputs, Set<String> data) {
  /// The inputs of a text encoder.
  private static final Set<String> KNOWN_INPUTS =
      Set.of("input_ids", "attention_mask", "token_type_ids");

  /// Keeps the lists.
  public GraphContract {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    data = Set.copyOf(data);
  }

  /// Reads what a file says of itself.
  ///
  /// @throws IOException when it is not there or no ONNX graph; names it
  public static GraphContract read(Path file) throws IOException {
    return GraphReader.read(file);
  }

  /// The output that is of use, by its name; the first of those that need least to be added, when
  /// there are several.
  ///
  /// @throws IOException when no output has a known name, when it has not the shape and the numbers
  ///   that go with it, when the graph wants inputs that no text encoder has, or a file of its
  ///   tensors is not there
  public GraphAnswer answer() throws IOException {
    checkInputs();
    checkData();
    for (GraphContent content : GraphContent.values()) {
      for (GraphValue output : outputs) {
        if (content.names().contains(output.name())) {
          return checked(content, output);
        }
      }
    }
    throw new IOException(
        "the graph '%s' gives %s; expected an output called %s"
            .formatted(
                file,
                outputs.isEmpty() ? "nothing" : names(outputs),
                Arrays.stream(GraphContent.values())
                    .flatMap(content -> content.names().stream())
                    .collect(Collectors.joining(", "))));
  }

  private GraphAnswer checked(GraphContent content, GraphValue output) throws IOException {
    if (!output.element().equals("FLOAT")) {
      throw new IOException(
          "the output '%s' of '%s' has numbers of the type %s; expected FLOAT"
              .formatted(output.name(), file, output.element()));
    }
    if (!output.sizes().isEmpty() && output.sizes().size() != content.axes()) {
      throw new IOException(
          "the output '%s' of '%s' has the sizes %s; expected %d of them"
              .formatted(output.name(), file, output.sizes(), content.axes()));
    }
    return new GraphAnswer(content, output);
  }

  private void checkInputs() throws IOException {
    for (GraphValue input : inputs) {
      if (!KNOWN_INPUTS.contains(input.name()) || !input.element().equals("INT64")) {
        throw new IOException(
            "the graph '%s' takes %s; expected INT64 of %s"
                .formatted(file, input, new TreeSet<>(KNOWN_INPUTS)));
      }
    }
    if (inputs.stream().noneMatch(input -> input.name().equals("input_ids"))) {
      throw new IOException(
          "the graph '%s' takes %s; expected input_ids among them"
              .formatted(file, inputs.isEmpty() ? "nothing" : names(inputs)));
    }
  }

  /// The files that hold large tensors, by name.
  ///
  /// @throws IOException when one is not beside the graph
  public List<Path> dataFiles() throws IOException {
    checkData();
    return data.stream().sorted().map(file::resolveSibling).toList();
  }

  private void checkData() throws IOException {
    for (String each : new TreeSet<>(data)) {
      if (!each.matches("[^/\\\\\\x00-\\x1f]{1,255}") || each.matches("\\.{1,2}")) {
        throw new IOException(
            "the graph '%s' keeps tensors in a file that is not beside it".formatted(file));
      }
      if (!Files.exists(file.resolveSibling(each))) {
        throw new IOException(
            "the graph '%s' keeps tensors in '%s', which is not beside it".formatted(file, each));
      }
    }
  }

  private static String names(List<GraphValue> values) {
    return values.stream().limit(10).map(GraphValue::name).collect(Collectors.joining(", "));
  }
}
