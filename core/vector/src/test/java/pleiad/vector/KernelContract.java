package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

/// What every kernel must do, whatever its registers. A new kernel is one subclass.
@ExtendWith(Seed.class)
abstract class KernelContract {
  /// Around one and two registers of every width, and around a whole number of passes.
  private static final int[] QUERY_TOKENS = {
    1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 21, 31, 32, 33, 48, 65
  };

  /// Around one and several tiles of rows.
  private static final int[] DOCUMENT_TOKENS = {
    0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 24, 25, 237
  };

  private final MaxSimKernel kernel = kernel();

  abstract MaxSimKernel kernel();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 16, 31, 32, 96, 128, 384, 513})
  void everyShapeGivesTheObviousAnswer(int dimension, Random random) {
    for (int queryTokens : QUERY_TOKENS) {
      float[] query = Numbers.ofBothSigns(random, queryTokens * dimension);
      for (int documentTokens : DOCUMENT_TOKENS) {
        float[] document = Numbers.ofBothSigns(random, documentTokens * dimension);
        ObviousMaxSim obvious = ObviousMaxSim.of(query, document, dimension);
        obvious.assertClose(maxima(query, document, 0, documentTokens, dimension));
      }
    }
  }

  @Test
  void similaritiesMayAllBeNegative(Random random) {
    float[] query = Numbers.positive(random, 21 * 31);
    float[] document = Numbers.negated(Numbers.positive(random, 25 * 31));
    float[] maxima = maxima(query, document, 0, 25, 31);
    ObviousMaxSim.of(query, document, 31).assertClose(maxima);
    assertThat(maxima[20]).isNegative();
  }

  @Test
  void zerosScoreZero() {
    assertThat(Arrays.copyOf(maxima(new float[33 * 16], new float[13 * 16], 0, 13, 16), 33))
        .containsOnly(0f);
  }

  @Test
  void rowsAroundTheDocumentAreNotRead(Random random) {
    for (int count = 0; count <= 13; count++) {
      float[] query = Numbers.positive(random, 17 * 7);
      float[] array = new float[(3 + count + 3) * 7];
      Arrays.fill(array, 1e30f);
      float[] document = Numbers.ofBothSigns(random, count * 7);
      System.arraycopy(document, 0, array, 3 * 7, document.length);
      ObviousMaxSim.of(query, document, 7).assertClose(maxima(query, array, 3 * 7, count, 7));
    }
  }

  @Test
  void aDocumentInPiecesScoresAsOne(Random random) {
    for (int dimension : new int[] {31, 32}) {
      for (int queryTokens : new int[] {5, 48}) {
        float[] query = Numbers.ofBothSigns(random, queryTokens * dimension);
        float[] document = Numbers.ofBothSigns(random, 237 * dimension);
        float[] packed = kernel.pack(TokenVectors.of(query, dimension));
        float[] maxima = untouched(queryTokens, dimension);
        for (int from = 0; from < 237; ) {
          int to = Math.min(237, from + random.nextInt(20));
          kernel.accumulate(packed, document, from * dimension, to - from, dimension, maxima);
          from = to;
        }
        ObviousMaxSim.of(query, document, dimension).assertClose(maxima);
      }
    }
  }

  @Test
  void aMaximumNeverFalls(Random random) {
    for (int queryTokens : new int[] {6, 21}) {
      float[] query = Numbers.ofBothSigns(random, queryTokens * 16);
      float[] packed = kernel.pack(TokenVectors.of(query, 16));
      float[] maxima = untouched(queryTokens, 16);
      Arrays.fill(maxima, 1e30f);
      kernel.accumulate(packed, Numbers.ofBothSigns(random, 25 * 16), 0, 25, 16, maxima);
      assertThat(maxima).containsOnly(1e30f);
    }
  }

  /// Wherever in a tile the NaN stands, on either side of a register.
  @Test
  void aNotANumberNeitherWinsNorHidesAnother(Random random) {
    int dimension = 16;
    for (int queryTokens : new int[] {1, 16, 33}) {
      float[] query = Numbers.ofBothSigns(random, queryTokens * dimension);
      for (int nan = 0; nan < 13; nan++) {
        float[] document = Numbers.ofBothSigns(random, 13 * dimension);
        float[] without = withoutRow(document, nan, dimension);
        document[nan * dimension + random.nextInt(dimension)] = Float.NaN;
        ObviousMaxSim.of(query, without, dimension)
            .assertClose(maxima(query, document, 0, 13, dimension));
      }
    }
  }

  @Test
  void aDocumentOfNotANumbersScoresNothing(Random random) {
    float[] document = new float[13 * 3];
    Arrays.fill(document, Float.NaN);
    assertThat(maxima(Numbers.positive(random, 3), document, 0, 13, 3)[0])
        .isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void paddingFillsWholePasses() {
    for (int dimension : new int[] {1, 15, 16, 17, 128}) {
      for (int tokens : QUERY_TOKENS) {
        assertThat(kernel.paddedTokens(tokens, dimension))
            .isBetween(tokens, tokens + kernel.lanes() - 1);
      }
      assertThat(kernel.paddedTokens(0, dimension)).isZero();
    }
  }

  @Test
  void aQueryWithoutTokensIsPackedToNothing() {
    float[] packed = kernel.pack(TokenVectors.empty(128));
    assertThat(packed).isEmpty();
    kernel.accumulate(packed, new float[5 * 128], 0, 5, 128, new float[0]);
  }

  private float[] maxima(float[] query, float[] rows, int offset, int count, int dimension) {
    float[] packed = kernel.pack(TokenVectors.of(query, dimension));
    float[] maxima = untouched(query.length / dimension, dimension);
    kernel.accumulate(packed, rows, offset, count, dimension, maxima);
    return maxima;
  }

  private float[] untouched(int queryTokens, int dimension) {
    float[] maxima = new float[kernel.paddedTokens(queryTokens, dimension)];
    Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
    return maxima;
  }

  private static float[] withoutRow(float[] rows, int row, int dimension) {
    float[] rest = new float[rows.length - dimension];
    System.arraycopy(rows, 0, rest, 0, row * dimension);
    System.arraycopy(
        rows, (row + 1) * dimension, rest, row * dimension, rest.length - row * dimension);
    return rest;
  }
}
