package pleiad.bench;

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
class RankingTest {
  @Test
  void theBestAreKeptInAnyOrderOfOffers(Random random) {
    for (int wanted : new int[] {1, 2, 9, 50, 200}) {
      List<Ranking.Found> all = new ArrayList<>();
      for (int document = 0; document < 100; document++) {
        all.add(new Ranking.Found(document, random.nextInt(20) - 10));
      }
      List<Ranking.Found> sorted = new ArrayList<>(all);
      sorted.sort(
          Comparator.comparingDouble(Ranking.Found::score)
              .reversed()
              .thenComparingInt(Ranking.Found::document));
      Collections.shuffle(all, random);
      Ranking.Best first = new Ranking.Best(wanted);
      Ranking.Best second = new Ranking.Best(wanted);
      for (Ranking.Found each : all) {
        (random.nextBoolean() ? first : second).offer(each.document(), each.score());
      }
      first.offerAll(second);
      assertThat(first.ranking().found()).isEqualTo(sorted.subList(0, Math.min(100, wanted)));
    }
  }

  @Test
  void whatHasNoTokensIsNoCandidate() {
    Ranking.Best best = new Ranking.Best(3);
    best.offer(1, Float.NEGATIVE_INFINITY);
    assertThat(best.ranking().count()).isZero();
    assertThat(best.ranking().first(5)).isEmpty();
  }
}
