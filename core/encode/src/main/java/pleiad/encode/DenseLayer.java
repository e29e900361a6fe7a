package pleiad.encode;

import org.apache.commons.numbers.gamma.Erfc;
import org.jspecify.annotations.Nullable;
import pleiad.encode.checkpoint.Activation;
import pleiad.vector.DotProducts;

/// A linear layer on top of a transformer: `activation(W x + b)`, and `+ x` or `+ R x` where it is
/// residual.
final class DenseLayer {
  private final int inputs;
  private final int outputs;
  private final DotProducts weights;
  private final float @Nullable [] bias;
  private final Activation activation;
  private final @Nullable Residual residual;

  /// What is added to a layer's output: its input, or a product of it.
  ///
  /// @param weights null for the input itself
  record Residual(@Nullable DotProducts weights) {
    /// The input itself.
    static final Residual INPUT = new Residual(null);

    /// @param weights row-major, a row an output
    static Residual of(float[] weights, int inputs) {
      return new Residual(DotProducts.with(weights, inputs));
    }
  }

  /// @param weights row-major, a row an output
  /// @param bias one number an output, or null
  DenseLayer(
      float[] weights,
      int inputs,
      float @Nullable [] bias,
      Activation activation,
      @Nullable Residual residual) {
    this.inputs = inputs;
    this.outputs = weights.length / inputs;
    this.weights = DotProducts.with(weights, inputs);
    this.bias = bias;
    this.activation = activation;
    this.residual = residual;
    if (residual != null && residual.weights() == null && inputs != outputs) {
      throw new IllegalArgumentException(
          "a layer of %d inputs and %d outputs cannot add the one to the other"
              .formatted(inputs, outputs));
    }
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  /// The outputs of `count` rows, row-major.
  float[] of(float[] rows, int count) {
    float[] out = products(weights, rows, count);
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < outputs; k++) {
        int at = i * outputs + k;
        out[at] = activated(activation, bias == null ? out[at] : out[at] + bias[k]);
      }
    }
    if (residual != null) {
      DotProducts product = residual.weights();
      float[] added = product == null ? rows : products(product, rows, count);
      for (int at = 0; at < count * outputs; at++) {
        out[at] += added[at];
      }
    }
    return out;
  }

  static float activated(Activation activation, float x) {
    return switch (activation) {
      case IDENTITY -> x;
      case TANH -> (float) Math.tanh(x);
      case RELU -> Math.max(0, x);
      case GELU -> (float) (0.5 * x * Erfc.value(-x / Math.sqrt(2)));
      case SILU -> (float) (x / (1 + Math.exp(-x)));
      case SIGMOID -> (float) (1 / (1 + Math.exp(-x)));
    };
  }

  private float[] products(DotProducts matrix, float[] rows, int count) {
    int width = matrix.width();
    float[] wide = new float[count * width];
    matrix.multiply(rows, 0, inputs, count, wide, 0);
    if (width == outputs) {
      return wide;
    }
    float[] out = new float[count * outputs];
    for (int i = 0; i < count; i++) {
      System.arraycopy(wide, i * width, out, i * outputs, outputs);
    }
    return out;
  }
}
