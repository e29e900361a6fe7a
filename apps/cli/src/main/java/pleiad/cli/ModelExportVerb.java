package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.encode.checkpoint.Checkpoint;
import pleiad.encode.onnx.EncoderGraph;
import pleiad.encode.onnx.EncoderGraphs;
import pleiad.encode.onnx.GraphContract;
import pleiad.encode.onnx.GraphValue;
import pleiad.encode.onnx.Precision;

@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes a model's encoder as an ONNX graph, from its .safetensors weights.",
      "What the model has on top of the encoder, such as a projection, is not in the graph."
    },
    footer = {
      "",
      "Example:",
      "  pleiad model export answerdotai/answerai-colbert-small-v1 --onnx encoder.onnx",
      "  pleiad model export ./checkpoint --onnx encoder.onnx --precision int8"
    })
final class ModelExportVerb implements Callable<Integer> {
  @Mixin private ModelChoice model;

  @Option(
      names = "--onnx",
      required = true,
      paramLabel = "FILE",
      description = "The file to write; weights beyond 2 GiB go to FILE.data beside it.")
  private Path onnx;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description = "float32, or int8 for a quarter of the bytes (default: float32).")
  private Precision precision = Precision.FLOAT32;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ModelExportVerb() {}

  @Override
  public Integer call() throws IOException {
    EncoderGraph graph = EncoderGraphs.write(encoder(model.folder()), onnx, precision);
    GraphContract written = GraphContract.read(onnx);
    long bytes = Files.size(onnx);
    for (String data : written.data()) {
      bytes += Files.size(onnx.resolveSibling(data));
    }
    if (output.json()) {
      output.print(json(graph, written, bytes));
    } else {
      print(graph, written, bytes);
    }
    return Exit.OK;
  }

  /// The folder of the encoder, which some models keep in one of its own.
  private static Path encoder(Path folder) throws IOException {
    return Files.exists(folder.resolve("config.json"))
        ? folder
        : Checkpoint.read(folder).basis().backbone().folder();
  }

  private String precision() {
    return precision.name().toLowerCase(Locale.ROOT);
  }

  private ObjectNode json(EncoderGraph graph, GraphContract written, long bytes) {
    ObjectNode node = Output.object().put("model", model.name()).put("onnx", onnx.toString());
    ArrayNode data = node.putArray("data");
    written.data().stream().sorted().forEach(data::add);
    node.put("bytes", bytes)
        .put("precision", precision())
        .put("dimension", graph.dimension())
        .put("window", graph.window());
    values(node.putArray("inputs"), written.inputs());
    values(node.putArray("outputs"), written.outputs());
    return node;
  }

  private static void values(ArrayNode array, List<GraphValue> values) {
    for (GraphValue value : values) {
      ObjectNode node = array.addObject().put("name", value.name()).put("type", value.element());
      ArrayNode sizes = node.putArray("sizes");
      value.sizes().forEach(sizes::add);
    }
  }

  private void print(EncoderGraph graph, GraphContract written, long bytes) {
    output.line(
        "%s: %s, %s, %d numbers a token, %d tokens at most",
        onnx, ModelView.size(bytes), precision(), graph.dimension(), graph.window());
    written.data().stream()
        .sorted()
        .forEach(data -> output.line("  its weights are in %s, which has to stay beside it", data));
    written.inputs().forEach(input -> output.line("  takes %s", input));
    written.outputs().forEach(value -> output.line("  gives %s", value));
  }
}
