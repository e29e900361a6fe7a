package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.passage.Chunking;
import pleiad.testkit.Seed;

/// A threshold leaves out what has less, and nothing else. Hits are compared without matches, whose
/// similarities may differ in the last bit from one search to the next.
@ExtendWith(Seed.class)
class ThresholdTest {
  private static final String ALL = "tokens(100, recall=1)";

  @TempDir Path home;

  private final WordEncoder encoder = new WordEncoder("words", "1");

  private Pleiad open() throws IOException {
    return Pleiad.open(
        home.resolve("c"), Options.of(Settings.ofModel("words")).models(_ -> encoder));
  }

  private static void fill(Pleiad pleiad, int documents, Random random) throws IOException {
    for (int i = 0; i < documents; i++) {
      pleiad.add("d" + i, words(3 + random.nextInt(20), random));
    }
    pleiad.commit();
  }

  private static String words(int count, Random random) {
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < count; word++) {
      text.append("w").append(random.nextInt(50)).append(' ');
    }
    return text.toString();
  }

  /// As a person reads it in JSON.
  private static double value(Hit hit, Score kind) {
    return Double.parseDouble(
        switch (kind) {
          case SCORE -> Float.toString(hit.score());
          case NORMALIZED -> Float.toString(hit.normalized());
          case UNIT -> Objects.requireNonNull(hit.unit()).toString();
          case PERCENTILE -> Objects.requireNonNull(hit.percentile()).toString();
        });
  }

  @ParameterizedTest
  @EnumSource
  void whatHasAsMuchStaysWhereItWas(Score kind, Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      fill(pleiad, 15, random);
      Search search = Search.of("w1 w2 w3").plan(ALL).k(10).calibrated(true).matches(false);
      List<Hit> all = pleiad.search(search).hits();
      assertThat(all).hasSize(10);
      for (Hit hit : all) {
        double value = value(hit, kind);
        assertKeeps(pleiad.search(search.atLeast(kind, value)), all, kind, value);
      }
      double least = value(all.getLast(), kind);
      assertThat(pleiad.search(search.atLeast(kind, least)).firstBelow()).isNull();
      double best = value(all.getFirst(), kind);
      if (kind != Score.PERCENTILE || best < 1) {
        double more = kind == Score.PERCENTILE ? 1 : best + 1e-3;
        Hits none = pleiad.search(search.atLeast(kind, more));
        assertThat(none.hits()).isEmpty();
        assertThat(none.firstBelow()).isEqualTo(all.getFirst());
      }
    }
  }

  private static void assertKeeps(Hits found, List<Hit> all, Score kind, double value) {
    List<Hit> expected = all.stream().filter(hit -> value(hit, kind) >= value).toList();
    assertThat(found.hits()).isEqualTo(expected);
    assertThat(found.firstBelow())
        .isEqualTo(expected.size() == all.size() ? null : all.get(expected.size()));
  }

  @Test
  void aThresholdOnThePercentileCalibratesByItself(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      fill(pleiad, 25, random);
      Hits hits = pleiad.search(Search.of("w1 w2").atLeast(Score.PERCENTILE, 0));
      assertThat(hits.hits()).hasSize(10).allMatch(hit -> hit.percentile() != null);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bm25(20)",
        "bm25(20) + tokens(20) | rrf",
        "tokens(20) | bm25(20)",
        "tokens(20) | maxsim(20, keep=0.5)"
      })
  void onlyAThresholdOnTheScoreFitsEveryPlan(String plan, Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      pleiad.add("all", "w1 w2 w3");
      fill(pleiad, 25, random);
      Search search = Search.of("w1 w2 w3").plan(plan).matches(false);
      for (Score kind : List.of(Score.NORMALIZED, Score.UNIT, Score.PERCENTILE)) {
        String last = plan.substring(plan.lastIndexOf('|') + 1).strip();
        assertThatThrownBy(() -> pleiad.search(search.atLeast(kind, 0.5)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("a threshold on " + kind.word())
            .hasMessageContaining("ends with '" + last)
            .hasMessageContaining("bm25(1000) | maxsim(100)");
      }
      List<Hit> all = pleiad.search(search).hits();
      double best = value(all.getFirst(), Score.SCORE);
      assertKeeps(pleiad.search(search.atLeast(Score.SCORE, best)), all, Score.SCORE, best);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aThresholdIsANumberThatCanBeReached(Score kind) {
    Search search = Search.of("w1");
    for (double value : List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)) {
      assertThatThrownBy(() -> search.atLeast(kind, value))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a threshold on " + kind.word())
          .hasMessageContaining(Double.toString(value));
    }
    for (double value : List.of(-1e-9, 1 + 1e-9, 95.0)) {
      if (kind == Score.PERCENTILE) {
        assertThatThrownBy(() -> search.atLeast(kind, value))
            .hasMessageContaining("from 0 to 1")
            .hasMessageContaining(Double.toString(value));
      } else {
        assertThat(search.atLeast(kind, value).atLeast()).isEqualTo(new Threshold(kind, value));
      }
    }
  }

  @Test
  void documentsInPassagesCountByTheirBest(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      for (int i = 0; i < 5; i++) {
        pleiad.add(Document.of("long" + i, words(40, random)), Chunking.of(Chunking.By.TOKENS, 10));
      }
      pleiad.commit();
      Search search = Search.of("w1 w2 w3").grouped(true).matches(false);
      List<Hit> all = pleiad.search(search).hits();
      assertThat(all).hasSize(5);
      double middle = value(all.get(2), Score.NORMALIZED);
      assertKeeps(
          pleiad.search(search.atLeast(Score.NORMALIZED, middle)), all, Score.NORMALIZED, middle);
    }
  }

  @Test
  void aFilterThatLeavesNothingLeavesNothingBelow(Random random) throws IOException {
    try (Pleiad pleiad = open()) {
      fill(pleiad, 5, random);
      Hits hits =
          pleiad.search(Search.of("w1").filter(Filter.exists("nothing")).atLeast(Score.UNIT, 0.1));
      assertThat(hits.hits()).isEmpty();
      assertThat(hits.firstBelow()).isNull();
    }
  }
}
