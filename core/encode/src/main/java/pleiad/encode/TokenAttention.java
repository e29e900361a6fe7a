package pleiad.encode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import pleiad.encode.weights.Safetensors;
import pleiad.encode.weights.Tensor;
import pleiad.vector.TokenVectors;

/// A learned layer that says of a query token how much it counts: one number for its vector, made a
/// weight by a softmax over all tokens of the query or by a sigmoid of each.
///
/// | tensor                             | shape                    |
/// |------------------------------------|--------------------------|
/// | `softmax.weight`, `sigmoid.weight` | `[1, dimension]`         |
/// | `softmax.bias`, `sigmoid.bias`     | `[1]`; left out, it is 0 |
///
/// A softmax is multiplied by the number of tokens, so that weights are one on average: a layer of
/// zeros weighs nothing.
public final class TokenAttention {
  private static final String SOFTMAX = "softmax";
  private static final String SIGMOID = "sigmoid";

  private final Path file;
  private final boolean softmax;
  private final float[] weight;
  private final float bias;

  private TokenAttention(Path file, boolean softmax, float[] weight, float bias) {
    this.file = file;
    this.softmax = softmax;
    this.weight = weight;
    this.bias = bias;
  }

  /// Reads the layer of a safetensors file.
  ///
  /// @throws IOException when it cannot be read, or has no such layer
  public static TokenAttention read(Path file) throws IOException {
    try (Safetensors tensors = Safetensors.open(file)) {
      Set<String> names = tensors.names();
      boolean softmax = names.contains(SOFTMAX + ".weight");
      if (softmax == names.contains(SIGMOID + ".weight")) {
        throw new IOException(
            "'%s' should have one of the tensors 'softmax.weight' and 'sigmoid.weight'; it has %s"
                .formatted(file, names));
      }
      String layer = softmax ? SOFTMAX : SIGMOID;
      Tensor weight = tensors.tensor(layer + ".weight");
      List<Long> shape = weight.shape();
      if (shape.size() != 2 || shape.get(0) != 1 || shape.get(1) < 1) {
        throw new IOException(
            "the tensor '%s' in '%s' has the shape %s; expected [1, dimension]"
                .formatted(weight.name(), file, shape));
      }
      float bias = names.contains(layer + ".bias") ? bias(tensors.tensor(layer + ".bias")) : 0;
      return new TokenAttention(file, softmax, weight.floats(), bias);
    }
  }

  private static float bias(Tensor tensor) throws IOException {
    if (tensor.count() != 1) {
      throw new IOException(
          "the tensor '%s' in '%s' has the shape %s; expected [1]"
              .formatted(tensor.name(), tensor.file(), tensor.shape()));
    }
    return tensor.floats()[0];
  }

  /// One weight a token.
  ///
  /// @throws IllegalArgumentException when the layer is for another dimension
  public float[] weights(TokenVectors query) {
    if (query.dimension() != weight.length) {
      throw new IllegalArgumentException(
          "the query's tokens have %d dimensions, the layer in '%s' is for %d; was it made for another model?"
              .formatted(query.dimension(), file, weight.length));
    }
    double[] values = new double[query.count()];
    double largest = Double.NEGATIVE_INFINITY;
    for (int token = 0; token < values.length; token++) {
      values[token] = bias;
      for (int k = 0; k < weight.length; k++) {
        values[token] += (double) weight[k] * query.at(token, k);
      }
      largest = Math.max(largest, values[token]);
    }
    return softmax ? softmax(values, largest) : sigmoid(values);
  }

  private static float[] softmax(double[] values, double largest) {
    double sum = 0;
    for (double value : values) {
      sum += Math.exp(value - largest);
    }
    float[] weights = new float[values.length];
    for (int token = 0; token < weights.length; token++) {
      weights[token] = (float) (values.length * Math.exp(values[token] - largest) / sum);
    }
    return weights;
  }

  private static float[] sigmoid(double[] values) {
    float[] weights = new float[values.length];
    for (int token = 0; token < weights.length; token++) {
      weights[token] = (float) (1 / (1 + Math.exp(-values[token])));
    }
    return weights;
  }
}
