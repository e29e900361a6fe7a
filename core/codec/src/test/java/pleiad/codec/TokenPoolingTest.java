package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class TokenPoolingTest {
  @Test
  void nearTokensBecomeOneInThePlaceOfTheFirst() {
    TokenVectors document =
        TokenVectors.of(new float[] {9, 9, 0, 1, 1, 0, 0.6f, 0.8f, 0.8f, -0.6f}, 2);
    float[] pooled = TokenPooling.pool(document, 2, 1).toArray();
    assertThat(pooled).hasSize(6).startsWith(9, 9);
    // (0, 1) with (0.6, 0.8); (1, 0) with (0.8, -0.6).
    assertThat(pooled[2]).isCloseTo((float) (0.6 / Math.sqrt(3.6)), within(1e-6f));
    assertThat(pooled[3]).isCloseTo((float) (1.8 / Math.sqrt(3.6)), within(1e-6f));
    assertThat(pooled[4]).isCloseTo((float) (1.8 / Math.sqrt(3.6)), within(1e-6f));
    assertThat(pooled[5]).isCloseTo((float) (-0.6 / Math.sqrt(3.6)), within(1e-6f));
  }

  @Test
  void aFactorOfOneGivesTheDocumentItself(Random random) {
    TokenVectors document = unit(random, 30, 8);
    assertThat(TokenPooling.pool(document, 1, 0)).isSameAs(document);
    assertThat(TokenPooling.pool(document, 1, 1)).isSameAs(document);
  }

  @Test
  void whatCannotBecomeLessIsGivenBack(Random random) {
    TokenVectors empty = TokenVectors.empty(8);
    TokenVectors one = unit(random, 1, 8);
    TokenVectors three = unit(random, 3, 8);
    assertThat(TokenPooling.pool(empty, 2, 0)).isSameAs(empty);
    assertThat(TokenPooling.pool(empty, 2, 1)).isSameAs(empty);
    assertThat(TokenPooling.pool(one, 2, 0)).isSameAs(one);
    assertThat(TokenPooling.pool(one, 100, 1)).isSameAs(one);
    assertThat(TokenPooling.pool(three, 2, 2)).isSameAs(three);
    assertThat(TokenPooling.pool(three, 2, 3)).isSameAs(three);
    assertThat(TokenPooling.pool(three, 2, 100)).isSameAs(three);
  }

  @Test
  void theFactorSaysHowManyStay(Random random) {
    for (int tokens = 0; tokens < 40; tokens++) {
      TokenVectors document = unit(random, tokens, 6);
      for (int factor = 1; factor < 8; factor++) {
        for (int kept = 0; kept <= Math.min(3, tokens); kept++) {
          int clusters = tokens == kept ? 0 : Math.max((tokens - kept) / factor, 1);
          assertThat(TokenPooling.pool(document, factor, kept).count())
              .as("%d tokens, factor %d, %d protected", tokens, factor, kept)
              .isEqualTo(kept + clusters);
        }
      }
    }
  }

  @Test
  void protectedTokensStayAsTheyAre(Random random) {
    TokenVectors document = TokenVectors.of(Rows.gaussian(random, 50 * 8), 8);
    TokenVectors pooled = TokenPooling.pool(document, 3, 2);
    assertThat(pooled.slice(0, 2).toArray()).isEqualTo(document.slice(0, 2).toArray());
    assertThat(pooled.slice(2, pooled.count()).toArray())
        .isEqualTo(TokenPooling.pool(document.slice(2, 50), 3, 0).toArray());
  }

  @Test
  void aClusterBecomesItsMeanDirection(Random random) {
    int dimension = 24;
    float[] rows = Rows.unit(random, 60, dimension);
    int[] cluster = WardClusters.of(rows, dimension, 20);
    TokenVectors pooled = TokenPooling.pool(TokenVectors.of(rows, dimension), 3, 0);
    for (int c = 0; c < 20; c++) {
      double[] sum = new double[dimension];
      for (int token = 0; token < 60; token++) {
        for (int k = 0; cluster[token] == c && k < dimension; k++) {
          sum[k] += rows[token * dimension + k];
        }
      }
      double length = Math.sqrt(Arrays.stream(sum).map(x -> x * x).sum());
      for (int k = 0; k < dimension; k++) {
        assertThat(pooled.at(c, k)).isCloseTo((float) (sum[k] / length), within(1e-6f));
      }
    }
  }

  @Test
  void tokensOfLengthOneGiveTokensOfLengthOne(Random random) {
    float[] pooled = TokenPooling.pool(unit(random, 200, 96), 4, 1).toArray();
    for (int at = 0; at < pooled.length; at += 96) {
      assertThat(Rows.length(pooled, at, 96)).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void lengthsScaleAlong(Random random) {
    float[] rows = Rows.gaussian(random, 50 * 8);
    float[] larger = rows.clone();
    for (int i = 0; i < larger.length; i++) {
      larger[i] *= 4;
    }
    float[] pooled = TokenPooling.pool(TokenVectors.of(rows, 8), 2, 1).toArray();
    for (int i = 0; i < pooled.length; i++) {
      pooled[i] *= 4;
    }
    assertThat(TokenPooling.pool(TokenVectors.of(larger, 8), 2, 1).toArray()).isEqualTo(pooled);
  }

  @Test
  void aTokenThatStaysAloneStaysAsItIs() {
    float[] rows = {0.3f, 0.4f, -7, 0.1f, 0.31f, 0.4f, 0.3f, 0.41f};
    float[] pooled = TokenPooling.pool(TokenVectors.of(rows, 2), 2, 0).toArray();
    assertThat(Arrays.copyOfRange(pooled, 2, 4)).containsExactly(-7, 0.1f);
    assertThat(pooled[0]).isBetween(0.3f, 0.31f);
  }

  @Test
  void copiesOfOneTokenAreThatToken(Random random) {
    float[] token = Rows.unit(random, 1, 16);
    float[] rows = new float[30 * 16];
    for (int i = 0; i < 30; i++) {
      System.arraycopy(token, 0, rows, i * 16, 16);
    }
    TokenVectors pooled = TokenPooling.pool(TokenVectors.of(rows, 16), 7, 1);
    assertThat(pooled.count()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      assertThat(pooled.slice(i, i + 1).toArray()).isEqualTo(token);
    }
  }

  @Test
  void zeroVectorsDoNoHarm() {
    assertThat(TokenPooling.pool(TokenVectors.of(new float[40], 4), 2, 0).toArray())
        .hasSize(20)
        .containsOnly(0f);
    float[] mixed = {0, 0, 1, 0, 0, 0, 1, 0};
    assertThat(TokenPooling.pool(TokenVectors.of(mixed, 2), 4, 0).toArray())
        .containsExactly(0.5f, 0);
  }

  @Test
  void oppositesLeaveNothing() {
    assertThat(TokenPooling.pool(TokenVectors.of(new float[] {1, 2, -1, -2}, 2), 2, 0).toArray())
        .containsExactly(0, 0);
  }

  @Test
  void aLongDocumentIsPooledInWindowsOfEqualLength(Random random) {
    TokenVectors document = unit(random, 8_001, 16);
    TokenVectors pooled = TokenPooling.pool(document, 2, 1);
    assertThat(pooled.count()).isEqualTo(4_001);
    for (int window = 0; window < 4; window++) {
      TokenVectors tokens = document.slice(1 + window * 2_000, 1 + (window + 1) * 2_000);
      assertThat(pooled.slice(1 + window * 1_000, 1 + (window + 1) * 1_000).toArray())
          .isEqualTo(TokenPooling.pool(tokens, 2, 0).toArray());
    }
  }

  @Test
  void windowsShareTheClusters(Random random) {
    TokenVectors document = unit(random, 2 * 2_048 + 5, 3);
    assertThat(TokenPooling.pool(document, 2, 0).count()).isEqualTo(2_050);
    assertThat(TokenPooling.pool(document, 7, 0).count()).isEqualTo(4_101 / 7);
    assertThat(TokenPooling.pool(document, 1_000, 0).count()).isEqualTo(4);
    // One for each of three windows, though the factor would leave two.
    assertThat(TokenPooling.pool(document, 2_000, 0).count()).isEqualTo(3);
    assertThat(TokenPooling.pool(document.slice(0, 2_048), 2_000, 0).count()).isEqualTo(1);
    assertThat(TokenPooling.pool(document.slice(0, 2_049), 9_000, 0).count()).isEqualTo(2);
  }

  @Test
  void itDoesNotMatterWhereADocumentLies(Random random) {
    float[] rows = Rows.unit(random, 40, 12);
    float[] before = rows.clone();
    float[] pooled = TokenPooling.pool(TokenVectors.of(rows, 12).slice(5, 35), 3, 1).toArray();
    assertThat(rows).isEqualTo(before);
    MemorySegment segment = MemorySegment.ofArray(Arrays.copyOfRange(rows, 5 * 12, 35 * 12));
    assertThat(TokenPooling.pool(TokenVectors.of(segment, 12), 3, 1).toArray()).isEqualTo(pooled);
  }

  @Test
  void aTokenThatIsNotFiniteIsNamed() {
    float[] rows = new float[10 * 2];
    rows[7 * 2 + 1] = Float.NaN;
    assertThatThrownBy(() -> TokenPooling.pool(TokenVectors.of(rows, 2), 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "token 7 holds a number that is not finite, so no token is near it;"
                + " only finite vectors can be pooled");
    assertThat(TokenPooling.pool(TokenVectors.of(rows, 2), 2, 8).at(7, 1)).isNaN();
  }

  @Test
  void aFactorOrANumberThatMakesNoSenseIsRefused() {
    TokenVectors document = TokenVectors.empty(2);
    assertThatThrownBy(() -> TokenPooling.pool(document, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a pooling factor is how many tokens become one, at least 1; got 0");
    assertThatThrownBy(() -> TokenPooling.pool(document, 2, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the number of protected tokens must be at least 0, got -1");
  }

  private static TokenVectors unit(Random random, int count, int dimension) {
    return TokenVectors.of(Rows.unit(random, count, dimension), dimension);
  }
}
