package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Measure RR = Measure.parse("RR");
  private static final Measure NDCG = Measure.parse("nDCG@10");
  private static final Qrels QRELS =
      Qrels.builder()
          .add("won", "good", 1)
          .add("lost", "good", 1)
          .add("same", "good", 1)
          .add("absent", "good", 1)
          .build();
  private static final Run FIRST =
      Run.builder()
          .add("won", "bad", 2)
          .add("won", "good", 1)
          .add("lost", "good", 2)
          .add("same", "good", 1)
          .add("unjudged", "good", 1)
          .build();
  private static final Run SECOND =
      Run.builder()
          .add("won", "good", 1)
          .add("lost", "bad", 2)
          .add("same", "good", 7)
          .add("absent", "good", 1)
          .build();

  @Test
  void everyJudgedQueryCountsAndAMissingOneIsZero() {
    Comparison found = Comparison.of(FIRST, SECOND, QRELS, List.of(RR, NDCG), 1);

    assertThat(found.queries()).isEqualTo(4);
    assertThat(found.missing1()).containsExactly("absent");
    assertThat(found.missing2()).isEmpty();
    assertThat(found.rows()).extracting(Comparison.Row::measure).containsExactly(RR, NDCG);
    Comparison.Row row = found.rows().getFirst();
    assertThat(row.mean1()).isEqualTo((0.5 + 1 + 1 + 0) / 4);
    assertThat(row.mean2()).isEqualTo((1.0 + 0 + 1 + 1) / 4);
    assertThat(row.difference()).isEqualTo(row.mean2() - row.mean1());
    assertThat(row.wins()).isEqualTo(2);
    assertThat(row.ties()).isEqualTo(1);
    assertThat(row.losses()).isEqualTo(1);
    assertThat(row.ci95().low()).isNegative();
    assertThat(row.ci95().high()).isPositive();
    // Of the 8 signs of .5, -1 and 1 those of -.5, -1 + 1 and .5 come as near 0 as none does.
    assertThat(row.pRandomisation()).isEqualTo(1);
  }

  @Test
  void theMeansAreThoseOfTheEvaluation() {
    Comparison.Row row = Comparison.of(FIRST, SECOND, QRELS, List.of(NDCG), 1).rows().getFirst();
    assertThat(row.mean1()).isEqualTo(Evaluation.of(FIRST, QRELS, List.of(NDCG)).mean(NDCG));
    assertThat(row.mean2()).isEqualTo(Evaluation.of(SECOND, QRELS, List.of(NDCG)).mean(NDCG));
  }

  @Test
  void theQueriesMostWonComeFirst() {
    Comparison.Row row = Comparison.of(FIRST, SECOND, QRELS, List.of(RR), 1).rows().getFirst();
    assertThat(row.perQuery())
        .containsExactly(
            new Comparison.QueryRow("absent", 0, 1),
            new Comparison.QueryRow("won", 0.5, 1),
            new Comparison.QueryRow("same", 1, 1),
            new Comparison.QueryRow("lost", 1, 0));
  }

  @Test
  void aRunIsAsGoodAsItself() {
    Comparison.Row row = Comparison.of(FIRST, FIRST, QRELS, List.of(RR), 1).rows().getFirst();
    assertThat(row.difference()).isZero();
    assertThat(row.pRandomisation()).isEqualTo(1);
    assertThat(row.pT()).isEqualTo(1);
    assertThat(row.ties()).isEqualTo(4);
    assertThat(row.ci95()).isEqualTo(new Interval(0, 0));
  }

  @Test
  void whatRoundingTellsApartIsATie() {
    assertThat(new Comparison.QueryRow("q", 0.1 + 0.2, 0.3).difference()).isZero();
    assertThat(new Comparison.QueryRow("q", 0.3, 0.3 + 1e-8).difference()).isPositive();
  }

  @Test
  void anEmptyRunIsRefused() {
    Run empty = Run.builder().build();
    assertRefused(FIRST, empty, "the second run is empty");
    assertRefused(empty, FIRST, "the first run is empty");
  }

  @Test
  void judgementsOfOtherQueriesAreRefused() {
    Run other = Run.builder().add("x1", "good", 1).add("x2", "good", 1).build();
    assertRefused(
        FIRST,
        other,
        "none of the 2 queries of the second run is judged: it has 'x1', the judgements have 'won'");
  }

  @Test
  void runsOfDifferentQueriesAreRefused() {
    Run won = Run.builder().add("won", "good", 1).build();
    Run lost = Run.builder().add("lost", "good", 1).build();
    assertRefused(
        won, lost, "answer different queries: the first has 'won', the second has 'lost'");
  }

  @Test
  void comparingByNothingIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.of(FIRST, SECOND, QRELS, List.of(), 1))
        .withMessageContaining("no measure");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.of(FIRST, SECOND, Qrels.builder().build(), List.of(RR), 1))
        .withMessageContaining("no judgements");
  }

  private static void assertRefused(Run first, Run second, String said) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.of(first, second, QRELS, List.of(RR), 1))
        .withMessageContaining(said);
  }
}
