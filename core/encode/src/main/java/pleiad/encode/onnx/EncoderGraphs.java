package pleiad.encode.onnx;

import java.io.IOException;
import java.nio.file.Path;
import pleiad.encode.weights.Config;
import pleiad.encode.weights.Safetensors;

/// Writes the encoder of a checkpoint as an ONNX graph: BERT, DistilBERT, RoBERTa, XLM-RoBERTa and
/// ModernBERT, from `config.json` and safetensors weights in float32, float16 or bfloat16. What a
/// checkpoint has on top of the encoder is left out.
///
/// The graph takes batches of any size and length, respects the attention mask, and gives
/// `last_hidden_state`, that of eager attention in transformers.
///
/// ```java
/// EncoderGraph graph =
///     EncoderGraphs.write(Path.of("checkpoint"), Path.of("model.onnx"), Precision.FLOAT32);
/// ```
///
/// A family or an option that is not written here, and weights that do not fit the configuration,
/// end in an [IOException] that names them.
public final class EncoderGraphs {
  /// The output of every graph.
  static final String STATES = "last_hidden_state";

  private EncoderGraphs() {}

  /// Writes a graph in single precision.
  ///
  /// @param checkpoint the folder of `config.json` and `model.safetensors` or its shards
  /// @param onnx the file to write; weights beyond 2 GiB go to a second file beside it, which has
  ///   `.data` appended to the name and has to stay there
  /// @throws IOException when the checkpoint cannot be read or is not supported, or the file cannot
  ///   be written
  public static EncoderGraph write(Path checkpoint, Path onnx) throws IOException {
    return write(checkpoint, onnx, Precision.FLOAT32);
  }

  /// Writes a graph.
  ///
  /// @throws IOException as [#write(Path, Path)]
  public static EncoderGraph write(Path checkpoint, Path onnx, Precision precision)
      throws IOException {
    return write(checkpoint, onnx, precision, OnnxFile.PROTOBUF_LIMIT);
  }

  static EncoderGraph write(Path checkpoint, Path onnx, Precision precision, long limit)
      throws IOException {
    Architecture architecture = architecture(checkpoint);
    try (Safetensors weights = Safetensors.open(checkpoint)) {
      OnnxFile.write(graph(architecture, weights, precision), onnx, limit);
    }
    return described(architecture, precision);
  }

  /// The bytes of the file that [#write(Path, Path, Precision)] writes, for a session without one.
  ///
  /// @throws IOException as [#write(Path, Path)], and when the graph is larger than an array
  public static byte[] toBytes(Path checkpoint, Precision precision) throws IOException {
    Architecture architecture = architecture(checkpoint);
    try (Safetensors weights = Safetensors.open(checkpoint)) {
      return OnnxFile.toBytes(graph(architecture, weights, precision));
    }
  }

  /// Tells about the graph that would be written, and that it can be: everything but the numbers of
  /// the weights is checked.
  ///
  /// @throws IOException when the checkpoint cannot be read or is not supported
  public static EncoderGraph describe(Path checkpoint, Precision precision) throws IOException {
    Architecture architecture = architecture(checkpoint);
    try (Safetensors weights = Safetensors.open(checkpoint)) {
      graph(architecture, weights, precision);
    }
    return described(architecture, precision);
  }

  private static Architecture architecture(Path checkpoint) throws IOException {
    return Architecture.of(Config.read(checkpoint.resolve("config.json")));
  }

  private static EncoderGraph described(Architecture architecture, Precision precision) {
    return new EncoderGraph(
        architecture.inputs(), STATES, architecture.dimension(), architecture.window(), precision);
  }

  private static Graph graph(Architecture architecture, Safetensors weights, Precision precision)
      throws IOException {
    Graph graph = new Graph();
    for (String input : architecture.inputs()) {
      graph.input(input, NumberType.INT64, "batch", "tokens");
    }
    Checkpoint checkpoint = Checkpoint.anchored(weights, architecture.anchor());
    String states = architecture.states(new Layers(graph, checkpoint, Arithmetic.of(precision)));
    graph.output(
        states,
        STATES,
        NumberType.FLOAT,
        "batch",
        "tokens",
        Integer.toString(architecture.dimension()));
    return graph;
  }
}
