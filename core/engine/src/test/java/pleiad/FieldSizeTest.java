package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.search.Plan;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class FieldSizeTest {
  private static final int PERCENT = 5;

  @TempDir Path home;

  /// One row below the number of tokens that has a codebook, one below and one above that of a
  /// mature one, one with codes of mean vectors, and every other way once.
  @ParameterizedTest
  @CsvSource({
    "residual, 200, 60, 32, 1",
    "residual, 1500, 60, 32, 1",
    "residual, 2600, 200, 16, 1",
    "residual-64, 2600, 200, 32, 1",
    "residual, 17000, 31, 16, 1",
    "residual+int8, 2600, 200, 16, 1",
    "residual, 1200, 90, 16, 2",
    "int8, 500, 40, 24, 1",
    "float16, 500, 40, 24, 1",
    "residual+muvera, 1500, 60, 32, 1",
    "int8+muvera-4-2-8, 300, 40, 24, 1"
  })
  void theSizeIsWhatStatsSaysLater(
      String code, int documents, int tokens, int dimension, int pooling, Random random)
      throws IOException {
    Path folder = home.resolve("c");
    TokenReduction reduction = TokenReduction.NONE.pooling(pooling);
    Settings settings = Settings.ofVectors(dimension).withCode(code);
    if (pooling > 1) {
      settings =
          new Settings(
              List.of(new Settings.Brought(Plan.TOKENS_FIELD, dimension, code, reduction)),
              Language.EN);
    }
    try (Pleiad pleiad = Pleiad.open(folder, Options.of(settings))) {
      for (int i = 0; i < documents; i++) {
        pleiad.add(
            Document.of("d" + i, "")
                .withVectors(Plan.TOKENS_FIELD, vectors(tokens, dimension, random)));
      }
    }
    FieldStats kept = Pleiad.stats(folder).kept().getFirst();
    FieldSize size =
        VectorField.ofVectors(Plan.TOKENS_FIELD, dimension)
            .withCode(code)
            .withReduction(reduction)
            .size(documents, tokens);
    assertThat(size.keptTokens()).isEqualTo(kept.tokens());
    assertThat((double) size.bytes())
        .as("%,d bytes in all, %,d of means", size.bytes(), size.meanBytes())
        .isCloseTo((double) kept.bytes(), withinPercentage(PERCENT));
  }

  private static TokenVectors vectors(int tokens, int dimension, Random random) {
    float[] rows = new float[tokens * dimension];
    for (int at = 0; at < rows.length; at++) {
      rows[at] = (float) random.nextGaussian();
    }
    return TokenVectors.of(rows, dimension);
  }

  @Test
  void aDocumentWithoutTokensHasNoSize() {
    VectorField field = VectorField.ofVectors(Plan.TOKENS_FIELD, 8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> field.size(0, 5))
        .withMessageEndingWith("got 0 with 5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> field.size(5, 0))
        .withMessageEndingWith("got 5 with 0");
  }

  @Test
  void poolingNeverPoolsWhatIsProtected() {
    VectorField field =
        VectorField.ofVectors(Plan.TOKENS_FIELD, 8).withReduction(TokenReduction.NONE.pooling(3));
    assertThat(field.size(1, 1).keptTokens()).isEqualTo(1);
    assertThat(field.size(1, 2).keptTokens()).isEqualTo(2);
    assertThat(field.size(1, 3).keptTokens()).isEqualTo(2);
    assertThat(field.size(10, 10).keptTokens()).isEqualTo(40);
    VectorField least = field.withReduction(TokenReduction.NONE.pooling(3).least(6));
    assertThat(least.size(1, 5).keptTokens()).isEqualTo(5);
    assertThat(least.size(1, 10).keptTokens()).isEqualTo(6);
    assertThat(least.size(1, 31).keptTokens()).isEqualTo(11);
  }
}
