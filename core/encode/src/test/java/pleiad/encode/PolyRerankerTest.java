package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Codes attend over tokens, and a text over what they found.
@ExtendWith(Seed.class)
final class PolyRerankerTest {
  private static final int DIMENSION = 5;

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void attentionIsAMeanWeightedBySoftmax(int tokens, Random random) {
    TokenVectors codes = vectors(random, 3);
    TokenVectors rows = vectors(random, tokens);
    TokenVectors found = PolyCodes.of(codes).attend(rows);
    assertThat(found.count()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      double total = 0;
      double[] expected = new double[DIMENSION];
      for (int j = 0; j < tokens; j++) {
        double weight = Math.exp(product(codes, i, rows, j));
        total += weight;
        for (int k = 0; k < DIMENSION; k++) {
          expected[k] += weight * rows.at(j, k);
        }
      }
      for (int k = 0; k < DIMENSION; k++) {
        assertThat((double) found.at(i, k)).isCloseTo(expected[k] / total, within(1e-5));
      }
    }
  }

  @Test
  void oneCodeIsABiEncoder(Random random) {
    TokenVectors codes = vectors(random, 1);
    TokenVectors found = PolyCodes.of(codes).attend(vectors(random, 7));
    TokenVectors text = vectors(random, 1);
    assertThat((double) PolyReranker.score(found, text.toArray()))
        .isCloseTo(product(found, 0, text, 0), within(1e-5));
  }

  @Test
  void oneTokenIsAllThatAnyCodeFinds(Random random) {
    TokenVectors token = vectors(random, 1);
    TokenVectors found = PolyCodes.untrained(4, DIMENSION, 7).attend(token);
    for (int i = 0; i < 4; i++) {
      assertThat(found.slice(i, i + 1)).isEqualTo(token);
    }
  }

  @Test
  void largeProductsDoNotOverflow() {
    TokenVectors codes = TokenVectors.of(new float[] {1000, 0}, 2);
    TokenVectors rows = TokenVectors.of(new float[] {1000, 3, -1000, 5}, 2);
    assertThat(PolyCodes.of(codes).attend(rows).toArray()).containsExactly(1000, 3);
  }

  @Test
  void aTextWithoutTokensIsZeros() {
    assertThat(PolyCodes.untrained(2, 3, 1).attend(TokenVectors.empty(3)).toArray())
        .containsOnly(0)
        .hasSize(6);
  }

  @Test
  void theSameSeedGivesTheSameCodesAndSaysThatNobodyLearnedThem() {
    assertThat(PolyCodes.untrained(2, 3, 1).attend(axes(3)))
        .isEqualTo(PolyCodes.untrained(2, 3, 1).attend(axes(3)))
        .isNotEqualTo(PolyCodes.untrained(2, 3, 2).attend(axes(3)));
    assertThat(PolyCodes.untrained(2, 3, 1).trained()).isFalse();
    try (Reranker reranker =
        Reranker.poly(Encoders.open(Encoders.DEFAULT), PolyCodes.untrained(16, 384, 1))) {
      assertThat(reranker.name()).isEqualTo("bge-small-en-v1.5 with 16 untrained random codes");
      List<Float> scores = reranker.scores("red fox", List.of("a fox with crimson fur", "bread"));
      assertThat(scores.get(0)).isGreaterThan(scores.get(1));
    }
  }

  @Test
  void codesOfAnotherDimensionAreRefused() {
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT)) {
      assertThatThrownBy(() -> Reranker.poly(encoder, PolyCodes.untrained(2, 128, 1)))
          .hasMessage(
              "codes of 128 dimensions do not fit the model 'bge-small-en-v1.5', whose tokens have 384 and whose texts have 384");
    }
    assertThatThrownBy(() -> PolyCodes.untrained(1, 3, 1).attend(TokenVectors.empty(4)))
        .hasMessage("codes of 3 dimensions cannot attend over vectors of 4");
    assertThatThrownBy(() -> PolyCodes.untrained(0, 3, 1))
        .hasMessage("a poly-encoder has at least one code of one number, got 0 of 3");
  }

  @Test
  void codesAreReadFromAFile() throws IOException {
    Path file = home.resolve("codes.safetensors");
    String header = "{\"codes\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 8).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    bytes.putFloat(0).putFloat(1);
    Files.write(file, bytes.array());
    PolyCodes codes = PolyCodes.read(file);
    assertThat(codes.count()).isEqualTo(2);
    assertThat(codes.trained()).isTrue();
    assertThat(codes.attend(TokenVectors.of(new float[] {1, 3}, 1)).at(0, 0)).isEqualTo(2);
  }

  private static TokenVectors axes(int dimension) {
    float[] values = new float[dimension * dimension];
    for (int k = 0; k < dimension; k++) {
      values[k * dimension + k] = 1;
    }
    return TokenVectors.of(values, dimension);
  }

  private static TokenVectors vectors(Random random, int count) {
    float[] values = new float[count * DIMENSION];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return TokenVectors.of(values, DIMENSION);
  }

  private static double product(TokenVectors a, int i, TokenVectors b, int j) {
    double sum = 0;
    for (int k = 0; k < a.dimension(); k++) {
      sum += (double) a.at(i, k) * b.at(j, k);
    }
    return sum;
  }
}
