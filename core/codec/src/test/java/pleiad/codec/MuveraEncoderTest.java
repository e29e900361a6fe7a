package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class MuveraEncoderTest {
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 0, 1, 1",
    "1, 1, 0, 0, 1, 3",
    "3, 2, 0, 0, 5, 1",
    "2, 3, 4, 0, 16, 9",
    "5, 4, 8, 0, 24, 40",
    "4, 3, 8, 100, 24, 7",
    "2, 5, 0, 16, 3, 2",
    "20, 4, 8, 0, 128, 65"
  })
  void bothSidesAreWhatTheConstructionSays(
      int repetitions, int bits, int inner, int outer, int dimension, int tokens, Random random) {
    MuveraParameters parameters =
        new MuveraParameters(repetitions, bits, inner, outer, random.nextLong());
    float[] centre = Rows.gaussian(random, dimension);
    TokenVectors vectors = TokenVectors.of(Rows.gaussian(random, tokens * dimension), dimension);
    MuveraEncoder encoder = new MuveraEncoder(parameters, centre);
    ObviousMuvera obvious = new ObviousMuvera(parameters, centre);
    assertClose(encoder.ofDocument(vectors), obvious.encode(vectors, true));
    assertClose(encoder.ofQuery(vectors), obvious.encode(vectors, false));
    assertThat(encoder.ofQuery(vectors)).hasSize(encoder.width());
  }

  /// Some hundred numbers of size one are added up in either.
  private static void assertClose(float[] found, double[] expected) {
    assertThat(found).hasSize(expected.length);
    for (int k = 0; k < found.length; k++) {
      assertThat((double) found[k])
          .isCloseTo(expected[k], within(1e-4 * (1 + Math.abs(expected[k]))));
    }
  }

  /// One partition holds everything: the sum of a query, the mean of a document less the centre.
  @Test
  void withoutPlanesADocumentIsItsMeanAndAQueryItsSum() {
    MuveraEncoder encoder =
        new MuveraEncoder(new MuveraParameters(2, 0, 0, 0, 7), new float[] {1, -1});
    TokenVectors vectors = TokenVectors.of(new float[] {2, 0, 4, 6}, 2);
    assertThat(encoder.ofDocument(vectors)).containsExactly(2, 4, 2, 4);
    assertThat(encoder.ofQuery(vectors)).containsExactly(6, 6, 6, 6);
    assertThat(encoder.offset(vectors)).isZero();
    assertThat(encoder.offset(TokenVectors.of(new float[] {3, 1}, 2))).isEqualTo(2);
  }

  /// In one dimension every plane parts what is above the centre from what is below. Whichever side
  /// is the first partition, one has the mean of 5 and 7, the other -2, each less the centre 1.
  @Test
  void onePlanePartsWhatLiesOnEitherSideOfTheCentre() {
    MuveraEncoder encoder = new MuveraEncoder(new MuveraParameters(1, 1, 0, 0, 3), new float[] {1});
    TokenVectors vectors = TokenVectors.of(new float[] {5, -2, 7}, 1);
    assertThat(encoder.ofDocument(vectors)).containsExactlyInAnyOrder(5, -3);
    assertThat(encoder.ofQuery(vectors)).containsExactlyInAnyOrder(12, -2);
    assertThat(encoder.ofDocument(vectors.slice(0, 1))).containsExactly(4, 4);
    assertThat(encoder.ofQuery(vectors.slice(0, 1))).containsExactlyInAnyOrder(5, 0);
  }

  @Test
  void partitionsNextToEachOtherAreOnePlaneApart() {
    assertThat(MuveraEncoder.partition(0b110, 3)).isEqualTo(4);
    for (int bits = 0; bits <= 6; bits++) {
      for (int p = 0; p < 1 << bits; p++) {
        assertThat(MuveraEncoder.partition(p ^ (p >>> 1), bits)).isEqualTo(p);
      }
    }
  }

  /// Every partition has the only token there is, so every query token meets it.
  @ParameterizedTest
  @CsvSource({"1, 1", "4, 1", "3, 4", "20, 5"})
  void aDocumentOfOneTokenHasItsMaxSim(int repetitions, int bits, Random random) {
    TokenVectors query = TokenVectors.of(Rows.unit(random, 9, 24), 24);
    TokenVectors document = TokenVectors.of(Rows.unit(random, 1, 24), 24);
    double maxSim = 0;
    for (int i = 0; i < query.count(); i++) {
      for (int k = 0; k < 24; k++) {
        maxSim += (double) query.at(i, k) * document.at(0, k);
      }
    }
    MuveraParameters parameters = new MuveraParameters(repetitions, bits, 0, 0, random.nextLong());
    for (float[] centre : new float[][] {new float[24], Rows.gaussian(random, 24)}) {
      MuveraEncoder encoder = new MuveraEncoder(parameters, centre);
      assertThat(estimate(encoder, query, document)).isCloseTo(maxSim, within(1e-4));
    }
  }

  /// Both sketches keep dot products on average, so the mean over seeds is what the whole vectors
  /// give; with five standard deviations of it, a chance of one in a million to be wrong.
  @ParameterizedTest
  @CsvSource({"4, 0", "0, 8", "4, 16"})
  void sketchesKeepProductsOnAverage(int inner, int outer, Random random) {
    TokenVectors query = TokenVectors.of(Rows.unit(random, 3, 12), 12);
    TokenVectors document = TokenVectors.of(Rows.unit(random, 5, 12), 12);
    float[] centre = new float[12];
    MuveraEncoder whole = new MuveraEncoder(new MuveraParameters(2, 0, 0, 0, 0), centre);
    double expected = estimate(whole, query, document);
    int seeds = 3_000;
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < seeds; seed++) {
      MuveraEncoder encoder =
          new MuveraEncoder(new MuveraParameters(2, 0, inner, outer, random.nextLong()), centre);
      double found = estimate(encoder, query, document);
      sum += found;
      squares += found * found;
    }
    double mean = sum / seeds;
    double deviation = Math.sqrt((squares / seeds - mean * mean) / seeds);
    assertThat(mean).isCloseTo(expected, within(5 * deviation));
    assertThat(deviation).isLessThan(0.05);
  }

  /// A query token meets means of document tokens, which are never nearer than the nearest token.
  @Test
  void whatIsNotSketchedIsNeverMoreThanMaxSim(Random random) {
    TokenVectors query = TokenVectors.of(Rows.unit(random, 6, 16), 16);
    TokenVectors document = TokenVectors.of(Rows.unit(random, 30, 16), 16);
    double maxSim = 0;
    for (float[] q : query.toRows()) {
      double best = Double.NEGATIVE_INFINITY;
      for (float[] d : document.toRows()) {
        best = Math.max(best, ObviousMuvera.dot(q, d));
      }
      maxSim += best;
    }
    double few = estimate(encoder(1, random), query, document);
    double many = estimate(encoder(6, random), query, document);
    assertThat(few).isLessThan(maxSim + 1e-4);
    assertThat(many).isLessThan(maxSim + 1e-4).isGreaterThan(few);
  }

  private static MuveraEncoder encoder(int bits, Random random) {
    return new MuveraEncoder(
        new MuveraParameters(40, bits, 0, 0, random.nextLong()), new float[16]);
  }

  @Test
  void whatTwoQueriesHaveTogetherIsTheSumOfBoth(Random random) {
    TokenVectors query = TokenVectors.of(Rows.gaussian(random, 7 * 8), 8);
    MuveraEncoder encoder =
        new MuveraEncoder(new MuveraParameters(3, 2, 4, 0, 9), Rows.gaussian(random, 8));
    float[] whole = encoder.ofQuery(query);
    float[] first = encoder.ofQuery(query.slice(0, 3));
    float[] second = encoder.ofQuery(query.slice(3, 7));
    for (int k = 0; k < whole.length; k++) {
      assertThat(first[k] + second[k]).isCloseTo(whole[k], within(1e-4f));
    }
  }

  @Test
  void withoutTokensAllNumbersAreZero() {
    MuveraEncoder encoder = new MuveraEncoder(MuveraParameters.DEFAULT, new float[] {1, 2, 3});
    assertThat(encoder.ofDocument(TokenVectors.empty(3))).hasSize(24).containsOnly(0);
    assertThat(encoder.ofQuery(TokenVectors.empty(3))).hasSize(24).containsOnly(0);
    assertThat(encoder.offset(TokenVectors.empty(3))).isZero();
  }

  /// Segments keep vectors, and the seed of what they were made with: it never changes what it
  /// gives. Each number is a whole one, as planes only choose.
  @Test
  void theVectorsStayWhatTheyAre() {
    TokenVectors vectors =
        TokenVectors.of(new float[] {1, 2, 3, 4, -4, 3, -2, 1, 1, -1, 2, -2, -3, 0, 0, 5}, 4);
    float[] query =
        new MuveraEncoder(new MuveraParameters(2, 2, 2, 0, 1), new float[4]).ofQuery(vectors);
    assertThat(query).containsExactly(GOLDEN);
    assertThat(
            new MuveraEncoder(new MuveraParameters(2, 2, 2, 5, 1), new float[4]).ofQuery(vectors))
        .containsExactly(GOLDEN_OUTER);
  }

  private static final float[] GOLDEN = {-2, -6, 3, -5, 0, 0, 0, 0, 10, 0, 2, 0, -2, 0, 0, 0};
  private static final float[] GOLDEN_OUTER = {-8, 3, 2, 3, 10};

  @Test
  void equalEncodersHaveTheSameParametersAndCentre() {
    MuveraEncoder one = new MuveraEncoder(MuveraParameters.DEFAULT, new float[] {1, 2});
    assertThat(one).isEqualTo(new MuveraEncoder(MuveraParameters.DEFAULT, new float[] {1, 2}));
    assertThat(one).hasSameHashCodeAs(new MuveraEncoder(one.parameters(), one.centre()));
    assertThat(one).isNotEqualTo(new MuveraEncoder(MuveraParameters.DEFAULT, new float[] {1, 3}));
    assertThat(one)
        .isNotEqualTo(new MuveraEncoder(new MuveraParameters(4, 1, 0, 0, 2), new float[] {1, 2}));
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new MuveraParameters(0, 1, 0, 0, 1))
        .hasMessage("repetitions of fixed-dimensional encodings go from 1 to 1,000, got 0");
    assertThatThrownBy(() -> new MuveraParameters(1, 13, 0, 0, 1))
        .hasMessage("bits of fixed-dimensional encodings go from 0 to 12, got 13");
    assertThatThrownBy(() -> new MuveraParameters(1, 1, -1, 0, 1)).hasMessageContaining("inner");
    assertThatThrownBy(() -> new MuveraParameters(1, 1, 0, -1, 1)).hasMessageContaining("outer");
    assertThatThrownBy(
            () -> new MuveraEncoder(new MuveraParameters(40, 6, 0, 0, 1), new float[128]))
        .hasMessage(
            "40 repetitions of 64 partitions with 128 numbers each are 327,680 numbers, more than 131,072; take fewer");
    assertThat(new MuveraEncoder(new MuveraParameters(40, 6, 0, 10_240, 1), new float[128]).width())
        .isEqualTo(10_240);
    MuveraEncoder encoder = new MuveraEncoder(MuveraParameters.DEFAULT, new float[4]);
    assertThatThrownBy(() -> encoder.ofQuery(TokenVectors.empty(3)))
        .hasMessage(
            "tokens have 3 dimensions, the centre of encodings has 4; were they made by another model?");
  }

  private static double estimate(MuveraEncoder encoder, TokenVectors query, TokenVectors document) {
    return ObviousMuvera.dot(encoder.ofQuery(query), encoder.ofDocument(document))
            / encoder.parameters().repetitions()
        + encoder.offset(query);
  }

  @Test
  void aSketchHasEveryNumberOnce(Random random) {
    CountSketch sketch = new CountSketch(40, 7, new SplittableRandom(random.nextLong()));
    float[] all = new float[7];
    for (int k = 0; k < 40; k++) {
      float[] unit = new float[40];
      unit[k] = 3;
      float[] found = new float[9];
      sketch.add(unit, 0, found, 1);
      assertThat(found[0]).isZero();
      assertThat(found[8]).isZero();
      float[] ours = Arrays.copyOfRange(found, 1, 8);
      int count = 0;
      for (int at = 0; at < 7; at++) {
        assertThat(Math.abs(ours[at])).isIn(0f, 3f);
        count += ours[at] == 0 ? 0 : 1;
        all[at] += Math.abs(ours[at]);
      }
      assertThat(count).isEqualTo(1);
    }
    assertThat(all[0] + all[1] + all[2] + all[3] + all[4] + all[5] + all[6]).isEqualTo(120);
  }
}
