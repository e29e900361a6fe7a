package pleiad.encode.onnx;

import java.io.IOException;
import java.util.List;
import pleiad.encode.weights.Config;

/// The function between the two matrices of a feed-forward block.
enum Activation {
  /// `x · Φ(x)`.
  GELU,
  /// The same with Φ approximated by a tanh.
  GELU_TANH,
  /// `max(x, 0)`.
  RELU;

  /// The activation that a member of `config.json` names.
  ///
  /// @throws IOException when it is another one
  static Activation named(Config config, String member) throws IOException {
    return switch (config.text(member, "gelu")) {
      case "gelu", "gelu_python" -> GELU;
      case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> GELU_TANH;
      case "relu" -> RELU;
      default ->
          throw config.unsupported(
              member, "gelu, gelu_python, gelu_new, gelu_pytorch_tanh, gelu_fast or relu");
    };
  }

  String add(Graph graph, String x) {
    return switch (this) {
      case GELU -> graph.add("Gelu", List.of(x));
      case GELU_TANH -> graph.add("Gelu", List.of(x), new Attribute.Text("approximate", "tanh"));
      case RELU -> graph.add("Relu", List.of(x));
    };
  }
}
