package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class ExactClockTest {
  @TempDir Path home;

  @Test
  void allQueriesAreScannedWhereThereIsTimeAndTwentyWhereThereIsNone(Random random)
      throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, 50, 45, random).open()) {
      VectorBlocks vectors = VectorBlocks.of(collection.documents());
      for (var expected : List.of(List.of(Duration.ofMinutes(1), 45), List.of(Duration.ZERO, 20))) {
        ExactClock clock =
            ExactClock.of(vectors, collection.queryVectors(), 10, (Duration) expected.getFirst());
        for (int round = 0; round < 3; round++) {
          clock.round(round, 3);
        }
        assertThat(clock.timings().count()).isEqualTo(expected.getLast());
        assertThat(clock.timings().percentile(50)).isPositive();
        assertThat(clock.timings().perSecond()).isPositive();
      }
    }
  }

  @Test
  void aSelectionIsSpreadEvenly() {
    List<Integer> numbers = IntStream.range(0, 10).boxed().toList();
    assertThat(ExactClock.evenly(numbers, 5)).containsExactly(0, 2, 4, 6, 8);
    assertThat(ExactClock.evenly(numbers, 10)).isEqualTo(numbers);
    assertThat(ExactClock.evenly(numbers, 3)).containsExactly(0, 3, 6);
  }
}
