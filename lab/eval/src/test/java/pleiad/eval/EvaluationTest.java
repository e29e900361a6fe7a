package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Measure RR = Measure.parse("RR");
  private static final Measure NDCG = Measure.parse("nDCG@10");

  @Test
  void theMeanIsOverAllJudgedQueries() {
    Qrels qrels =
        Qrels.builder()
            .add("first", "a", 1)
            .add("second", "a", 1)
            .add("unanswered", "a", 1)
            .add("hopeless", "a", 0)
            .build();
    Run run =
        Run.builder()
            .add("first", "a", 2)
            .add("first", "b", 1)
            .add("second", "b", 2)
            .add("second", "a", 1)
            .add("hopeless", "a", 1)
            .add("unjudged", "a", 1)
            .build();

    Evaluation evaluation = Evaluation.of(run, qrels, List.of(RR, NDCG));

    assertThat(evaluation.values(RR))
        .containsExactly(
            entry("first", 1.0),
            entry("second", 0.5),
            entry("unanswered", 0.0),
            entry("hopeless", 0.0));
    assertThat(evaluation.mean(RR)).isEqualTo((1 + 0.5 + 0 + 0) / 4);
    assertThat(evaluation.measures()).containsExactly(RR, NDCG);
    assertThat(evaluation.unanswered()).containsExactly("unanswered");
    assertThat(evaluation.unjudged()).containsExactly("unjudged");
  }

  @Test
  void anEmptyRunScoresZero() {
    Qrels qrels = Qrels.builder().add("q", "a", 1).build();
    Evaluation evaluation = Evaluation.of(Run.builder().build(), qrels, List.of(RR));
    assertThat(evaluation.mean(RR)).isZero();
    assertThat(evaluation.unanswered()).containsExactly("q");
  }

  @Test
  void aNegativeGradeIsNotRelevantAndTakesNothingAway() {
    Qrels qrels = Qrels.builder().add("q", "spam", -2).add("q", "good", 1).build();
    Run run = Run.builder().add("q", "spam", 2).add("q", "good", 1).build();
    // 1/log2(3) over 1/log2(2): the spam only holds a rank
    assertThat(Evaluation.of(run, qrels, List.of(NDCG)).mean(NDCG))
        .isEqualTo(Math.log(2) / Math.log(3));
  }

  @Test
  void aTieIsBrokenByIdTheLastFirst() {
    Qrels qrels = Qrels.builder().add("q", "a", 1).build();
    Run run = Run.builder().add("q", "a", 1).add("q", "b", 1).add("q", "c", 1).build();
    assertThat(Evaluation.of(run, qrels, List.of(RR)).mean(RR)).isEqualTo(1.0 / 3);
  }

  @Test
  void comparingWithoutJudgementsIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Evaluation.of(Run.builder().build(), Qrels.builder().build(), List.of(RR)))
        .withMessageContaining("no judgements");
  }

  @Test
  void aMeasureThatWasNotAskedForIsRefused() {
    Qrels qrels = Qrels.builder().add("q", "a", 1).build();
    Evaluation evaluation = Evaluation.of(Run.builder().build(), qrels, List.of(RR));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluation.mean(NDCG))
        .withMessage("nDCG@10 was not evaluated, only [RR]");
  }
}
