package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The products of this machine's kernel: at every register width it has, and on plain loops, one
/// JVM each; see the module's pom.
final class DotProductsTest extends DotsContract {
  @Override
  DotProducts with(float[] fixed, int from, int stride, int count, int dimension) {
    return DotProducts.with(fixed, from, stride, count, dimension);
  }

  @Test
  void theKernelIsTheOneOfMaxSim() {
    assertThat(Kernels.dots().lanes()).isEqualTo(Kernels.lanes());
    assertThat(Kernels.dots() instanceof VectorDots).isEqualTo(Kernels.vectorApi());
  }

  @Test
  void vectorsOneBehindTheOtherNeedNoStride() {
    DotProducts products = DotProducts.with(new float[] {1, 0, 0, 2, 3, 3}, 2);
    float[] out = new float[products.width()];
    products.multiply(new float[] {5, 7}, 0, 2, 1, out, 0);
    assertThat(out).startsWith(5, 14, 36);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 31, 128, 384})
  void theScalarTwinGivesTheSameWithinRounding(int dimension, Random random) {
    float[] fixed = Numbers.ofBothSigns(random, 65 * dimension);
    float[] rows = Numbers.ofBothSigns(random, 13 * dimension);
    DotProducts here = DotProducts.with(fixed, dimension);
    DotProducts scalar = DotProducts.scalar(fixed, 0, dimension, 65, dimension);
    float[] computed = new float[13 * here.width()];
    float[] expected = new float[13 * scalar.width()];
    here.multiply(rows, 0, dimension, 13, computed, 0);
    scalar.multiply(rows, 0, dimension, 13, expected, 0);
    for (int r = 0; r < 13; r++) {
      for (int j = 0; j < 65; j++) {
        float difference = computed[r * here.width() + j] - expected[r * scalar.width() + j];
        assertThat(Math.abs(difference))
            .isLessThanOrEqualTo(2 * bound(rows, r * dimension, fixed, j * dimension, dimension));
      }
    }
  }

  /// How far float32 may be from a dot product: `2 · dim · 2⁻²⁴ · Σ|aᵢbᵢ|`.
  private static float bound(float[] row, int r, float[] fixed, int j, int dimension) {
    float size = 0;
    for (int k = 0; k < dimension; k++) {
      size += Math.abs(row[r + k] * fixed[j + k]);
    }
    return 2 * dimension * 0x1p-24f * size;
  }
}
