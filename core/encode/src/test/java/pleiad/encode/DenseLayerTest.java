package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.encode.checkpoint.Activation;
import pleiad.testkit.Seed;

/// Layers against sums in double, and activations against values from tables.
@ExtendWith(Seed.class)
final class DenseLayerTest {
  @ParameterizedTest
  @CsvSource({"1, 1, 1", "7, 5, 3", "32, 16, 1", "33, 96, 65", "384, 128, 2"})
  void aLayerIsTheProductAndTheBias(int inputs, int outputs, int count, Random random) {
    float[] weights = numbers(random, inputs * outputs);
    float[] bias = numbers(random, outputs);
    float[] rows = numbers(random, count * inputs);
    float[] out = new DenseLayer(weights, inputs, bias, Activation.IDENTITY, null).of(rows, count);
    assertThat(out).hasSize(count * outputs);
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < outputs; k++) {
        double expected = bias[k] + product(weights, k, rows, i, inputs);
        assertThat(out[i * outputs + k]).isCloseTo((float) expected, within(inputs * 1e-5f));
      }
    }
  }

  @Test
  void aResidualAddsTheInputBehindTheActivation() {
    float[] out =
        new DenseLayer(
                new float[] {-1, 0, 0, -1}, 2, null, Activation.RELU, DenseLayer.Residual.INPUT)
            .of(new float[] {3, -5}, 1);
    assertThat(out).containsExactly(3, 5 - 5);
  }

  @Test
  void aResidualOfAnotherWidthHasWeights() {
    DenseLayer layer =
        new DenseLayer(
            new float[] {1, 1},
            2,
            null,
            Activation.IDENTITY,
            DenseLayer.Residual.of(new float[] {10, 100}, 2));
    assertThat(layer.of(new float[] {1, 2, 3, 4}, 2)).containsExactly(213, 437);
  }

  @Test
  void aResidualOfAnotherWidthWithoutWeightsIsRefused() {
    assertThatThrownBy(
            () ->
                new DenseLayer(
                    new float[] {1, 1}, 2, null, Activation.TANH, DenseLayer.Residual.INPUT))
        .hasMessage("a layer of 2 inputs and 1 outputs cannot add the one to the other");
  }

  @ParameterizedTest
  @CsvSource({
    "IDENTITY, -1.5, -1.5",
    "RELU, -1.5, 0",
    "RELU, 1.5, 1.5",
    "TANH, 0.5, 0.46211716",
    "GELU, 1, 0.84134475",
    "GELU, -1, -0.15865525",
    "GELU, -12, 0",
    "GELU, 3, 2.9959503",
    "SILU, 1, 0.73105858",
    "SILU, -1, -0.26894142",
    "SILU, 0, 0",
    "SIGMOID, -1, 0.26894142"
  })
  void anActivationIsTheOneOfItsName(Activation activation, float x, float expected) {
    float[] out = new DenseLayer(new float[] {1}, 1, null, activation, null).of(new float[] {x}, 1);
    assertThat(out[0]).isCloseTo(expected, within(1e-6f));
  }

  private static double product(float[] weights, int k, float[] rows, int i, int inputs) {
    double sum = 0;
    for (int j = 0; j < inputs; j++) {
      sum += (double) weights[k * inputs + j] * rows[i * inputs + j];
    }
    return sum;
  }

  private static float[] numbers(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
