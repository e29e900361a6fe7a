package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;
import pleiad.vector.Kernels;
import pleiad.vector.TokenVectors;

/// Products must follow those with what the codes decode to: by a line through zero, and no farther
/// from it than rounded steps can be.
@ExtendWith(Seed.class)
class CodeProductsTest {
  private static final int[] COUNTS = {1, 2, 31, 32, 33, 63, 64};

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 16, 100, 128})
  void productsAreThoseWithWhatCodesDecodeTo(int dimension, Random random) {
    Codebook codebook = Codebooks.trained(random, dimension, 24);
    for (int count : COUNTS) {
      float[] vector = Codebooks.tokens(random, 1, dimension);
      byte[] codes = Codebooks.encoded(codebook, Codebooks.tokens(random, count, dimension));
      float[] expected = products(codebook, codes, count, vector);
      for (CodeProducts each : kinds(codebook, vector)) {
        double step = step(each, codebook, vector, random);
        assertProportional(multiplied(each, codes, count), expected, step, codebook);
      }
    }
  }

  /// How large a vector's steps are, by a whole block: a single product may be less than one.
  private static double step(
      CodeProducts vector, Codebook codebook, float[] numbers, Random random) {
    byte[] codes =
        Codebooks.encoded(
            codebook, Codebooks.tokens(random, CodeProducts.BLOCK, codebook.dimension()));
    short[] steps = multiplied(vector, codes, CodeProducts.BLOCK);
    float[] expected = products(codebook, codes, CodeProducts.BLOCK, numbers);
    double products = 0;
    double squares = 0;
    for (int i = 0; i < steps.length; i++) {
      products += steps[i] * (double) expected[i];
      squares += steps[i] * (double) steps[i];
    }
    assertThat(squares).isPositive();
    return products / squares;
  }

  /// A product in steps of one size; each of the codes' steps is off by a half, times the factor,
  /// and what the factor multiplies is cut off twice.
  private static void assertProportional(
      short[] steps, float[] expected, double step, Codebook codebook) {
    double factor = 1 + Math.scalb(254.0, -codebook.ratios().exponent());
    double off = codebook.shape().codes() * factor / 2 + 3;
    for (int i = 0; i < steps.length; i++) {
      assertThat(Math.abs(steps[i] * step - expected[i])).isLessThanOrEqualTo(2 * off * step);
    }
  }

  @Test
  void aVectorOfZerosHasAProductOfZero(Random random) {
    Codebook codebook = Codebooks.trained(random, 8, 24);
    float[] rows = Codebooks.tokens(random, 5, 8);
    Arrays.fill(rows, 2 * 8, 3 * 8, 0);
    for (CodeProducts each : kinds(codebook, Codebooks.tokens(random, 1, 8))) {
      assertThat(multiplied(each, Codebooks.encoded(codebook, rows), 5)[2]).isZero();
    }
    for (CodeProducts each : kinds(codebook, new float[8])) {
      assertThat(multiplied(each, Codebooks.encoded(codebook, rows), 5)).containsOnly(0);
    }
  }

  @Test
  void onlyLargeProductsAreFound(Random random) {
    Codebook codebook = Codebooks.trained(random, 16, 24);
    byte[] codes = Codebooks.encoded(codebook, Codebooks.tokens(random, 50, 16));
    for (CodeProducts each : kinds(codebook, Codebooks.tokens(random, 1, 16))) {
      short[] all = multiplied(each, codes, 50);
      short[] sorted = all.clone();
      Arrays.sort(sorted);
      int[] places = new int[CodeProducts.BLOCK];
      short[] products = new short[CodeProducts.BLOCK];
      int found = each.atLeast(padded(codes), 0, 50, sorted[40], places, products);
      assertThat(found).isBetween(10, 49);
      for (int i = 0; i < found; i++) {
        assertThat(products[i]).isEqualTo(all[places[i]]).isGreaterThanOrEqualTo(sorted[40]);
      }
      assertThat(each.atLeast(padded(codes), 0, 50, Short.MAX_VALUE, places, products)).isZero();
    }
  }

  @Test
  void aVectorOfOtherDimensionsIsRefused(Random random) {
    Codebook codebook = Codebooks.trained(random, 8, 24);
    assertThatThrownBy(() -> CodeProducts.of(codebook, new float[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("7 dimensions, the codebook has 8");
  }

  @Test
  void theMachinesOwnKindIsTaken(Random random) {
    try (CodeProducts own = CodeProducts.of(Codebooks.trained(random, 8, 24), new float[8])) {
      assertThat(own)
          .isInstanceOf(Kernels.bytePermutes() ? PermuteProducts.class : PlainProducts.class);
    }
  }

  private static List<CodeProducts> kinds(Codebook codebook, float[] vector) {
    TokenVectors query = TokenVectors.of(vector, vector.length);
    CodeProducts plain = new PlainProducts(CodeTables.of(codebook, query, false));
    return Kernels.bytePermutes()
        ? List.of(plain, CodeProducts.of(codebook, vector))
        : List.of(plain);
  }

  private static byte[] padded(byte[] codes) {
    return Arrays.copyOf(codes, codes.length + CodeProducts.BEHIND);
  }

  private static short[] multiplied(CodeProducts vector, byte[] codes, int count) {
    int[] places = new int[CodeProducts.BLOCK];
    short[] products = new short[CodeProducts.BLOCK];
    assertThat(vector.atLeast(padded(codes), 0, count, Short.MIN_VALUE, places, products))
        .isEqualTo(count);
    short[] inOrder = new short[count];
    for (int i = 0; i < count; i++) {
      inOrder[places[i]] = products[i];
    }
    return inOrder;
  }

  private static float[] products(Codebook codebook, byte[] codes, int count, float[] vector) {
    float[] rows = Codebooks.decoded(codebook, codes, count);
    float[] products = new float[count];
    for (int i = 0; i < rows.length; i++) {
      products[i / vector.length] += rows[i] * vector[i % vector.length];
    }
    return products;
  }
}
