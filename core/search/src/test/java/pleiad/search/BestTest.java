package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class BestTest {
  private record Offered(int document, float score) {}

  @Test
  void keepsWhatSortingEverythingWouldKeep(Random random) {
    for (int wanted : new int[] {0, 1, 2, 3, 10, 100}) {
      for (int count : new int[] {0, 1, 2, 5, 99, 100, 101, 1000}) {
        List<Offered> offered = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          offered.add(new Offered(i, random.nextInt(20) - 10));
        }
        Collections.shuffle(offered, random);
        Best best = new Best(wanted);
        Best other = new Best(wanted);
        for (Offered each : offered) {
          (random.nextBoolean() ? best : other).offer(each.document(), each.score());
        }
        best.offerAll(other);
        offered.sort(
            Comparator.comparingDouble((Offered each) -> -each.score())
                .thenComparingInt(Offered::document));
        Candidates kept = best.drain(true);
        assertThat(kept.count()).isEqualTo(Math.min(wanted, count));
        for (int i = 0; i < kept.count(); i++) {
          assertThat(kept.document(i)).isEqualTo(offered.get(i).document());
          assertThat(kept.score(i)).isEqualTo(offered.get(i).score());
        }
      }
    }
  }
}
