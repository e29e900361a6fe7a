package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.passage.Chunking;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// A percentile is the share of random pairs of the collection that have less.
@ExtendWith(Seed.class)
class PercentilesTest {
  private static final String ALL = "tokens(500, recall=1)";

  @TempDir Path home;

  private final WordEncoder encoder = new WordEncoder("words", "1");

  private Options options() {
    return Options.of(Settings.ofModel("words")).models(_ -> encoder);
  }

  private Pleiad open() throws IOException {
    return Pleiad.open(home.resolve("c"), options());
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int word = 3 + random.nextInt(20); word > 0; word--) {
      text.append("w").append(random.nextInt(50)).append(' ');
    }
    return text.toString();
  }

  private static void fill(Pleiad pleiad, int documents, Random random) throws IOException {
    for (int i = 0; i < documents; i++) {
      pleiad.add(
          Document.of("d" + i, text(random)).withMetadata(Map.of("half", i % 2 == 0 ? "a" : "b")));
    }
    pleiad.commit();
  }

  /// The slow obvious way: every query that is drawn is looked for in every document but its own.
  private static Calibration ofAllPairs(Searcher searcher) throws IOException {
    List<Float> pairs = new ArrayList<>();
    for (SampledQuery query : searcher.sample(RandomPairs.QUERIES, RandomPairs.SEED)) {
      for (Hit hit : searcher.search(query.search().plan(ALL).k(500)).hits()) {
        assertThat(hit.score())
            .isCloseTo(
                (float) hit.matches().stream().mapToDouble(Match::similarity).sum(), within(1e-3f));
        if (!hit.id().equals(query.id())) {
          pairs.add(hit.normalized());
        }
      }
    }
    float[] all = new float[pairs.size()];
    IntStream.range(0, all.length).forEach(i -> all[i] = pairs.get(i));
    return Calibration.of(all);
  }

  @Test
  void aHitsPercentileIsThatAmongAllPairs(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      fill(pleiad, 30, random);
      pleiad.delete("d" + random.nextInt(30));
      pleiad.commit();
      Calibration slow = ofAllPairs(pleiad);
      assertThat(slow.pairs()).isGreaterThan(28 * 20);
      assertThat(pleiad.calibration("tokens").pairs()).isEqualTo(slow.pairs());
      double before = 1;
      for (Hit hit : pleiad.search(Search.of("w1 w2 w3").k(30).calibrated(true)).hits()) {
        double percentile = Objects.requireNonNull(hit.percentile());
        assertThat(percentile).isEqualTo(slow.percentile(hit.normalized()));
        assertThat(percentile).isLessThanOrEqualTo(before);
        assertThat(hit.unit()).isCloseTo((hit.normalized() + 1) / 2, within(1e-6f));
        before = percentile;
      }
      assertThat(before).isLessThan(1);
    }
  }

  @Test
  void filtersAndTheOrderOfStagesDoNotChangeIt(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      fill(pleiad, 20, random);
      Search search = Search.of("w1 w2 w3 w4").k(20).calibrated(true);
      List<Hit> all = pleiad.search(search.plan(ALL)).hits();
      List<Hit> half = pleiad.search(search.plan(ALL).filter(Filter.equal("half", "a"))).hits();
      assertThat(half).hasSize(10);
      assertThat(half.stream().map(Hit::percentile))
          .containsExactlyElementsOf(
              all.stream()
                  .filter(hit -> "a".equals(hit.metadata().get("half")))
                  .map(Hit::percentile)
                  .toList());
      for (Hit hit : pleiad.search(search.plan("bm25(20) | maxsim(20)")).hits()) {
        assertThat(all)
            .anyMatch(
                each ->
                    each.id().equals(hit.id())
                        && hit.percentile() != null
                        && hit.percentile().equals(each.percentile()));
      }
      for (Hit hit : all) {
        assertThat(pleiad.explain(search.plan(ALL), hit.id()).percentile())
            .isEqualTo(hit.percentile());
        assertThat(pleiad.explain(search.plan(ALL).calibrated(false), hit.id()).percentile())
            .isNull();
      }
    }
  }

  @Test
  void whereTheScoreIsNoMaxSimThereIsNone(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      fill(pleiad, 20, random);
      Search search = Search.of("w1 w2 w3 w4").calibrated(true);
      for (String plan :
          List.of(
              "bm25(20)",
              "bm25(20) + tokens(20) | rrf",
              "tokens(20) | bm25(20)",
              "tokens(20) | maxsim(20, keep=0.5)",
              "tokens(20) | maxsim(20, interaction=top, top=2)")) {
        List<Hit> hits = pleiad.search(search.plan(plan)).hits();
        assertThat(hits).as(plan).isNotEmpty();
        assertThat(hits).allMatch(hit -> hit.percentile() == null && hit.unit() == null);
      }
      List<Hit> plain = pleiad.search(search.calibrated(false)).hits();
      assertThat(plain).allMatch(hit -> hit.percentile() == null && hit.unit() != null);
    }
  }

  @Test
  void itIsKeptUntilAnotherStateIsShown(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      fill(pleiad, 10, random);
      Calibration first = pleiad.calibration("tokens");
      int passes = encoder.passes.get();
      assertThat(pleiad.calibration("tokens")).isSameAs(first);
      assertThat(encoder.passes).hasValue(passes);
      try (Searcher beside = Pleiad.openReadOnly(home.resolve("c"), options())) {
        Calibration theirs = beside.calibration("tokens");
        assertThat(theirs.pairs()).isEqualTo(first.pairs()).isEqualTo(90);
        pleiad.add("more", text(random));
        assertThat(pleiad.calibration("tokens")).isSameAs(first);
        pleiad.commit();
        assertThat(pleiad.calibration("tokens").pairs()).isEqualTo(110);
        assertThat(beside.calibration("tokens")).isSameAs(theirs);
        beside.refresh();
        assertThat(beside.calibration("tokens").pairs()).isEqualTo(110);
      }
    }
  }

  @Test
  void threadsThatAskTogetherGetTheSame(Random random) throws Exception {
    try (Pleiad pleiad = open();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      fill(pleiad, 30, random);
      int passes = encoder.passes.get();
      List<Callable<Calibration>> tasks =
          IntStream.range(0, 8)
              .<Callable<Calibration>>mapToObj(_ -> () -> pleiad.calibration("tokens"))
              .toList();
      Set<Calibration> made = new HashSet<>();
      for (Future<Calibration> future : threads.invokeAll(tasks)) {
        made.add(future.get());
      }
      assertThat(made).hasSize(1);
      assertThat(encoder.passes.get() - passes).isEqualTo(30);
    }
  }

  @Test
  void passagesOfOneDocumentAreNoRandomPair(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      for (int i = 0; i < 3; i++) {
        StringBuilder text = new StringBuilder();
        for (int words = 0; words < 40; words++) {
          text.append('w').append(random.nextInt(50)).append(' ');
        }
        pleiad.add(Document.of("long" + i, text.toString()), Chunking.of(Chunking.By.TOKENS, 10));
      }
      pleiad.commit();
      int passages = pleiad.documents();
      assertThat(passages).isEqualTo(12);
      assertThat(pleiad.calibration("tokens").pairs()).isEqualTo(12 * 8);
      List<Hit> grouped = pleiad.search(Search.of("w1 w2").grouped(true).calibrated(true)).hits();
      assertThat(grouped).hasSize(3).allMatch(hit -> hit.percentile() != null);
    }
  }

  @Test
  void fewerThanThreeDocumentsAreRefused(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.commit();
      for (int documents = 0; documents < 3; documents++) {
        assertRefused(pleiad);
        pleiad.add("d" + documents, text(random));
        pleiad.commit();
      }
      assertThat(pleiad.calibration("tokens").pairs()).isEqualTo(6);
      assertThat(pleiad.search(Search.of("w1").calibrated(true)).hits()).hasSize(3);
      assertThatThrownBy(() -> pleiad.calibration("nothing"))
          .hasMessageContaining("no multi-vector field 'nothing'");
    }
  }

  private static void assertRefused(Pleiad pleiad) {
    assertThatThrownBy(() -> pleiad.search(Search.of("w1").calibrated(true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("field 'tokens'")
        .hasMessageContaining("at least three");
  }

  @Test
  void passagesOfOneDocumentAloneAreRefused(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.add(Document.of("long", "w1 w2 w3 ".repeat(20)), Chunking.of(Chunking.By.TOKENS, 10));
      pleiad.commit();
      assertRefused(pleiad);
    }
  }

  @Test
  void broughtVectorsAreComparedWithSpansOfThemselves(Random random) throws IOException {
    Options options = Options.of(Settings.ofVectors(3));
    try (Pleiad pleiad = Pleiad.open(home.resolve("v"), options)) {
      for (int i = 0; i < 20; i++) {
        pleiad.add("d" + i, vectors(random, 1 + random.nextInt(20)));
      }
      pleiad.commit();
      Calibration slow = ofAllPairs(pleiad);
      TokenVectors query = vectors(random, 2);
      for (Hit hit : pleiad.search(Search.of(query).k(20).calibrated(true)).hits()) {
        assertThat(hit.percentile()).isEqualTo(slow.percentile(hit.normalized()));
      }
    }
  }

  /// Of both signs, and of any length.
  private static TokenVectors vectors(Random random, int tokens) {
    float[] rows = new float[3 * tokens];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = (float) random.nextGaussian();
    }
    return TokenVectors.of(rows, 3);
  }

  @Test
  void everyFieldHasItsOwn(Random random) throws IOException {
    Settings settings = Settings.ofModel("words").with(new Settings.Brought("other", 3));
    try (Pleiad pleiad = Pleiad.open(home.resolve("two"), options().settings(settings))) {
      for (int i = 0; i < 6; i++) {
        Document document = Document.of("d" + i, text(random));
        pleiad.add(i < 4 ? document.withVectors("other", vectors(random, 5)) : document);
      }
      pleiad.commit();
      assertThat(pleiad.calibration("tokens").pairs()).isEqualTo(30);
      assertThat(pleiad.calibration("other").pairs()).isEqualTo(12);
      Search search =
          Search.of("other", vectors(random, 2)).plan("tokens@other(4)").calibrated(true);
      assertThat(pleiad.search(search).hits()).hasSize(4).allMatch(hit -> hit.percentile() != null);
    }
  }
}
