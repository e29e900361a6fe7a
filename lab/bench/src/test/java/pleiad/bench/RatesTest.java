package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import pleiad.TokenReduction;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;

class RatesTest {
  @Test
  void theProbesGiveRates() throws IOException {
    Rates.Coding coding =
        Rates.coding(32, "residual", 50, TokenReduction.PAIRS, 2, Rates.Effort.QUICK);
    assertThat(coding.poolMillis()).isPositive();
    Rates.Coding whole =
        Rates.coding(8, "residual-12", 5, TokenReduction.PAIRS, 1, Rates.Effort.QUICK);
    assertThat(whole.poolMillis()).as("what is short is not pooled").isZero();
    assertThat(coding.trainSeconds()).isPositive();
    assertThat(coding.tokensPerSecond()).isPositive();
    assertThat(coding.tablesMillis()).isPositive();
    assertThat(coding.meanNanos()).isPositive();
    assertThat(coding.scoreMicros()).isPositive();
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT)) {
      Rates.Encoding encoding = Rates.encoding(encoder, 30, 2, Rates.Effort.QUICK);
      assertThat(encoding.documentTokens()).isEqualTo(30);
      assertThat(encoding.tokensPerSecond()).isPositive();
      assertThat(encoding.queryMillis()).isPositive();
      assertThat(Rates.encoding(encoder, 1, 1, Rates.Effort.QUICK).documentTokens())
          .as("the shortest text of a word")
          .isBetween(2, 5);
    }
  }

  @Test
  void aSearchTakesTablesAllMeansAndTheDocumentsThatAreScored() {
    Rates.Coding coding = new Rates.Coding(1, 0, 1, 0.25, 2, 8);
    assertThat(coding.searchMillis(1_000_000, 100)).isCloseTo(0.25 + 2 + 0.8, within(1e-9));
  }

  @Test
  void moreDocumentsHaveMoreCandidatesAndNeverMoreThanThereAre() {
    assertThat(Rates.candidates(10, 20)).isBetween(10, 20);
    assertThat(Rates.candidates(10, 1_000_000)).isGreaterThan(Rates.candidates(10, 10_000));
    assertThat(Rates.candidates(10, 1L << 40)).isPositive();
  }

  @Test
  void plaidTakesACentroidAndItsBits() {
    assertThat(CodeBench.plaidTokenBytes(128, 2)).isEqualTo(36);
    assertThat(CodeBench.plaidTokenBytes(3, 1)).isEqualTo(5);
  }
}
