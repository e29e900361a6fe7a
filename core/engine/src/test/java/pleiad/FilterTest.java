package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pleiad.Filter.and;
import static pleiad.Filter.equal;
import static pleiad.Filter.excluded;
import static pleiad.Filter.exists;
import static pleiad.Filter.in;
import static pleiad.Filter.not;
import static pleiad.Filter.or;
import static pleiad.Filter.prefix;
import static pleiad.Filter.range;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.vector.TokenVectors;

/// Metadata comes back as it went in, and every filter finds what its words say.
class FilterTest {
  private static final TokenVectors ONE = TokenVectors.of(new float[] {1}, 1);

  @TempDir Path home;

  @Test
  void metadataComesBackAsItWasGiven() throws IOException {
    Map<String, Object> metadata =
        Map.of(
            "word",
            "Blue",
            "whole",
            7L,
            "real",
            1.5,
            "yes",
            true,
            "no",
            false,
            "tags",
            List.of("a", "b"),
            "long",
            "x".repeat(50_000));
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), Options.of(Settings.ofVectors(1)))) {
      pleiad.add(Document.of("1", "t").withMetadata(metadata).withVectors("tokens", ONE));
      pleiad.commit();
      assertThat(pleiad.get("1").orElseThrow().metadata()).isEqualTo(metadata);
    }
  }

  @Test
  void everyFilterFindsWhatItsWordsSay() throws IOException {
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), Options.of(Settings.ofVectors(1)))) {
      add(pleiad, "1", Map.of("year", 2001, "kind", "news", "open", true));
      add(pleiad, "2", Map.of("year", 2010.5, "kind", "nest", "tags", List.of("x", "y")));
      add(pleiad, "3", Map.of("year", "2005", "date", "2026-11-21"));
      add(pleiad, "4", Map.of("date", "2024-01-01", "tags", List.of("y")));
      pleiad.commit();

      assertFinds(pleiad, equal("year", 2001), "1");
      assertFinds(pleiad, equal("year", 2001.0), "1");
      assertFinds(pleiad, equal("year", "2005"), "3");
      assertFinds(pleiad, equal("open", true), "1");
      assertFinds(pleiad, equal("open", false));
      assertFinds(pleiad, equal("kind", "News"));
      assertFinds(pleiad, in("kind", "news", "nest", "other"), "1", "2");
      assertFinds(pleiad, new Filter.In("kind", List.of()));
      assertFinds(pleiad, equal("tags", "y"), "2", "4");
      assertFinds(pleiad, range("year", 2001, 2010), "1");
      assertFinds(pleiad, range("year", 2001.5, null), "2");
      assertFinds(pleiad, range("year", null, 3000), "1", "2");
      assertFinds(pleiad, range("date", "2025", null), "3");
      assertFinds(pleiad, range("date", "2024-01-01", "2026-11-21"), "3", "4");
      assertFinds(pleiad, range("date", null, "2024-12-31"), "4");
      assertFinds(pleiad, exists("year"), "1", "2", "3");
      assertFinds(pleiad, exists("nothing"));
      assertFinds(pleiad, prefix("kind", "ne"), "1", "2");
      assertFinds(pleiad, prefix("kind", "new"), "1");
      assertFinds(pleiad, and(exists("year"), prefix("kind", "nes")), "2");
      assertFinds(pleiad, and(), "1", "2", "3", "4");
      assertFinds(pleiad, or(equal("year", 2001), equal("tags", "x")), "1", "2");
      assertFinds(pleiad, or());
      assertFinds(pleiad, not(exists("kind")), "3", "4");
      assertFinds(pleiad, and(not(equal("tags", "x")), exists("tags")), "4");
    }
  }

  @Test
  void anEndOfARangeIsInItOrNot() throws IOException {
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), Options.of(Settings.ofVectors(1)))) {
      add(pleiad, "1", Map.of("n", List.of(1, 3), "w", "a"));
      add(pleiad, "2", Map.of("n", 2, "w", "b"));
      add(pleiad, "3", Map.of("n", 0.0, "w", "c"));
      add(pleiad, "4", Map.of("n", -0.0, "w", ""));
      pleiad.commit();

      assertFinds(pleiad, range("n", 1, 2), "1", "2");
      assertFinds(pleiad, range("n", excluded(1), 2), "2");
      assertFinds(pleiad, range("n", excluded(2), null), "1");
      assertFinds(pleiad, range("n", 1, excluded(2)), "1");
      assertFinds(pleiad, range("n", excluded(0), null), "1", "2");
      assertFinds(pleiad, range("n", null, excluded(-0.0)));
      assertFinds(pleiad, range("n", 0, 0), "3", "4");
      assertFinds(pleiad, equal("n", -0.0), "3", "4");
      assertFinds(pleiad, range("n", excluded(2), excluded(2)));
      assertFinds(pleiad, range("w", excluded("a"), "b"), "2");
      assertFinds(pleiad, range("w", "a", excluded("c")), "1", "2");
      assertFinds(pleiad, range("w", excluded("c"), null));
      assertFinds(pleiad, range("w", excluded(""), null), "1", "2", "3");
    }
  }

  @Test
  void aDateStandsForAllOfItsTime() throws IOException {
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), Options.of(Settings.ofVectors(1)))) {
      add(pleiad, "1", Map.of("day", "2026-01-31"));
      add(pleiad, "2", Map.of("day", "2026-02-01T08:30:00Z"));
      add(pleiad, "3", Map.of("day", "2026-02-28"));
      add(pleiad, "4", Map.of("day", "2026-03"));
      add(pleiad, "5", Map.of("day", "unknown"));
      pleiad.commit();

      assertFinds(pleiad, range("day", "2026-01-01", "2026-02"), "1", "2", "3");
      assertFinds(pleiad, range("day", "2026-02", "2026-02"), "2", "3");
      assertFinds(pleiad, range("day", "2026-02-01", "2026-02-01"), "2");
      assertFinds(pleiad, range("day", null, "2026-02-01T08:30"), "1", "2");
      assertFinds(pleiad, range("day", null, excluded("2026-02-01T08:30")), "1");
      assertFinds(pleiad, range("day", "2026-02-01T08:30Z", "2026-02-01T08:30:00Z"), "2");
      assertFinds(pleiad, range("day", excluded("2026-02-01T08:30Z"), "2026-02-27"));
      assertFinds(pleiad, range("day", excluded("2026-01"), excluded("2026-03")), "2", "3");
      assertFinds(pleiad, range("day", excluded("2026-02"), null), "4");
      assertFinds(pleiad, range("day", "2026", "2026"), "1", "2", "3", "4");
      assertFinds(pleiad, range("day", excluded("2026"), null));
      assertFinds(pleiad, range("day", "2026-03", "zzz"), "4", "5");
      assertFinds(pleiad, prefix("day", "2026-02"), "2", "3");
    }
  }

  @Test
  void anyNumberOfValuesMayBeAskedFor() throws IOException {
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), Options.of(Settings.ofVectors(1)))) {
      add(pleiad, "1", Map.of("k", 4_999));
      add(pleiad, "2", Map.of("k", "w7"));
      add(pleiad, "3", Map.of("k", true));
      add(pleiad, "4", Map.of("k", "other"));
      pleiad.commit();

      Stream<?> values =
          IntStream.range(0, 5_000).boxed().flatMap(i -> Stream.of(i, "w" + i, true));
      assertFinds(pleiad, new Filter.In("k", values.toList()), "1", "2", "3");
    }
  }

  @Test
  void aRangeFromANumberToAWordIsRefused() throws IOException {
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), Options.of(Settings.ofVectors(1)))) {
      assertThatThrownBy(() -> pleiad.search(Search.of(ONE).filter(range("year", 1, "z"))))
          .hasMessageContaining("'year'")
          .hasMessageContaining("two of one kind");
    }
  }

  private static void add(Pleiad pleiad, String id, Map<String, Object> metadata)
      throws IOException {
    pleiad.add(Document.of(id, "").withMetadata(metadata).withVectors("tokens", ONE));
  }

  @Test
  void moreConditionsThanLuceneTakesAreRefusedBeforeItIsAsked() throws IOException {
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"), Options.of(Settings.ofVectors(1)))) {
      add(pleiad, "1", Map.of("year", 7));
      pleiad.commit();
      assertFinds(pleiad, anyOf(1_024), "1");
      assertFinds(pleiad, not(not(anyOf(1_022))), "1");
      assertFinds(pleiad, and(anyOf(1_021), exists("year")), "1");
      assertThatThrownBy(() -> pleiad.delete(anyOf(1_025)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the filter has 1,025 conditions, 1,024 are the most")
          .hasMessageContaining("'in'");
      assertThatThrownBy(() -> pleiad.delete(and(anyOf(600), not(anyOf(600)))))
          .hasMessageContaining("the filter has 1,202 conditions");
    }
  }

  /// One of the years from 0 on, each a condition.
  private static Filter anyOf(int count) {
    return new Filter.Or(IntStream.range(0, count).mapToObj(year -> equal("year", year)).toList());
  }

  private static void assertFinds(Pleiad pleiad, Filter filter, String... ids) throws IOException {
    List<Hit> hits = pleiad.search(Search.of(ONE).filter(filter)).hits();
    assertThat(hits.stream().map(Hit::id).sorted(Comparator.naturalOrder()))
        .as("%s", filter)
        .containsExactly(ids);
  }
}
