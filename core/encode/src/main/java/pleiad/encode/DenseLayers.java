package pleiad.encode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pleiad.encode.checkpoint.Dense;
import pleiad.encode.checkpoint.Linear;
import pleiad.encode.checkpoint.Residual;
import pleiad.encode.weights.Safetensors;

/// Reads the layers of a checkpoint that follow its encoder; each file is opened once.
final class DenseLayers implements AutoCloseable {
  private final Map<Path, Safetensors> files = new HashMap<>();

  DenseLayers() {}

  /// The layers in their order.
  ///
  /// @throws IOException when weights cannot be read
  static List<DenseLayer> read(List<Dense> described) throws IOException {
    try (DenseLayers reader = new DenseLayers()) {
      List<DenseLayer> layers = new ArrayList<>();
      for (Dense each : described) {
        layers.add(reader.layer(each));
      }
      return layers;
    }
  }

  private DenseLayer layer(Dense described) throws IOException {
    Linear linear = described.linear();
    Optional<String> bias = linear.bias();
    return new DenseLayer(
        floats(linear, linear.weight()),
        linear.inputs(),
        bias.isPresent() ? floats(linear, bias.get()) : null,
        described.activation(),
        residual(described.residual()));
  }

  private DenseLayer.@Nullable Residual residual(Residual described) throws IOException {
    return switch (described) {
      case Residual.None _ -> null;
      case Residual.Same _ -> DenseLayer.Residual.INPUT;
      case Residual.Projected(Linear linear) ->
          DenseLayer.Residual.of(floats(linear, linear.weight()), linear.inputs());
    };
  }

  private float[] floats(Linear linear, String name) throws IOException {
    Safetensors file = files.get(linear.file());
    if (file == null) {
      file = Safetensors.open(linear.file());
      files.put(linear.file(), file);
    }
    return file.tensor(name).floats();
  }

  @Override
  public void close() {
    files.values().forEach(Safetensors::close);
  }
}
