package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static pleiad.codec.ObviousCodes.ROUNDING;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.Codebook.Shape;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class ResidualCodeTest {
  private static final int[] COUNTS = {0, 1, 2, 23, 24, 25, 63, 64, 65, 128, 200};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 31, 44, 45, 128})
  void theBytesOfATokenAreKnownBeforeThereIsACodebook(int dimension, Random random) {
    for (int codes : new int[] {12, 20, 48}) {
      assertThat(ResidualCode.tokenBytes(dimension, codes))
          .isEqualTo(new ResidualCode(Codebooks.trained(random, dimension, codes)).tokenBytes());
    }
    assertThat(ResidualCode.tokenBytes(128, 48)).isEqualTo(37);
    assertThatThrownBy(() -> ResidualCode.tokenBytes(40_000, 48))
        .hasMessageContaining("1 to 32767 dimensions, got 40000");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 31, 128})
  void aTokenComesBackAsTheSumOfWhatItsCodesName(int dimension, Random random) {
    Codebook codebook = Codebooks.trained(random, dimension, 32);
    int codes = codebook.shape().codes();
    for (int count : COUNTS) {
      byte[] bytes = Codebooks.encoded(codebook, Codebooks.tokens(random, count, dimension));
      float[] back = Codebooks.decoded(codebook, bytes, count);
      ObviousCodes obvious = new ObviousCodes(codebook, bytes, count);
      for (int token = 0; token < count; token++) {
        double factor = obvious.factor(token);
        double[] sum = obvious.sum(token);
        double[] mass = obvious.mass(token);
        for (int k = 0; k < dimension; k++) {
          // As many additions as codes, two roundings in the factor, one where it multiplies, and
          // as many as there are dimensions on the way back; each on top of the ones before.
          double rounding = (codes + 3 + dimension) * ROUNDING * factor * mass[k] * 1.001;
          assertThat((double) back[token * dimension + k])
              .isCloseTo(factor * sum[k], within(rounding));
        }
      }
    }
  }

  /// Two vectors may be taken one for the other when they are as near as rounding errors: those of
  /// what is turned, of what is left, of the products, and of half the squares.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 128})
  void everyCodeNamesTheVectorNearestToWhatIsLeft(int dimension, Random random) {
    Codebook codebook = Codebooks.trained(random, dimension, 48);
    int count = 15;
    float[] tokens = Codebooks.tokens(random, count, dimension);
    ObviousCodes obvious = new ObviousCodes(codebook, Codebooks.encoded(codebook, tokens), count);
    ObviousRotation rotation = ObviousRotation.of(codebook);
    ObviousRotation magnitudes = rotation.magnitudes();
    for (int token = 0; token < count; token++) {
      double length = Rows.length(tokens, token * dimension, dimension);
      double[] direction = new double[dimension];
      for (int k = 0; k < dimension; k++) {
        direction[k] = tokens[token * dimension + k] / length;
      }
      double[] left = rotation.turn(direction);
      double[] turned = magnitudes.turn(ObviousRotation.magnitudes(direction));
      double error = ROUNDING * (dimension + 4) * norm(turned);
      for (int code = 0; code < codebook.shape().codes(); code++) {
        double[][] vectors = vectors(codebook, code);
        int start = ObviousCodes.start(codebook, code);
        double[] chosen = vectors[obvious.value(token, code)];
        double longest = 0;
        double nearest = Double.POSITIVE_INFINITY;
        for (double[] vector : vectors) {
          longest =
              Math.max(longest, Math.sqrt(squaredDistance(new double[vector.length], 0, vector)));
          nearest = Math.min(nearest, squaredDistance(left, start, vector));
        }
        double ofNearness =
            longest * error + ROUNDING * (chosen.length + 3) * longest * (norm(left) + longest);
        assertThat(squaredDistance(left, start, chosen))
            .isLessThanOrEqualTo(nearest + 2 * 2 * ofNearness);
        for (int k = 0; k < chosen.length; k++) {
          left[start + k] -= chosen[k];
        }
        error += ROUNDING * norm(left);
      }
    }
  }

  private static double[][] vectors(Codebook codebook, int code) {
    double[][] vectors = new double[SixBits.VALUES][];
    Arrays.setAll(vectors, value -> ObviousCodes.vector(codebook, code, value));
    return vectors;
  }

  private static double squaredDistance(double[] row, int at, double[] vector) {
    double sum = 0;
    for (int k = 0; k < vector.length; k++) {
      sum += (row[at + k] - vector[k]) * (row[at + k] - vector[k]);
    }
    return sum;
  }

  private static double norm(double[] row) {
    return Math.sqrt(squaredDistance(row, 0, new double[row.length]));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 16, 128})
  void aTokenKeepsItsLengthToHalfAStep(int dimension, Random random) {
    float[] sample = Codebooks.tokens(random, 400, dimension);
    Codebook codebook =
        CodebookTraining.train(sample, dimension, 12, 400, random.nextLong(), Workers.ONE);
    byte[] bytes = Codebooks.encoded(codebook, sample);
    float[] back = Codebooks.decoded(codebook, bytes, 400);
    ObviousCodes obvious = new ObviousCodes(codebook, bytes, 400);
    double step = codebook.ratios().shortest() * Math.pow(2, -codebook.ratios().exponent());
    double skew = skew(codebook);
    for (int token = 0; token < 400; token++) {
      assertThat(obvious.factorByte(token)).isBetween(1, 255);
      double length = Rows.length(sample, token * dimension, dimension);
      double[] sum = obvious.atPlaces(token);
      double factor = obvious.factor(token);
      double ofSum =
          ROUNDING * (2 * dimension + 20) * (length + factor * norm(obvious.mass(token)));
      assertThat(factor * norm(sum)).isCloseTo(length, within(step / 2 * norm(sum) + ofSum));
      double ofTurning = factor * norm(sum) * skew;
      assertThat(Rows.length(back, token * dimension, dimension))
          .isCloseTo(length, within(step / 2 * norm(sum) + 2 * ofSum + ofTurning));
    }
  }

  /// How far axes in half precision are from right angles and from length one: by what part of it
  /// turning can change a squared length, and so a length.
  private static double skew(Codebook codebook) {
    double[][] axes = ObviousRotation.of(codebook).axes();
    double squares = 0;
    for (int i = 0; i < axes.length; i++) {
      for (int j = 0; j < axes.length; j++) {
        double off = Rotations.dot(axes[i], axes[j]) - (i == j ? 1 : 0);
        squares += off * off;
      }
    }
    return Math.sqrt(squares);
  }

  /// Shorter or longer than anything the codebook saw.
  @Test
  void aLengthOutOfReachBecomesTheNearestWithinReach(Random random) {
    Codebook codebook = Codebooks.trained(random, 16, 20);
    float[] tokens = Codebooks.tokens(random, 10, 16);
    for (float scale : new float[] {1e-6f, 1e6f}) {
      float[] scaled = tokens.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= scale;
      }
      ObviousCodes obvious = new ObviousCodes(codebook, Codebooks.encoded(codebook, scaled), 10);
      ObviousCodes whole = new ObviousCodes(codebook, Codebooks.encoded(codebook, tokens), 10);
      for (int token = 0; token < 10; token++) {
        assertThat(obvious.factorByte(token)).isEqualTo(scale < 1 ? 1 : 255);
        assertThat(obvious.sum(token)).isEqualTo(whole.sum(token));
      }
    }
  }

  @Test
  void aZeroVectorStaysZero(Random random) {
    Codebook codebook = Codebooks.trained(random, 12, 20);
    float[] tokens = Codebooks.tokens(random, 70, 12);
    Arrays.fill(tokens, 66 * 12, 67 * 12, 0);
    byte[] bytes = Codebooks.encoded(codebook, tokens);
    float[] back = Codebooks.decoded(codebook, bytes, 70);
    assertThat(Rows.length(back, 66 * 12, 12)).isZero();
    assertThat(new ObviousCodes(codebook, bytes, 70).factorByte(66)).isZero();
    assertThat(Rows.length(back, 65 * 12, 12)).isPositive();
  }

  /// Whether a token has neighbours shows in where its bytes lie, never in what they are.
  @ParameterizedTest
  @ValueSource(ints = {3, 16, 96})
  void aTokenIsEncodedAsIfItStoodAlone(int dimension, Random random) {
    Codebook codebook = Codebooks.trained(random, dimension, 20);
    int codes = codebook.shape().codes();
    float[] tokens = Codebooks.tokens(random, 200, dimension);
    for (int count : COUNTS) {
      byte[] bytes = Codebooks.encoded(codebook, Arrays.copyOf(tokens, count * dimension));
      assertThat(bytes).hasSize(count * (codes / 4 * 3 + 1));
      ObviousCodes together = new ObviousCodes(codebook, bytes, count);
      for (int token = 0; token < count; token++) {
        float[] row = Arrays.copyOfRange(tokens, token * dimension, (token + 1) * dimension);
        ObviousCodes alone = new ObviousCodes(codebook, Codebooks.encoded(codebook, row), 1);
        for (int code = 0; code < codes; code++) {
          assertThat(together.value(token, code)).isEqualTo(alone.value(0, code));
        }
        assertThat(together.factorByte(token)).isEqualTo(alone.factorByte(0));
      }
    }
  }

  @Test
  void aBlockIsLaidOutAsSixBitsSays(Random random) {
    Codebook codebook = Codebooks.trained(random, 24, 20);
    int codes = codebook.shape().codes();
    byte[] bytes = Codebooks.encoded(codebook, Codebooks.tokens(random, 150, 24));
    ObviousCodes obvious = new ObviousCodes(codebook, bytes, 150);
    for (int first = 0; first < 150; first += 64) {
      int n = Math.min(64, 150 - first);
      int[] values = new int[codes * SixBits.BLOCK];
      byte[] factors = new byte[n];
      for (int token = 0; token < n; token++) {
        for (int code = 0; code < codes; code++) {
          values[code * SixBits.BLOCK + token] = obvious.value(first + token, code);
        }
        factors[token] = (byte) obvious.factorByte(first + token);
      }
      byte[] packed = new byte[n * SixBits.tokenBytes(codes)];
      SixBits.pack(values, codes, factors, n, packed, 0);
      int from = first * SixBits.tokenBytes(codes);
      assertThat(Arrays.copyOfRange(bytes, from, from + packed.length)).isEqualTo(packed);
    }
  }

  @Test
  void offsetsOnBothSidesAreKept(Random random) {
    Codebook codebook = Codebooks.trained(random, 5, 12);
    ResidualCode code = new ResidualCode(codebook);
    float[] tokens = Codebooks.tokens(random, 80, 5);
    float[] shifted = new float[7 + tokens.length];
    System.arraycopy(tokens, 0, shifted, 7, tokens.length);
    byte[] bytes = new byte[3 + 80 * code.tokenBytes() + 4];
    code.encode(shifted, 7, 80, bytes, 3);
    byte[] plain = Codebooks.encoded(codebook, tokens);
    assertThat(Arrays.copyOfRange(bytes, 3, 3 + plain.length)).isEqualTo(plain);
    assertThat(bytes).startsWith(0, 0, 0).endsWith(0, 0, 0, 0);
    float[] back = new float[2 + tokens.length + 1];
    code.decode(bytes, 3, 80, back, 2);
    assertThat(Arrays.copyOfRange(back, 2, 2 + tokens.length))
        .isEqualTo(Codebooks.decoded(codebook, plain, 80));
    assertThat(back).startsWith(0, 0).endsWith(0);
  }

  @Test
  void blocksCanBeDecodedAlone(Random random) {
    Codebook codebook = Codebooks.trained(random, 9, 12);
    ResidualCode code = new ResidualCode(codebook);
    assertThat(code.blockTokens()).isEqualTo(64);
    byte[] bytes = Codebooks.encoded(codebook, Codebooks.tokens(random, 150, 9));
    float[] all = Codebooks.decoded(codebook, bytes, 150);
    float[] last = new float[22 * 9];
    code.decode(bytes, 128 * code.tokenBytes(), 22, last, 0);
    assertThat(last).isEqualTo(Arrays.copyOfRange(all, 128 * 9, 150 * 9));
  }

  @Test
  void anyBytesDecodeToSomething(Random random) {
    Codebook codebook = Codebooks.random(random, new Shape(10, 6, 6), 5);
    byte[] bytes = new byte[100 * SixBits.tokenBytes(12)];
    random.nextBytes(bytes);
    for (float number : Codebooks.decoded(codebook, bytes, 100)) {
      assertThat(number).isFinite();
    }
  }

  @Test
  void codesOfTheSameCodebookAreEqual(Random random) {
    Codebook codebook = Codebooks.random(random, new Shape(4, 2, 2), 6);
    ResidualCode code = new ResidualCode(codebook);
    ResidualCode same = new ResidualCode(Codebook.read(codebook.toBytes()));
    assertThat(same).isEqualTo(code).hasSameHashCodeAs(code);
    assertThat(new ResidualCode(Codebooks.random(random, new Shape(4, 2, 2), 6)))
        .isNotEqualTo(code);
    assertThat(code.name()).isEqualTo("residual");
    assertThat(code.dimension()).isEqualTo(4);
    assertThat(code.tokenBytes()).isEqualTo(4);
    assertThat(code.codebook()).isSameAs(codebook);
  }
}
