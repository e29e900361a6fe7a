package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class TokenPruningTest {
  private static final TokenVectors FIVE =
      TokenVectors.of(new float[] {0, 10, 1, 11, 2, 12, 3, 13, 4, 14}, 2);

  @Test
  void tokensThatMayGoAreLeftOut() {
    assertThat(TokenPruning.prune(FIVE, token -> token % 2 == 0).toArray())
        .containsExactly(1, 11, 3, 13);
    assertThat(TokenPruning.prune(FIVE, token -> token != 4).toArray()).containsExactly(4, 14);
  }

  @Test
  void whereNothingGoesItIsTheDocumentItself() {
    assertThat(TokenPruning.prune(FIVE, _ -> false)).isSameAs(FIVE);
    assertThat(TokenPruning.prune(FIVE, _ -> true, 5)).isSameAs(FIVE);
    assertThat(TokenPruning.prune(FIVE, _ -> true, 6)).isSameAs(FIVE);
  }

  @Test
  void aDocumentNeverLosesAllItsTokens() {
    assertThat(TokenPruning.prune(FIVE, _ -> true).toArray()).containsExactly(0, 10);
    TokenVectors one = FIVE.slice(2, 3);
    assertThat(TokenPruning.prune(one, _ -> true)).isSameAs(one);
  }

  @Test
  void theFirstThatMayGoFillUpWhatIsTooFew() {
    assertThat(TokenPruning.prune(FIVE, token -> token != 3, 1).toArray()).containsExactly(3, 13);
    assertThat(TokenPruning.prune(FIVE, token -> token != 3, 2).toArray())
        .containsExactly(0, 10, 3, 13);
    assertThat(TokenPruning.prune(FIVE, token -> token != 3, 4).toArray())
        .containsExactly(0, 10, 1, 11, 2, 12, 3, 13);
    assertThat(TokenPruning.prune(FIVE, token -> token < 2, 3).toArray())
        .containsExactly(2, 12, 3, 13, 4, 14);
  }

  @Test
  void anEmptyDocumentStaysEmpty() {
    TokenVectors empty = TokenVectors.empty(3);
    assertThat(TokenPruning.prune(empty, _ -> true)).isSameAs(empty);
    assertThat(TokenPruning.prune(empty, TokenPruning.duplicates(empty, 0.9f))).isSameAs(empty);
  }

  @Test
  void everyTokenIsAskedForOnceInOrder() {
    List<Integer> asked = new ArrayList<>();
    assertThat(TokenPruning.prune(FIVE.slice(1, 4), token -> !asked.add(token)).count())
        .isEqualTo(3);
    assertThat(asked).containsExactly(0, 1, 2);
  }

  @Test
  void leastIsAtLeastOne() {
    assertThatThrownBy(() -> TokenPruning.prune(FIVE, _ -> true, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a document must keep at least 1 token to be found, got 0");
  }

  /// Within rounding on either side of the threshold.
  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.5f, 0.8f, 0.95f})
  void whatGoesRepeatsOneThatStays(float threshold, Random random) {
    for (int count : new int[] {1, 2, 47, 48, 49, 97, 200}) {
      int dimension = 4;
      float[] rows = Rows.gaussian(random, count * dimension);
      IntPredicate goes = TokenPruning.duplicates(TokenVectors.of(rows, dimension), threshold);
      for (int token = 0; token < count; token++) {
        double most = Double.NEGATIVE_INFINITY;
        for (int other = 0; other < token; other++) {
          if (!goes.test(other)) {
            most =
                Math.max(most, Rows.cosine(rows, token * dimension, other * dimension, dimension));
          }
        }
        if (goes.test(token)) {
          assertThat(most).isGreaterThanOrEqualTo(threshold - 1e-6);
        } else {
          assertThat(most).isLessThanOrEqualTo(threshold + 1e-6);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 31, 128, 384})
  void copiesGoAtTheHighestThresholdWherever(int dimension, Random random) {
    int count = 130;
    float[] rows = Rows.gaussian(random, count * dimension);
    // In few dimensions others come too near.
    int distinct = dimension < 16 ? 1 : 40;
    for (int token = distinct; token < count; token++) {
      System.arraycopy(rows, token % distinct * dimension, rows, token * dimension, dimension);
    }
    TokenVectors document = TokenVectors.of(rows, dimension);
    assertThat(TokenPruning.prune(document, TokenPruning.duplicates(document, 1)).toArray())
        .isEqualTo(document.slice(0, distinct).toArray());
  }

  @Test
  void lengthDoesNotMatterAndOppositesAreNoCopies() {
    TokenVectors document =
        TokenVectors.of(new float[] {1, 0, 0.001f, 0, -1, 0, 5e30f, 0, 0, 2, 1e-30f, 0}, 2);
    assertThat(TokenPruning.prune(document, TokenPruning.duplicates(document, 0.9f)).toArray())
        .containsExactly(1, 0, -1, 0, 0, 2);
  }

  @Test
  void zeroVectorsRepeatNothing() {
    TokenVectors document = TokenVectors.of(new float[] {0, 0, 1, 0, 0, 0}, 2);
    assertThat(TokenPruning.prune(document, TokenPruning.duplicates(document, 0.01f)))
        .isSameAs(document);
  }

  @Test
  void aChainOfNearTokensKeepsEveryOther() {
    float[] rows = new float[9 * 2];
    for (int token = 0; token < 9; token++) {
      rows[token * 2] = (float) Math.cos(token * 0.1);
      rows[token * 2 + 1] = (float) Math.sin(token * 0.1);
    }
    IntPredicate goes = TokenPruning.duplicates(TokenVectors.of(rows, 2), (float) Math.cos(0.15));
    for (int token = 0; token < 9; token++) {
      assertThat(goes.test(token)).isEqualTo(token % 2 == 1);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -0.5f, 1.01f, Float.NaN})
  void aThresholdIsACosineAboveZero(float threshold) {
    assertThatThrownBy(() -> TokenPruning.duplicates(FIVE, threshold))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the cosine of duplicates must be above 0 and at most 1, got " + threshold);
  }
}
