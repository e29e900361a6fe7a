package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class AdviceTest {
  private static Advice.Row row(String plan, double quality, double millis) {
    return new Advice.Row(plan, quality, quality, quality, millis);
  }

  @Test
  void theFastestWithinAHundredthOfTheBestIsTaken() {
    Advice advice =
        Advice.judged(
            List.of(
                row("bm25(100)", 0.68, 2),
                row("fast", 0.746, 12),
                row("balanced", 0.753, 20),
                row("best", 0.755, 48)),
            "nDCG@10");
    assertThat(advice.plan()).isEqualTo("fast");
    assertThat(advice.reason())
        .isEqualTo(
            "nDCG@10 0.746 in 12.0 ms, within 0.01 of the best (best: 0.755 in 48.0 ms), at 0.25 of its time");
    assertThat(advice.rows()).hasSize(4);
  }

  @Test
  void theBestIsTakenWhereNothingFasterIsNear() {
    Advice advice =
        Advice.judged(List.of(row("bm25(100)", 0.5, 2), row("best", 0.6, 40)), "nDCG@10");
    assertThat(advice.plan()).isEqualTo("best");
    assertThat(advice.reason())
        .isEqualTo("nDCG@10 0.600 in 40.0 ms, and nothing faster is within 0.01 of it");
  }

  @Test
  void ofEquallyGoodOnesTheFasterIsTheBest() {
    Advice advice = Advice.judged(List.of(row("a", 0.5, 9), row("b", 0.5, 3)), "RR");
    assertThat(advice.plan()).isEqualTo("b");
    assertThat(advice.reason()).startsWith("RR 0.500 in 3.0 ms, and nothing faster");
  }

  @Test
  void whatIsBetterForLongQueriesIsTold() {
    Advice advice =
        Advice.judged(
            List.of(
                new Advice.Row("fast", 0.70, 0.80, 0.60, 10),
                new Advice.Row("best", 0.705, 0.77, 0.64, 50)),
            "nDCG@10");
    assertThat(advice.plan()).isEqualTo("fast");
    assertThat(advice.reason())
        .endsWith("; for the longer half of the queries best is better, nDCG@10 0.640 to 0.600");
  }

  @Test
  void withoutJudgementsTheFastestWithNineOfTenIsTaken() {
    List<Advice.Row> rows =
        List.of(row("bm25(100)", 0.4, 2), row("fast", 0.98, 12), row("slow", 1, 50));
    Advice advice = Advice.sampled(rows);
    assertThat(advice.plan()).isEqualTo("fast");
    assertThat(advice.reason())
        .isEqualTo(
            "0.980 of exact late interaction's best ten in 12.0 ms, the fastest with at least 0.9");
    Advice none = Advice.sampled(rows.subList(0, 1));
    assertThat(none.plan()).isEqualTo("bm25(100)");
    assertThat(none.reason()).endsWith("the most of all, and less than 0.9");
  }

  @Test
  void queriesAreDividedAtTheMedianOfTheirLengths() {
    Advice.Row row = Advice.Row.of("p", List.of(1.0, 0.5, 0.0, 0.25), List.of(3, 4, 9, 5), 7);
    assertThat(row.quality()).isEqualTo(1.75 / 4);
    assertThat(row.simple()).isEqualTo(0.75);
    assertThat(row.complex()).isEqualTo(0.125);
    Advice.Row one = Advice.Row.of("p", List.of(0.5), List.of(3), 7);
    assertThat(one.simple()).isEqualTo(0.5);
    assertThat(one.complex()).isNaN();
    assertThat(Advice.judged(List.of(one), "RR").plan()).isEqualTo("p");
  }

  @Test
  void noPlansAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Advice.judged(List.of(), "RR"))
        .withMessageContaining("no plans");
  }
}
