package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class MaxSimContenderTest {
  @Test
  void bothKernelsScoreEveryDocumentRight(Random random) {
    MaxSimTexts texts = MaxSimTexts.random(384, 32, 25, 3, random.nextLong());
    for (MaxSimContender contender :
        new MaxSimContender[] {MaxSimContender.VECTOR, MaxSimContender.SCALAR}) {
      MaxSimContender.Scorer scorer = contender.prepareAndCheck(texts);
      assertThat(Math.abs(scorer.score(2) - texts.score(2)))
          .isLessThanOrEqualTo(texts.scoreBound());
    }
  }

  @Test
  void aWrongScoreIsNotTimed(Random random) {
    MaxSimTexts texts = MaxSimTexts.random(16, 3, 13, 2, random.nextLong());
    MaxSimContender.Scorer right = MaxSimContender.SCALAR.prepare(texts);
    MaxSimContender.check("RIGHT", right, texts);
    assertThatThrownBy(
            () ->
                MaxSimContender.check(
                    "WRONG", document -> right.score(document) + 0.01f * document, texts))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("WRONG scores document 1 with ")
        .hasMessageContaining(", right is " + texts.score(1) + " within ");
  }

  @Test
  void documentsDifferAndVectorsHaveUnitLength(Random random) {
    MaxSimTexts texts = MaxSimTexts.random(128, 2, 5, 2, random.nextLong());
    assertThat(texts.score(0)).isNotEqualTo(texts.score(1));
    for (float[] vector : texts.documents()[1]) {
      double squares = 0;
      for (float number : vector) {
        squares += number * number;
      }
      assertThat(squares).isBetween(1 - 1e-5, 1 + 1e-5);
    }
  }
}
