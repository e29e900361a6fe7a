package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class CalibrationTest {
  /// Of so few values that many pairs are equal, and of both signs.
  private static float[] pairs(Random random) {
    float[] pairs = new float[1 + random.nextInt(60)];
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = random.nextInt(-10, 11) / 10f;
    }
    return pairs;
  }

  private static double share(float[] pairs, float score) {
    return IntStream.range(0, pairs.length).filter(i -> pairs[i] < score).count()
        / (double) pairs.length;
  }

  @Test
  void ofAPairsOwnScoreItIsTheShareThatHasLess(Random random) {
    float[] pairs = pairs(random);
    Calibration calibration = Calibration.of(pairs);
    assertThat(calibration.pairs()).isEqualTo(pairs.length);
    for (float score : pairs) {
      assertThat(calibration.percentile(score)).isEqualTo(share(pairs, score));
    }
  }

  @Test
  void betweenTwoPairsItGoesAlongTheLine() {
    Calibration calibration = Calibration.of(new float[] {-0.5f, 0.5f, 0, 0});
    assertThat(calibration.percentile(-0.25f)).isCloseTo(0.125, within(1e-9));
    assertThat(calibration.percentile(0.25f)).isCloseTo(0.5, within(1e-9));
    assertThat(calibration.percentile(0.375f)).isCloseTo(0.625, within(1e-9));
  }

  @Test
  void itGrowsWithTheScoreFromNoneToAll(Random random) {
    float[] pairs = pairs(random);
    Calibration calibration = Calibration.of(pairs);
    double before = 0;
    for (int step = -1_200; step <= 1_200; step++) {
      float score = step / 1_000f;
      double percentile = calibration.percentile(score);
      assertThat(percentile).isBetween(before, share(pairs, score));
      before = percentile;
    }
    assertThat(calibration.percentile(-1.1f)).isZero();
    assertThat(calibration.percentile(Math.nextUp(1f))).isEqualTo(1);
    assertThat(calibration.percentile(Float.POSITIVE_INFINITY)).isEqualTo(1);
  }

  @Test
  void onePairSaysWhichSideOfIt() {
    Calibration calibration = Calibration.of(new float[] {0.25f});
    assertThat(calibration.percentile(0.2f)).isZero();
    assertThat(calibration.percentile(0.25f)).isZero();
    assertThat(calibration.percentile(0.3f)).isEqualTo(1);
  }
}
