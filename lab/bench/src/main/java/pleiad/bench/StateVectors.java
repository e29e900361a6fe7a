package pleiad.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import pleiad.encode.checkpoint.Dense;
import pleiad.encode.checkpoint.Linear;
import pleiad.encode.weights.Safetensors;
import pleiad.vector.TokenVectors;

/// How near the vectors that a model's states stand for are to those of an encoder. What comes
/// after the states is done here in plain loops, after the checkpoint's own words.
final class StateVectors {
  private final List<Layer> layers;

  /// @param weights a row an output
  private record Layer(Linear size, List<float[]> weights, Optional<float[]> bias) {
    float[] of(float[] state) {
      float[] out = bias.map(float[]::clone).orElseGet(() -> new float[size.outputs()]);
      for (int o = 0; o < out.length; o++) {
        for (int k = 0; k < state.length; k++) {
          out[o] += weights.get(o)[k] * state[k];
        }
      }
      return out;
    }
  }

  private StateVectors(List<Layer> layers) {
    this.layers = layers;
  }

  /// Reads the layers that follow a model's states.
  ///
  /// @throws IOException when they cannot be read, or are more than matrices
  static StateVectors of(BenchModel model) throws IOException {
    List<Layer> layers = new ArrayList<>();
    for (Dense dense : model.layers()) {
      if (!dense.plain()) {
        throw new IOException(
            "the model '%s' has a layer with an activation or a residual, whose vectors the benchmark cannot check; it takes models whose layers are matrices"
                .formatted(model.name()));
      }
      layers.add(layer(dense.linear()));
    }
    return new StateVectors(layers);
  }

  private static Layer layer(Linear linear) throws IOException {
    try (Safetensors file = Safetensors.open(linear.file())) {
      float[] weights = file.tensor(linear.weight()).floats();
      List<float[]> rows = new ArrayList<>();
      for (int o = 0; o < linear.outputs(); o++) {
        rows.add(Arrays.copyOfRange(weights, o * linear.inputs(), (o + 1) * linear.inputs()));
      }
      Optional<float[]> bias =
          linear.bias().isPresent()
              ? Optional.of(file.tensor(linear.bias().get()).floats())
              : Optional.empty();
      return new Layer(linear, rows, bias);
    }
  }

  /// The smallest cosine between a vector of a text and that of its state; 1 where there is none.
  ///
  /// @param expected the encoder's vectors, in the order of the rows kept
  double leastCosine(EncodeTexts.Input input, float[][] states, TokenVectors expected) {
    if (states.length != input.ids().size() || expected.count() != input.kept().size()) {
      throw new IllegalStateException(
          "a text of %d tokens, %d of them kept, has %d states and %d vectors"
              .formatted(input.ids().size(), input.kept().size(), states.length, expected.count()));
    }
    double least = 1;
    for (int i = 0; i < expected.count(); i++) {
      float[] found = states[input.kept().get(i)];
      for (Layer layer : layers) {
        found = layer.of(found);
      }
      least = Math.min(least, cosine(found, expected.slice(i, i + 1).toArray()));
    }
    return least;
  }

  /// Of as many numbers as the second has: a model may keep the first ones only.
  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double squaresOfA = 0;
    double squaresOfB = 0;
    for (int k = 0; k < b.length; k++) {
      dot += (double) a[k] * b[k];
      squaresOfA += (double) a[k] * a[k];
      squaresOfB += (double) b[k] * b[k];
    }
    return dot / Math.sqrt(squaresOfA * squaresOfB);
  }
}
