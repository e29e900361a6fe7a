package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class PrognosisTest {
  private static final int LEARNT_FROM = 16;

  @Test
  void itSaysNothingBeforeItSawSixteenDocuments(Random random) {
    Prognosis prognosis = new Prognosis(3);
    for (int document = 0; document < LEARNT_FROM; document++) {
      assertThat(prognosis.ready()).isFalse();
      assertThat(IntStream.range(0, 3).map(prognosis::part).toArray()).containsExactly(0, 1, 2);
      prognosis.learn(new float[] {random.nextFloat(), random.nextFloat(), random.nextFloat()});
    }
    assertThat(prognosis.ready()).isTrue();
  }

  @Test
  void partsInWhichDocumentsDifferMostComeFirst(Random random) {
    float[] spreads = {0.1f, 3, 0.5f, 1, 0};
    Prognosis prognosis = new Prognosis(spreads.length);
    for (int document = 0; document < LEARNT_FROM; document++) {
      float[] sums = new float[spreads.length];
      for (int part = 0; part < sums.length; part++) {
        sums[part] = 7 + spreads[part] * (document % 2 == 0 ? 1 : -1) + 1e-3f * random.nextFloat();
      }
      prognosis.learn(sums);
    }
    assertThat(IntStream.range(0, 5).map(prognosis::part).toArray()).containsExactly(1, 3, 2, 0, 4);
  }

  /// Against the textbook's formulas over all documents.
  @Test
  void theRestIsExpectedOnALineOverWhatIsDone(Random random) {
    int parts = 5;
    float[][] documents = new float[LEARNT_FROM][parts];
    Prognosis prognosis = new Prognosis(parts);
    for (float[] document : documents) {
      float common = random.nextFloat();
      for (int part = 0; part < parts; part++) {
        document[part] = common + (part + 1) * random.nextFloat();
      }
      prognosis.learn(document);
    }
    for (int place = 0; place < parts - 1; place++) {
      double[] done = new double[LEARNT_FROM];
      double[] rest = new double[LEARNT_FROM];
      for (int document = 0; document < LEARNT_FROM; document++) {
        for (int other = 0; other < parts; other++) {
          double sum = documents[document][prognosis.part(other)];
          done[document] += other <= place ? sum : 0;
          rest[document] += other > place ? sum : 0;
        }
      }
      double meanDone = Arrays.stream(done).average().orElseThrow();
      double meanRest = Arrays.stream(rest).average().orElseThrow();
      double together = 0;
      double spread = 0;
      for (int document = 0; document < LEARNT_FROM; document++) {
        together += (done[document] - meanDone) * (rest[document] - meanRest);
        spread += Math.pow(done[document] - meanDone, 2);
      }
      double slope = together / spread;
      double squares = 0;
      for (int document = 0; document < LEARNT_FROM; document++) {
        double expected = meanRest + slope * (done[document] - meanDone);
        squares += Math.pow(rest[document] - expected, 2);
        assertThat((double) prognosis.expected(place, (float) done[document]))
            .isCloseTo(done[document] + expected, within(1e-4));
      }
      assertThat((double) prognosis.slack(place))
          .isCloseTo(3 * Math.sqrt(squares / (LEARNT_FROM - 2)), within(1e-4));
    }
  }

  @Test
  void documentsThatAreAllTheSameLeaveNoDoubt() {
    Prognosis prognosis = new Prognosis(2);
    for (int document = 0; document < LEARNT_FROM; document++) {
      prognosis.learn(new float[] {1, 2});
    }
    assertThat(prognosis.expected(0, 1)).isEqualTo(3);
    assertThat(prognosis.slack(0)).isZero();
  }
}
