package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Numbers worked out by hand. The ranking has grades 0 2 0 1 -1 at ranks 1 to 5; judged are 3 2 1
/// 0 -1: the best document was not found.
class MeasureTest {
  private static final int[] RANKED = {0, 2, 0, 1, -1};
  private static final int[] JUDGED = {3, 2, 1, 0, -1};

  @ParameterizedTest
  @CsvSource({
    // DCG = 2/log2(3) + 1/log2(5) = 1.261859507 + 0.430676558 = 1.692536065
    // ideal = 3/1 + 2/log2(3) + 1/log2(4) = 3 + 1.261859507 + 0.5 = 4.761859507
    "nDCG,      0.355435952",
    "nDCG@10,   0.355435952",
    // 1.261859507 / (3 + 1.261859507)
    "nDCG@2,    0.296081911",
    "nDCG@1,    0",
    // (1/2 + 2/4) / 3
    "AP,        0.333333333",
    "AP@4,      0.333333333",
    // (1/2) / 3
    "AP@3,      0.166666667",
    // one of the two documents of grade 2 and more, at rank 2: (1/2) / 2
    "AP(rel=2), 0.25",
    "AP(rel=3), 0",
    "RR,        0.5",
    "RR@2,      0.5",
    "RR@1,      0",
    "RR(rel=3), 0",
    // 2 relevant; the ranking is shorter than 10
    "P@5,       0.4",
    "P@10,      0.2",
    "P(rel=2)@5, 0.2",
    "R@3,       0.333333333",
    "R@5,       0.666666667",
    "R(rel=2)@5, 0.5",
    "Success@1, 0",
    "Success@2, 1",
    "Success(rel=3)@5, 0",
  })
  void theValueIsTheOneWorkedOutByHand(String measure, double expected) {
    assertThat(Measure.parse(measure).score(RANKED, JUDGED)).isCloseTo(expected, within(5e-10));
  }

  private static final List<String> EVERY_KIND =
      List.of("nDCG", "nDCG@3", "AP", "AP@3", "RR", "RR@3", "P@3", "R@3", "Success@3");

  @Test
  void nothingFoundScoresZero() {
    for (String measure : EVERY_KIND) {
      assertThat(Measure.parse(measure).score(new int[0], JUDGED)).as(measure).isZero();
    }
  }

  @Test
  void nothingRelevantScoresZero() {
    for (String measure : EVERY_KIND) {
      assertThat(Measure.parse(measure).score(new int[] {0, -2}, new int[] {0, -2}))
          .as(measure)
          .isZero();
    }
  }

  @Test
  void theBestRankingScoresOne() {
    for (String measure : EVERY_KIND) {
      assertThat(Measure.parse(measure).score(new int[] {3, 2, 1}, new int[] {3, 2, 1}))
          .as(measure)
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nDCG",
        "nDCG@10",
        "AP",
        "AP@100",
        "AP(rel=2)@100",
        "RR",
        "RR@10",
        "RR(rel=3)",
        "P@5",
        "R@100",
        "Success@5",
        "Success(rel=2)@1"
      })
  void aMeasureIsWrittenAsItWasRead(String name) {
    assertThat(Measure.parse(name)).hasToString(name);
  }

  @Test
  void theLeastGradeOfOneIsTheUsualOne() {
    assertThat(Measure.parse("P(rel=1)@5")).isEqualTo(Measure.parse("P@5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MRR@10",
        "ndcg@10",
        "P",
        "R",
        "Success",
        "nDCG@0",
        "P(rel=0)@5",
        "nDCG(rel=2)@10",
        "nDCG(rel=1)",
        "",
        "P@",
        "P@-1",
        "P@five",
        "P(rel=2",
        "P@5(rel=2)",
        "P@9999999999",
        "R@1.5"
      })
  void anUnknownMeasureIsRefusedWithTheListOfThoseThereAre(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Measure.parse(name))
        .withMessageContaining("'" + name + "'")
        .withMessageContaining("nDCG@k, AP, AP@k, RR, RR@k, P@k, R@k and Success@k")
        .withMessageContaining("P(rel=2)@k");
  }

  @Test
  void aCutoffOrGradeBelowOneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Measure.Ndcg(0))
        .withMessageContaining("@0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Measure.Precision(0, 5))
        .withMessageContaining("rel=0");
  }
}
