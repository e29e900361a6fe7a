package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.search.Plan;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class ProbeTest {
  @TempDir Path home;

  private final WordEncoder encoder = new WordEncoder("words", "1");

  private Pleiad open() throws IOException {
    return Pleiad.open(
        home.resolve("c"), Options.of(Settings.ofModel("words")).models(_ -> encoder));
  }

  private static void fill(Pleiad pleiad, int documents, Random random) throws IOException {
    for (int i = 0; i < documents; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 3 + random.nextInt(30); word > 0; word--) {
        text.append("w").append(random.nextInt(40)).append(' ');
      }
      pleiad.add("d" + i, text.toString());
    }
    pleiad.commit();
  }

  @Test
  void queriesAreSpansOfDifferentLiveDocuments(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      fill(pleiad, 60, random);
      pleiad.delete("d7");
      pleiad.commit();
      pleiad.refresh();
      List<SampledQuery> drawn = pleiad.sample(20, 5);
      assertThat(drawn).hasSize(20);
      Set<String> ids = new HashSet<>();
      for (SampledQuery query : drawn) {
        assertThat(ids.add(query.id())).isTrue();
        assertThat(query.id()).isNotEqualTo("d7");
        assertThat(pleiad.get(query.id()).orElseThrow().text()).contains(query.search().text());
      }
      assertThat(pleiad.sample(20, 5)).isEqualTo(drawn);
      assertThat(pleiad.sample(20, 6)).isNotEqualTo(drawn);
    }
  }

  @Test
  void spansOfVectorsAreTakenWhereThereAreNoTexts(Random random) throws IOException {
    Options options = Options.of(Settings.ofVectors(3));
    try (Pleiad pleiad = Pleiad.open(home.resolve("v"), options)) {
      for (int i = 0; i < 30; i++) {
        float[] rows = new float[3 * (1 + random.nextInt(20))];
        for (int k = 0; k < rows.length; k++) {
          rows[k] = (float) random.nextGaussian();
        }
        pleiad.add("d" + i, TokenVectors.of(rows, 3));
      }
      pleiad.commit();
      pleiad.refresh();
      Probe probe = Probe.of(pleiad, 10, 1);
      assertThat(probe.queries()).isEqualTo(10);
      assertThat(probe.check(Plan.parse("tokens(30, recall=1)"), 30, "tokens").rows().getLast())
          .isEqualTo(new Probe.RecallAt(30, 1));
    }
  }

  @Test
  void aSourceIsHeldAgainstExactLateInteraction(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      fill(pleiad, 80, random);
      pleiad.refresh();
      Probe probe = Probe.of(pleiad, 12, 3);
      Probe.SourceCheck exact = probe.check(Plan.parse("tokens(11, recall=1)"), 11, "tokens");
      assertThat(exact.fit()).isTrue();
      assertThat(exact.rows()).extracting(Probe.RecallAt::k).containsExactly(10, 11);
      assertThat(exact.rows().getLast().recall()).isEqualTo(1);
      Probe.SourceCheck words = probe.check(Plan.parse("bm25(40)"), 40, "tokens");
      double recall = 0;
      for (SampledQuery query : pleiad.sample(12, 3)) {
        List<String> best = ids(pleiad, query, "tokens(11, recall=1)", 11);
        best = best.stream().filter(id -> !id.equals(query.id())).limit(10).toList();
        List<String> found = ids(pleiad, query, "bm25(40)", 40);
        recall += best.stream().filter(found::contains).count() / 10.0 / 12;
      }
      assertThat(words.rows().getLast().recall()).isCloseTo(recall, within(1e-9));
      assertThat(words.rows()).extracting(Probe.RecallAt::k).containsExactly(10, 30, 40);
      assertThat(probe.check(Plan.parse("bm25(1)"), 1, "tokens").fit()).isFalse();
    }
  }

  private static List<String> ids(Pleiad pleiad, SampledQuery query, String plan, int k)
      throws IOException {
    return pleiad.search(query.search().plan(plan).k(k)).hits().stream().map(Hit::id).toList();
  }

  @Test
  void aPlansCostIsThatOfItsStages(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      fill(pleiad, 40, random);
      pleiad.refresh();
      Plan plan = Plan.parse("bm25(20) + tokens(20) | rrf | maxsim(5)");
      Probe.Cost cost = Probe.of(pleiad, 4, 1).cost(plan);
      assertThat(cost.stages())
          .extracting(Probe.StageCost::name)
          .containsExactly("bm25(20)", "tokens(20)", "rrf", "maxsim(5)");
      assertThat(cost.stages()).allMatch(stage -> stage.millis() >= 0 && stage.out() > 0);
      assertThat(cost.stages().getLast().out()).isEqualTo(5);
      assertThat(cost.stages().getFirst().needs()).containsExactly("words");
    }
  }

  @Test
  void aCollectionWithoutTextsHasNoQueriesToOffer() throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.commit();
      assertThatThrownBy(() -> Probe.of(pleiad, 4, 1)).hasMessageContaining("add some first");
    }
  }
}
