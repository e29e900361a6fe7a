package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class TokenVectorsTest {
  private static final float[] NUMBERS = {1, 2, 3, 4, 5, 6};
  private static final TokenVectors VECTORS = TokenVectors.of(NUMBERS, 2);

  @Test
  void numbersAreRowMajor() {
    assertThat(VECTORS.count()).isEqualTo(3);
    assertThat(VECTORS.dimension()).isEqualTo(2);
    assertThat(VECTORS.at(0, 0)).isEqualTo(1);
    assertThat(VECTORS.at(2, 1)).isEqualTo(6);
    assertThat(VECTORS.toArray()).isEqualTo(NUMBERS);
    assertThat(VECTORS.toRows()).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    assertThat(VECTORS).hasToString("TokenVectors[3 × 2]");
  }

  @Test
  void equalNumbersInEqualRowsAreEqual() {
    TokenVectors copy = TokenVectors.of(NUMBERS.clone(), 2);
    assertThat(copy).isEqualTo(VECTORS).hasSameHashCodeAs(VECTORS);
    TokenVectors slice = TokenVectors.of(new float[] {0, 0, 1, 2, 3, 4, 5, 6, 7, 8}, 2).slice(1, 4);
    assertThat(slice).isEqualTo(VECTORS).hasSameHashCodeAs(VECTORS);
    try (Arena arena = Arena.ofConfined()) {
      TokenVectors mapped = TokenVectors.of(arena.allocateFrom(ValueLayout.JAVA_FLOAT, NUMBERS), 2);
      assertThat(mapped).isEqualTo(VECTORS).hasSameHashCodeAs(VECTORS);
    }
    assertThat(VECTORS)
        .isNotEqualTo(TokenVectors.of(NUMBERS, 3))
        .isNotEqualTo(VECTORS.slice(0, 2))
        .isNotEqualTo(TokenVectors.of(new float[] {1, 2, 3, 4, 5, 7}, 2));
    assertThat(TokenVectors.empty(2)).isEqualTo(TokenVectors.empty(2));
    assertThat(TokenVectors.empty(2)).isNotEqualTo(TokenVectors.empty(3));
  }

  @Test
  void aTextWithoutTokensHasADimension() {
    TokenVectors empty = TokenVectors.empty(128);
    assertThat(empty.count()).isZero();
    assertThat(empty.dimension()).isEqualTo(128);
    assertThat(empty.toArray()).isEmpty();
    assertThat(empty.toRows()).isEmpty();
    assertThat(empty.slice(0, 0).count()).isZero();
    assertThat(empty.firstNotFinite()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void aDimensionIsPositive(int dimension) {
    assertThatThrownBy(() -> TokenVectors.of(NUMBERS, dimension))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dimension must be at least 1, got " + dimension);
    assertThatThrownBy(() -> TokenVectors.of(MemorySegment.ofArray(NUMBERS), dimension))
        .hasMessage("dimension must be at least 1, got " + dimension);
    assertThatThrownBy(() -> TokenVectors.empty(dimension))
        .hasMessage("dimension must be at least 1, got " + dimension);
  }

  @Test
  void rowsAreWhole() {
    assertThatThrownBy(() -> TokenVectors.of(NUMBERS, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("6 numbers are no whole rows of dimension 4");
    assertThatThrownBy(() -> TokenVectors.of(MemorySegment.ofArray(NUMBERS), 4))
        .hasMessage("6 numbers are no whole rows of dimension 4");
  }

  @Test
  void aSegmentHoldsWholeNumbers() {
    assertThatThrownBy(() -> TokenVectors.of(MemorySegment.ofArray(new byte[7]), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a segment of float32 numbers has a multiple of 4 bytes, this one has 7");
  }

  @Test
  void aMatrixIsCopied() {
    float[][] matrix = {{1, 2}, {3, 4}};
    TokenVectors copy = TokenVectors.copyOf(matrix);
    matrix[1][0] = 1000;
    assertThat(copy.toArray()).containsExactly(1, 2, 3, 4);
    assertThat(copy.dimension()).isEqualTo(2);
  }

  @Test
  void aMatrixHasRowsOfOneLength() {
    assertThatThrownBy(() -> TokenVectors.copyOf(new float[0][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a matrix without rows has no dimension; use empty(int)");
    assertThatThrownBy(() -> TokenVectors.copyOf(new float[][] {{1, 2}, {3, 4}, {5}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 2 has 1 numbers, row 0 has 2");
    assertThatThrownBy(() -> TokenVectors.copyOf(new float[][] {{}}))
        .hasMessage("dimension must be at least 1, got 0");
  }

  @Test
  void aSliceIsAViewOfItsTokens() {
    TokenVectors slice = VECTORS.slice(1, 3);
    assertThat(slice.count()).isEqualTo(2);
    assertThat(slice.toArray()).containsExactly(3, 4, 5, 6);
    assertThat(slice.at(0, 1)).isEqualTo(4);
    assertThat(slice.slice(1, 2).toArray()).containsExactly(5, 6);
    assertThat(slice.slice(1, 1).count()).isZero();
    assertThat(slice.array()).isSameAs(NUMBERS);
    assertThat(slice.slice(1, 2).arrayOffset()).isEqualTo(4);
  }

  @Test
  void anIndexOutsideIsRefused() {
    TokenVectors slice = VECTORS.slice(1, 2);
    assertThatThrownBy(() -> slice.at(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.at(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.at(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.at(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.slice(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.slice(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.copyTo(0, 2, new float[9], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.copyTo(0, 1, new float[2], 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void tokensAreCopiedWhereAsked() {
    float[] target = new float[6];
    VECTORS.copyTo(1, 3, target, 1);
    assertThat(target).containsExactly(0, 3, 4, 5, 6, 0);
    VECTORS.copyTo(2, 2, target, 6);
    assertThat(target).containsExactly(0, 3, 4, 5, 6, 0);
  }

  @Test
  void whatIsHandedOutIsFresh() {
    VECTORS.toArray()[0] = 1000;
    VECTORS.toRows()[0][0] = 1000;
    assertThat(VECTORS.at(0, 0)).isEqualTo(1);
    assertThat(VECTORS.toArray()).isNotSameAs(VECTORS.array());
  }

  @Test
  void aSegmentThatCannotBeWrittenWillDo(Random random) {
    float[] numbers = Numbers.ofBothSigns(random, 12);
    TokenVectors vectors = TokenVectors.of(MemorySegment.ofArray(numbers).asReadOnly(), 3);
    assertThat(vectors.toArray()).isEqualTo(numbers);
    assertThat(vectors.array()).isNull();
  }

  @Test
  void aSegmentNeedsNoAlignment() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocate(9, 64).asSlice(1);
      segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 0, 7);
      segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, 4, 8);
      TokenVectors vectors = TokenVectors.of(segment, 1);
      assertThat(vectors.at(1, 0)).isEqualTo(8);
      assertThat(vectors.toArray()).containsExactly(7, 8);
      assertThat(vectors.slice(1, 2).toRows()).isDeepEqualTo(new float[][] {{8}});
    }
  }

  @Test
  void aViewEndsWithItsArena() {
    TokenVectors vectors;
    try (Arena arena = Arena.ofConfined()) {
      vectors = TokenVectors.of(arena.allocate(16, 4), 2);
      assertThat(vectors.at(1, 1)).isZero();
    }
    assertThatThrownBy(vectors::toArray).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void theFirstTokenWithANumberThatIsNotFiniteIsFound(float bad) {
    assertThat(VECTORS.firstNotFinite()).isEqualTo(-1);
    for (int at = 0; at < NUMBERS.length; at++) {
      float[] numbers = NUMBERS.clone();
      numbers[at] = bad;
      numbers[NUMBERS.length - 1] = bad;
      assertThat(TokenVectors.of(numbers, 2).firstNotFinite()).isEqualTo(at / 2);
    }
  }
}
