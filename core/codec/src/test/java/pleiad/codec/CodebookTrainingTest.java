package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.Codebook.Ratios;
import pleiad.codec.Codebook.Shape;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class CodebookTrainingTest {
  /// Several chunks of rows.
  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void anyNumberOfThreadsGivesTheSameBits(int threads, Random random) {
    float[] sample = Codebooks.tokens(random, 5_000, 12);
    long seed = random.nextLong();
    Codebook alone = CodebookTraining.train(sample, 12, 12, 9_000, seed, Workers.ONE);
    Codebook together = CodebookTraining.train(sample, 12, 12, 9_000, seed, new Workers(threads));
    assertThat(together.toBytes()).isEqualTo(alone.toBytes());
  }

  @Test
  void theSeedDecides(Random random) {
    float[] sample = Codebooks.tokens(random, 300, 8);
    Codebook one = CodebookTraining.train(sample, 8, 12, 300, 1, Workers.ONE);
    assertThat(CodebookTraining.train(sample, 8, 12, 300, 1, Workers.ONE).fingerprint())
        .isEqualTo(one.fingerprint());
    assertThat(CodebookTraining.train(sample, 8, 12, 300, 2, Workers.ONE).fingerprint())
        .isNotEqualTo(one.fingerprint());
  }

  @Test
  void theSampleStaysAsItIs(Random random) {
    float[] sample = Codebooks.tokens(random, 100, 8);
    float[] before = sample.clone();
    CodebookTraining.train(sample, 8, 12, 100, 1, Workers.ONE);
    assertThat(sample).isEqualTo(before);
  }

  @Test
  void moreCodesLeaveLessError(Random random) {
    float[] sample = Codebooks.tokens(random, 1_000, 32);
    float before = 1;
    for (int codes : new int[] {12, 20, 28, 40}) {
      Codebook codebook = CodebookTraining.train(sample, 32, codes, 1_000, 1, Workers.ONE);
      assertThat(codebook.error()).as("%d codes", codes).isPositive().isLessThan(0.9f * before);
      before = codebook.error();
    }
  }

  /// Beside the error that halves make of the vectors, about 2⁻¹² of them.
  @Test
  void theErrorIsTheMeanSquaredErrorOfTheSample(Random random) {
    int dimension = 32;
    float[] sample = Codebooks.tokens(random, 1_000, dimension);
    Codebook codebook =
        CodebookTraining.train(sample, dimension, 20, 1_000, random.nextLong(), Workers.ONE);
    ObviousCodes codes = new ObviousCodes(codebook, Codebooks.encoded(codebook, sample), 1_000);
    double squares = 0;
    for (int token = 0; token < 1_000; token++) {
      double length = Rows.length(sample, token * dimension, dimension);
      double[] sum = codes.sum(token);
      for (int k = 0; k < dimension; k++) {
        double off = sample[token * dimension + k] / length - sum[k];
        squares += off * off;
      }
    }
    assertThat(squares / 1_000).isCloseTo(codebook.error(), within(0.02 * codebook.error()));
  }

  /// What codes are counted in: kernels take codes in fours and levels in twos.
  @Test
  void everyShapeIsOneThatCodesCanHave() {
    for (int dimension = 1; dimension <= 512; dimension++) {
      for (int codes = 8; codes <= 512; codes++) {
        Shape shape = CodebookTraining.shape(dimension, codes);
        boolean sound =
            shape.dimension() == dimension
                && shape.levels() >= 4
                && shape.levels() <= 6
                && shape.levels() % 2 == 0
                && shape.codes() % 4 == 0
                && shape.codes() <= Math.ceilDiv(codes, 4) * 4
                && shape.subspaces() <= dimension
                && (shape.subspaces() > 0 || dimension == 1);
        assertThat(sound).as("%s for %d codes", shape, codes).isTrue();
      }
    }
  }

  @Test
  void subspacesCoverEveryDimensionOnce() {
    for (int dimension = 1; dimension <= 512; dimension++) {
      for (int codes = 12; codes <= 512; codes += 20) {
        Shape shape = CodebookTraining.shape(dimension, codes);
        int covered = 0;
        for (int s = 0; s < shape.subspaces(); s++) {
          assertThat(shape.start(s)).isEqualTo(covered);
          int even = dimension / shape.subspaces();
          assertThat(shape.width(s)).isBetween(Math.max(1, even), even + 1);
          covered += shape.width(s);
        }
        assertThat(covered).isEqualTo(shape.covered());
      }
    }
  }

  @Test
  void allCodesThatWereAskedForAreThereWhereDimensionsAllow() {
    assertThat(CodebookTraining.shape(128, 48)).isEqualTo(new Shape(128, 4, 44));
    assertThat(CodebookTraining.shape(384, 512)).isEqualTo(new Shape(384, 4, 384));
    assertThat(CodebookTraining.shape(64, 12)).isEqualTo(new Shape(64, 4, 8));
    assertThat(CodebookTraining.shape(4, 48)).isEqualTo(new Shape(4, 4, 4));
    assertThat(CodebookTraining.shape(3, 48)).isEqualTo(new Shape(3, 6, 2));
    assertThat(CodebookTraining.shape(1, 48)).isEqualTo(new Shape(1, 4, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 9, 31, 100})
  void anyDimensionCanBeLearnt(int dimension, Random random) {
    float[] sample = Codebooks.tokens(random, 400, dimension);
    Codebook codebook =
        CodebookTraining.train(sample, dimension, 48, 400, random.nextLong(), Workers.ONE);
    assertThat(codebook.shape()).isEqualTo(CodebookTraining.shape(dimension, 48));
    assertThat(Codebook.read(codebook.toBytes()).fingerprint()).isEqualTo(codebook.fingerprint());
    int[] order = ObviousRotation.of(codebook).order();
    Arrays.sort(order);
    for (int k = 0; k < dimension; k++) {
      assertThat(order[k]).isEqualTo(k);
    }
    float[] back = Codebooks.decoded(codebook, Codebooks.encoded(codebook, sample), 400);
    double kept = 0;
    for (int token = 0; token < 400; token++) {
      kept += cosine(sample, back, token * dimension, dimension) / 400;
    }
    assertThat(kept).isGreaterThan(0.8);
  }

  private static double cosine(float[] a, float[] b, int at, int dimension) {
    double dot = 0;
    for (int k = at; k < at + dimension; k++) {
      dot += (double) a[k] * b[k];
    }
    return dot / Rows.length(a, at, dimension) / Rows.length(b, at, dimension);
  }

  @Test
  void aTokenWithoutDirectionTeachesNothing(Random random) {
    int dimension = 8;
    float[] sample = Codebooks.tokens(random, 200, dimension);
    float[] gaps = new float[2 * sample.length];
    for (int token = 0; token < 200; token++) {
      System.arraycopy(sample, token * dimension, gaps, 2 * token * dimension, dimension);
      int gap = (2 * token + 1) * dimension;
      Arrays.fill(gaps, gap, gap + dimension, token % 3 == 0 ? Float.MAX_VALUE : 0);
    }
    assertThat(CodebookTraining.train(gaps, dimension, 12, 200, 7, Workers.ONE).toBytes())
        .isEqualTo(CodebookTraining.train(sample, dimension, 12, 200, 7, Workers.ONE).toBytes());
  }

  @Test
  void nothingToLearnFromIsRefused() {
    for (float[] sample : new float[][] {{}, new float[8], new float[80]}) {
      assertThatThrownBy(() -> CodebookTraining.train(sample, 8, 12, 10, 1, Workers.ONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("a codebook needs a finite token that is not zero to learn from");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16, 128})
  void oneTokenIsKeptWhole(int dimension, Random random) {
    float[] sample = Codebooks.tokens(random, 1, dimension);
    Codebook codebook = CodebookTraining.train(sample, dimension, 48, 1, 1, Workers.ONE);
    assertThat(codebook.error()).isLessThan(1e-12f);
    float[] back = Codebooks.decoded(codebook, Codebooks.encoded(codebook, sample), 1);
    for (int k = 0; k < dimension; k++) {
      // Halves keep eleven bits, the factor's steps are finer.
      assertThat(back[k]).isCloseTo(sample[k], within(0x1p-10f));
    }
  }

  @Test
  void copiesOfFewTokensAreKeptWhole(Random random) {
    float[] few = Codebooks.tokens(random, 3, 16);
    float[] sample = new float[50 * few.length];
    for (int copy = 0; copy < 50; copy++) {
      System.arraycopy(few, 0, sample, copy * few.length, few.length);
    }
    Codebook codebook = CodebookTraining.train(sample, 16, 12, 150, 1, Workers.ONE);
    assertThat(codebook.error()).isLessThan(1e-12f);
  }

  @Test
  void scaleIsInTheFactorsAlone(Random random) {
    float[] sample = Codebooks.tokens(random, 300, 8);
    Codebook codebook = CodebookTraining.train(sample, 8, 12, 300, 1, Workers.ONE);
    for (float scale : new float[] {0x1p-50f, 0x1p-3f, 0x1p50f}) {
      float[] scaled = sample.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= scale;
      }
      Codebook other = CodebookTraining.train(scaled, 8, 12, 300, 1, Workers.ONE);
      assertThat(other.levels()).isEqualTo(codebook.levels());
      assertThat(other.subspaces()).isEqualTo(codebook.subspaces());
      assertThat(other.ratios())
          .isEqualTo(
              new Ratios(codebook.ratios().shortest() * scale, codebook.ratios().exponent()));
    }
  }

  @Test
  void aCodebookOfTheLongestTokensCanBeRead(Random random) {
    float[] sample = Rows.unit(random, 200, 8);
    for (int i = 0; i < sample.length; i++) {
      sample[i] *= 1.5f * Ratios.LONGEST;
    }
    Codebook codebook = CodebookTraining.train(sample, 8, 12, 200, 1, Workers.ONE);
    assertThat(codebook.ratios().shortest()).isEqualTo(Ratios.LONGEST);
    assertThat(Codebook.read(codebook.toBytes()).toBytes()).isEqualTo(codebook.toBytes());
  }

  /// A few tokens of another length must not cost all others theirs.
  @ParameterizedTest
  @ValueSource(floats = {1e-12f, 0.01f, 100, 1e12f})
  void lengthsThatAreRareAreGivenUpFirst(float rare, Random random) {
    int dimension = 16;
    float[] sample = Codebooks.tokens(random, 500, dimension);
    for (int i = 0; i < 5 * dimension; i++) {
      sample[i] *= rare;
    }
    Codebook codebook = CodebookTraining.train(sample, dimension, 20, 500, 1, Workers.ONE);
    float[] back = Codebooks.decoded(codebook, Codebooks.encoded(codebook, sample), 500);
    for (int token = 5; token < 500; token++) {
      double length = Rows.length(sample, token * dimension, dimension);
      assertThat(Rows.length(back, token * dimension, dimension))
          .isCloseTo(length, within(0.1 * length));
    }
  }

  @Test
  void stepsAreAsFineAsTheLengthsAllow(Random random) {
    float[] directions = Rows.unit(random, 500, 16);
    float[] lengths = Codebooks.tokens(random, 500, 16);
    Ratios even = CodebookTraining.train(directions, 16, 20, 1, 1, Workers.ONE).ratios();
    Ratios uneven = CodebookTraining.train(lengths, 16, 20, 1, 1, Workers.ONE).ratios();
    assertThat(even.exponent()).isGreaterThan(uneven.exponent());
    assertThat(uneven.exponent()).isBetween(Codebook.LEAST_EXPONENT, 7);
  }
}
