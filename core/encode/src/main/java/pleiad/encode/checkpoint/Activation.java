package pleiad.encode.checkpoint;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Collectors;
import pleiad.encode.weights.Config;

/// The function that a layer ends with.
public enum Activation {
  /// `x`.
  IDENTITY("Identity"),
  /// The hyperbolic tangent.
  TANH("Tanh"),
  /// `max(x, 0)`.
  RELU("ReLU"),
  /// `x · Φ(x)`, with the exact Φ.
  GELU("GELU"),
  /// `x · σ(x)`, which is also called swish.
  SILU("SiLU"),
  /// `1 / (1 + e⁻ˣ)`.
  SIGMOID("Sigmoid");

  private final String torch;

  Activation(String torch) {
    this.torch = torch;
  }

  /// The activation whose PyTorch class a member names, such as `torch.nn.modules.activation.Tanh`.
  ///
  /// @throws IOException when it is another class, or none of PyTorch's
  static Activation named(Config config, String member) throws IOException {
    String path = config.text(member);
    String name = path.substring(path.lastIndexOf('.') + 1);
    for (Activation each : values()) {
      if (path.startsWith("torch.nn.") && each.torch.equals(name)) {
        return each;
      }
    }
    throw config.unsupported(
        member,
        "one of torch.nn's "
            + Arrays.stream(values()).map(each -> each.torch).collect(Collectors.joining(", ")));
  }
}
