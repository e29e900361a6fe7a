package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class SeenIdsTest {
  @Test
  void itAnswersAsASetOfStringsDoes(Random random) {
    SeenIds seen = new SeenIds();
    Set<String> set = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      String id = "0".repeat(random.nextInt(2)) + (random.nextInt(1_000) - 100);
      assertThat(seen.add(id)).as(id).isEqualTo(set.add(id));
    }
  }

  @Test
  void spellingsOfOneNumberAreDifferentIds() {
    SeenIds seen = new SeenIds();
    for (String id :
        new String[] {
          "",
          "0",
          "00",
          "7",
          "07",
          "+7",
          "-7",
          "7 ",
          "٧",
          "16777215",
          "16777216",
          "99999999",
          "4294967303"
        }) {
      assertThat(seen.add(id)).as(id).isTrue();
      assertThat(seen.add(id)).as(id).isFalse();
    }
  }
}
