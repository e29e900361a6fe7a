package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

/// Codebooks of few dimensions, and what none can be learnt from.
@ExtendWith(Seed.class)
class CodebookShapesTest {
  @Test
  void codesComeInFoursLevelsAndSubspacesInPairs() {
    for (int codes = 12; codes <= 512; codes += 4) {
      for (int dimension = 2; dimension <= 600; dimension++) {
        Codebook.Shape shape = CodebookTraining.shape(dimension, codes);
        assertThat(shape.subspaces()).isBetween(2, dimension).isEven();
        assertThat(shape.levels()).isBetween(4, 6).isEven();
        assertThat(shape.codes() % 4).isZero();
        assertThat(shape.codes()).isLessThanOrEqualTo(codes);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 9, 31})
  void aCodebookOfFewDimensionsIsWrittenAndRead(int dimension, Random random) {
    Codebook trained = train(Rows.unit(random, 300, dimension), dimension);
    Codebook read = Codebook.read(trained.toBytes());
    assertThat(read.fingerprint()).isEqualTo(trained.fingerprint());
    assertThat(trained.error()).isLessThan(0.1f);
  }

  @Test
  void longTokensKeepTheirLengthHoweverShortTheShortestIs(Random random) {
    float[] rows = Rows.unit(random, 300, 4);
    for (int k = 0; k < 4; k++) {
      rows[k] *= 1e-9f;
    }
    ResidualCode code = new ResidualCode(train(rows, 4));
    byte[] codes = new byte[300 * code.tokenBytes()];
    code.encode(rows, 0, 300, codes, 0);
    float[] back = new float[rows.length];
    code.decode(codes, 0, 300, back, 0);
    for (int row = 1; row < 300; row++) {
      assertThat(Rows.length(back, row * 4, 4)).isBetween(0.96, 1.04);
    }
  }

  @Test
  void rowsThatAreNotFiniteAreLeftOut(Random random) {
    float[] rows = Rows.unit(random, 300, 4);
    float[] more = Arrays.copyOf(rows, rows.length + 8);
    more[rows.length] = Float.NaN;
    more[rows.length + 4] = Float.POSITIVE_INFINITY;
    assertThat(train(more, 4).fingerprint()).isEqualTo(train(rows, 4).fingerprint());
  }

  @Test
  void withoutADirectionThereIsNoCodebook() {
    assertThat(CodebookTraining.canLearn(new float[8], 4)).isFalse();
    assertThat(CodebookTraining.canLearn(new float[0], 4)).isFalse();
    assertThat(CodebookTraining.canLearn(new float[] {0, 2}, 1)).isTrue();
    assertThat(CodebookTraining.canLearn(new float[] {0, 0, 0, 1}, 2)).isTrue();
    assertThatThrownBy(() -> train(new float[8], 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a codebook needs a finite token that is not zero to learn from, of 1 to 32767 dimensions; got 2 tokens of 4");
  }

  private static Codebook train(float[] rows, int dimension) {
    return CodebookTraining.train(rows, dimension, 48, 1_000, 1, Workers.ONE);
  }
}
