package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import pleiad.encode.checkpoint.Pooling;
import pleiad.vector.TokenVectors;

/// The one vector of a text in other ways than the model's own.
final class PooledEncodingsTest {
  private static final List<String> TEXTS =
      List.of("", "fox", "The quick brown fox jumps over the lazy dog.", "words ".repeat(700));

  @TempDir private Path home;

  /// [ParityTest] holds that one against what the references make.
  @ParameterizedTest
  @CsvSource({
    "dense-max, MAX",
    "dense-mean, MEAN",
    "dense-sqrt, MEAN_SQRT_LEN_TOKENS",
    "dense-lasttoken, LASTTOKEN",
    "dense5-cls, CLS"
  })
  void aModelsOwnWayGivesItsOneVector(String model, Pooling.Mode mode) throws IOException {
    try (Encoder encoder = open(model)) {
      for (String text : TEXTS) {
        for (Role role : Role.values()) {
          assertThat(encoder.pooled(text, role, mode))
              .isEqualTo(encoder.encode(text, role).single());
        }
      }
    }
  }

  @Test
  void lateInteractionPoolsItsTokenVectors() throws IOException {
    try (Encoder encoder = open("pylate-bert")) {
      for (String text : TEXTS) {
        for (Role role : Role.values()) {
          Encoding encoding = encoder.encode(text, role);
          assertThat(encoder.pooled(text, role, Pooling.Mode.MEAN)).isEqualTo(encoding.single());
          float[] first = encoding.vectors().slice(0, 1).toArray();
          assertNear(encoder.pooled(text, role, Pooling.Mode.CLS), first);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theResultHasLengthOne(Pooling.Mode mode) throws IOException {
    try (Encoder encoder = open("dense5-mean")) {
      float[] vector = encoder.pooled("a red fox", Role.DOCUMENT, mode);
      assertThat(vector).hasSize(encoder.model().dimension());
      double squares = 0;
      for (float number : vector) {
        squares += (double) number * number;
      }
      assertThat(squares).isBetween(0.9999, 1.0001);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyTokensWithoutAnyAreZeros(Pooling.Mode mode) {
    assertThat(Pooled.ofUnitLength(mode, TokenVectors.empty(3))).containsExactly(0, 0, 0);
    assertThat(Pooled.ofUnitLength(mode, TokenVectors.of(new float[] {3, -4}, 2)))
        .containsExactly(0.6f, -0.8f);
  }

  @Test
  void theFirstRowIsTheFirstTokensWhereAPromptTakesNoPart() {
    Single without = new Single(List.of(Pooling.Mode.MEAN), false, false, List.of(), 8);
    assertThat(without.pooledBy(Pooling.Mode.CLS, 8).withPrompt()).isTrue();
    assertThat(without.pooledBy(Pooling.Mode.MEAN, 8).withPrompt()).isFalse();
  }

  @Test
  void aClosedEncoderPoolsNothing() throws IOException {
    Encoder encoder = open("dense5-cls");
    encoder.close();
    assertThatThrownBy(() -> encoder.pooled("fox", Role.QUERY, Pooling.Mode.CLS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the encoder is closed");
  }

  private static void assertNear(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int k = 0; k < found.length; k++) {
      assertThat(found[k]).isBetween(expected[k] - 1e-6f, expected[k] + 1e-6f);
    }
  }

  private Encoder open(String name) throws IOException {
    return Encoders.open(ParityCopy.of(ParityGolden.of(name), home).toString());
  }
}
