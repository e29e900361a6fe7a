package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// What statistics say of the codes that tokens are kept as.
@ExtendWith(Seed.class)
class KeptTokensTest {
  private static final int DIMENSION = 16;
  private static final int DOCUMENT_TOKENS = 500;

  private static final Settings SETTINGS =
      new Settings(List.of(new Settings.Brought("tokens", DIMENSION, "residual-12")), Language.EN);

  @TempDir Path home;

  private final float[] spread = {
    3, 3, 2, 2, 1, 1, 1, 1, 0.5f, 0.5f, 0.5f, 0.5f, 0.2f, 0.2f, 0.1f, 0.1f
  };

  private TokenVectors text(Random random) {
    float[] rows = new float[DOCUMENT_TOKENS * DIMENSION];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian() * spread[i % DIMENSION];
    }
    return TokenVectors.of(rows, DIMENSION);
  }

  /// Adds documents and closes, which waits for merges.
  private FieldStats add(int from, int to, Random random) throws IOException {
    Path folder = home.resolve("c");
    try (Pleiad pleiad = Pleiad.open(folder, Options.of(SETTINGS))) {
      for (int i = from; i < to; i++) {
        pleiad.add("d" + i, text(random));
      }
    }
    Stats stats = Pleiad.stats(folder);
    FieldStats kept = stats.kept().getFirst();
    assertThat(kept.name()).isEqualTo("tokens");
    assertThat(kept.tokens()).isEqualTo(stats.tokens());
    assertThat(kept.bytes() / (double) kept.tokens()).isEqualTo(stats.bytesPerToken());
    assertThat(kept.plainTokens() + kept.codedTokens() + kept.bothTokens())
        .isEqualTo(kept.tokens());
    return kept;
  }

  @Test
  void aYoungCodebookHasInt8BesideItsCodesAndTellsItsError(Random random) throws IOException {
    FieldStats few = add(0, 10, random);
    assertThat(few.plainTokens()).isEqualTo(10 * DOCUMENT_TOKENS);
    assertThat(few.codebooks()).isEmpty();

    FieldStats young = add(10, 120, random);
    assertThat(young.bothTokens()).isEqualTo(120 * DOCUMENT_TOKENS);
    assertThat(young.reencoded()).isZero();
    FieldStats.CodebookStats codebook = young.codebooks().getFirst();
    assertThat(codebook.fingerprint()).hasSize(32);
    assertThat(codebook.trainedOn()).isEqualTo(120 * DOCUMENT_TOKENS);
    assertThat(codebook.tokens()).isEqualTo(120 * DOCUMENT_TOKENS);
    assertThat(codebook.segments()).isEqualTo(1);
    assertThat(codebook.trainingError()).isBetween(1e-4, 0.2);
    assertThat(codebook.error())
        .isCloseTo(codebook.trainingError(), within(0.1 * codebook.trainingError()));
  }

  @Test
  void tokensOfAnotherKindRaiseTheError(Random random) throws IOException {
    double before = add(0, 120, random).codebooks().getFirst().trainingError();
    for (int k = 0; k < DIMENSION / 2; k++) {
      float first = spread[k];
      spread[k] = spread[DIMENSION - 1 - k];
      spread[DIMENSION - 1 - k] = first;
    }
    FieldStats.CodebookStats codebook = add(120, 300, random).codebooks().getFirst();
    assertThat(codebook.tokens()).isEqualTo(300 * DOCUMENT_TOKENS);
    assertThat(codebook.trainedOn()).isEqualTo(120 * DOCUMENT_TOKENS);
    assertThat(codebook.error()).isNotNull().isGreaterThan(2 * before);
  }

  @Test
  void aCodebookThatStandsKeepsCodesAlone(Random random) throws IOException {
    FieldStats kept = add(0, 1_010, random);
    assertThat(kept.codedTokens()).isEqualTo(1_010 * DOCUMENT_TOKENS);
    assertThat(kept.codebooks().getFirst().error()).isNull();
  }
}
