package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class BatchesTest {
  @Test
  void textsOfLikeLengthGoTogetherUpToTheBudget() {
    assertThat(Batches.of(List.of(3, 10, 4, 5, 10, 4), 20))
        .containsExactly(List.of(1, 4), List.of(3, 2, 5, 0));
  }

  @Test
  void textsOfMoreThanHalfTheBudgetAreAlone() {
    assertThat(Batches.of(List.of(11, 10, 11, 10, Integer.MAX_VALUE), 20))
        .containsExactly(List.of(4), List.of(0), List.of(2), List.of(1, 3));
  }

  @Test
  void aBudgetOfOneTokenKeepsEveryTextAlone() {
    assertThat(Batches.of(List.of(2, 9, 2), 1)).containsExactly(List.of(1), List.of(0), List.of(2));
  }

  @Test
  void noTextsMakeNoGroups() {
    assertThat(Batches.of(List.of(), 256)).isEmpty();
  }

  @Test
  void everyTextIsInOneGroupAndNoGroupIsOverTheBudgetUnlessAlone(Random random) {
    for (int round = 0; round < 200; round++) {
      int budget = 1 + random.nextInt(300);
      List<Integer> lengths = random.ints(random.nextInt(100), 2, 260).boxed().toList();
      List<Integer> seen = new ArrayList<>();
      for (List<Integer> group : Batches.of(lengths, budget)) {
        seen.addAll(group);
        int longest = group.stream().mapToInt(lengths::get).max().orElseThrow();
        assertThat(group.size() == 1 || group.size() * longest <= budget).isTrue();
      }
      assertThat(seen).hasSameSizeAs(lengths).doesNotHaveDuplicates();
    }
  }
}
