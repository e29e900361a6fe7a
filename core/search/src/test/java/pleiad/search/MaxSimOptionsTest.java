package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MaxSimOptionsTest {
  private static final MaxSimOptions USUAL = MaxSimOptions.AUTOMATIC;

  @Test
  void aSmallCollectionHasAsManyCandidatesAsAnyOtherOrAllItsDocuments() {
    assertThat(USUAL.candidates(10, 0)).isEqualTo(10);
    assertThat(USUAL.candidates(10, 499)).isEqualTo(499);
    assertThat(USUAL.candidates(10, 501)).isEqualTo(500);
    assertThat(USUAL.candidates(10, 20_000)).isEqualTo(500);
  }

  @Test
  void candidatesGrowWithWhatIsWantedAndWithTheCollection() {
    assertThat(USUAL.candidates(100, 5_000)).isEqualTo(920);
    assertThat(USUAL.candidates(2_000, 1_000)).isEqualTo(2_000);
    assertThat(USUAL.candidates(10, 1_000_000)).isBetween(1_250, 1_300);
  }

  @Test
  void fewDocumentsAreAllScoredAndNeverMoreThanThereMayBeCandidates() {
    for (int documents : new int[] {0, 1, 200, 5_000, 20_000, 1_000_000}) {
      for (int wanted : new int[] {1, 10, 100, 1_000}) {
        assertThat(USUAL.few(wanted, documents))
            .isBetween(wanted, USUAL.candidates(wanted, documents));
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
