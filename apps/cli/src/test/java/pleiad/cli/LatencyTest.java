package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class LatencyTest {
  @Test
  void aPercentileIsTheSmallestTimeThatSoManyDoNotExceed(Random random) {
    for (int size = 1; size <= 101; size++) {
      double[] times = random.doubles(size, 0, 100).toArray();
      Latency latency = new Latency();
      for (double time : times) {
        latency.add(time);
      }
      for (int percent : new int[] {1, 50, 95, 99, 100}) {
        assertThat(latency.percentile(percent)).isEqualTo(slow(times, percent));
      }
    }
  }

  private static double slow(double[] times, int percent) {
    double smallest = Double.POSITIVE_INFINITY;
    for (double candidate : times) {
      int within = 0;
      for (double each : times) {
        within += each <= candidate ? 1 : 0;
      }
      if (100L * within >= (long) percent * times.length) {
        smallest = Math.min(smallest, candidate);
      }
    }
    return smallest;
  }

  @Test
  void withoutTimesThereIsNoPercentile() {
    assertThat(new Latency().percentile(50)).isNaN();
  }
}
