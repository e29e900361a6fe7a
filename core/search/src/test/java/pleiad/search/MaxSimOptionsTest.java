package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MaxSimOptionsTest {
  private static final MaxSimOptions USUAL = MaxSimOptions.AUTOMATIC;

  @Test
  void aShortQueryHasMoreCandidatesInASmallCollection() {
    assertThat(USUAL.candidates(10, 5_000, 32)).isEqualTo(200);
    assertThat(USUAL.candidates(10, 5_000, 24)).isEqualTo(200);
    assertThat(USUAL.candidates(10, 5_000, 16)).isEqualTo(300);
    assertThat(USUAL.candidates(10, 5_000, 9)).isEqualTo(500);
    assertThat(USUAL.candidates(10, 5_000, 1)).isEqualTo(500);
    assertThat(USUAL.candidates(10, 450, 1)).isEqualTo(450);
    assertThat(USUAL.candidates(10, 0, 1)).isEqualTo(10);
    assertThat(USUAL.candidates(70).candidates(10, 5_000, 1)).isEqualTo(70);
  }

  @Test
  void candidatesGrowWithWhatIsWantedAndWithTheCollection() {
    assertThat(USUAL.candidates(100, 5_000, 9)).isEqualTo(920);
    assertThat(USUAL.candidates(2_000, 1_000, 9)).isEqualTo(2_000);
    assertThat(USUAL.candidates(10, 1_000_000, 9)).isBetween(1_250, 1_300);
  }

  @Test
  void fewDocumentsAreAllScoredAndNeverMoreThanThereMayBeCandidates() {
    for (int documents : new int[] {0, 1, 200, 5_000, 20_000, 1_000_000}) {
      for (int wanted : new int[] {1, 10, 100, 1_000}) {
        assertThat(USUAL.few(wanted, documents))
            .isBetween(wanted, USUAL.candidates(wanted, documents, 20));
      }
    }
    assertThat(USUAL.few(10, 5_000)).isEqualTo(200);
    assertThat(USUAL.candidates(70).few(10, 5_000)).isEqualTo(70);
    assertThat(MaxSimOptions.ALL.few(10, 5_000)).isEqualTo(5_000);
  }

  @Test
  void aShortQueryMayMissFewer() {
    assertThat(new StopRule(10, 0.98, 500).allowed()).isEqualTo(0.2, within(1e-9));
    assertThat(new StopRule(10, 0.98, 24).allowed()).isEqualTo(0.2, within(1e-9));
    assertThat(new StopRule(10, 0.98, 6).allowed()).isEqualTo(0.05, within(1e-9));
    assertThat(new StopRule(10, 1, 6).allowed()).isZero();
  }
}
