package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Scores with a meaning and thresholds on them, as `search`, `explain` and `score` have them.
class ScoresVerbTest {
  private static final String QUESTION = "red animal in the woods";
  private static final String FUSED = "bm25(10) + tokens(10) | rrf";

  @TempDir static Path shared;
  private static Path papers;
  private static JsonNode plain;
  private static JsonNode calibrated;

  @BeforeAll
  static void index() throws IOException {
    papers = Papers.collection(shared);
    plain = search("--json").json();
    calibrated = search("--calibrated", "--json").json();
  }

  private static Ran search(Object... options) {
    List<Object> words = new ArrayList<>(List.of("search", papers, QUESTION));
    words.addAll(List.of(options));
    return pleiad(words.toArray());
  }

  @Test
  void everyHitHasItsUnitAndOnDemandItsPercentile() {
    assertThat(plain.get("hits")).hasSize(10);
    assertThat(plain.has("first_below")).isFalse();
    double before = 1;
    for (int i = 0; i < 10; i++) {
      JsonNode hit = plain.get("hits").get(i);
      JsonNode same = calibrated.get("hits").get(i);
      assertThat(hit.get("unit").asDouble())
          .isEqualTo((1 + hit.get("normalized").asDouble()) / 2, offset());
      assertThat(hit.has("percentile")).isFalse();
      assertThat(same.get("id")).isEqualTo(hit.get("id"));
      double percentile = same.get("percentile").asDouble();
      assertThat(percentile).isBetween(0.0, before);
      before = percentile;
    }
    assertThat(before).isLessThan(1);
    assertThat(search("-k", "1", "--calibrated").out())
        .contains("percentile %.5f".formatted(calibrated.at("/hits/0/percentile").asDouble()));
  }

  private static Offset<Double> offset() {
    return Offset.offset(1e-6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unit", "percentile"})
  void whatAHitShowsIsAThresholdThatItReaches(String kind) {
    JsonNode hits = calibrated.get("hits");
    String third = hits.get(2).get(kind).asText();
    Ran ran = search("--at-least", kind + "=" + third, "--calibrated", "--json");
    assertThat(ran.exit()).isZero();
    JsonNode kept = ran.json().get("hits");
    assertThat(kept.size()).isGreaterThanOrEqualTo(3);
    for (int i = 0; i < kept.size(); i++) {
      assertSameHit(kept.get(i), hits.get(i));
      assertThat(kept.get(i).get(kind).asDouble())
          .isGreaterThanOrEqualTo(Double.parseDouble(third));
    }
    assertSameHit(ran.json().get("first_below"), hits.get(kept.size()));
  }

  /// All but the matches, whose similarities may differ in the last bit from run to run.
  private static void assertSameHit(JsonNode found, JsonNode expected) {
    for (String each : List.of("rank", "id", "score", "normalized", "unit", "text")) {
      assertThat(found.get(each)).as(each).isNotNull().isEqualTo(expected.get(each));
    }
    assertThat(found.get("percentile")).isEqualTo(expected.get("percentile"));
  }

  @Test
  void aBareNumberIsAScoreAndFitsEveryPlan() {
    JsonNode fused = search("--plan", FUSED, "--json").json().get("hits");
    assertThat(fused.get(0).get("unit").isNull()).isTrue();
    String best = fused.get(0).get("score").asText();
    JsonNode kept = search("--plan", FUSED, "--at-least", best, "--json").json().get("hits");
    assertThat(kept.size()).isBetween(1, fused.size() - 1);
    assertSameHit(kept.get(0), fused.get(0));
  }

  @Test
  void nothingAboveTheThresholdIsNothingFoundAndSaysWhatTheBestHas() {
    JsonNode best = plain.at("/hits/0");
    Ran ran = search("--at-least", "unit=0.9999");
    assertThat(ran.exit()).isEqualTo(Exit.NOTHING_FOUND);
    assertThat(ran.out())
        .contains("Nothing found.")
        .contains("The best, p0, has less than was asked for")
        .contains("normalized " + best.get("normalized").asText())
        .contains("unit " + best.get("unit").asText());
    Ran json = search("--at-least", "unit=0.9999", "--json");
    assertThat(json.exit()).isEqualTo(Exit.NOTHING_FOUND);
    assertThat(json.json().get("hits")).isEmpty();
    assertSameHit(json.json().get("first_below"), best);
  }

  @ParameterizedTest
  @CsvSource({
    "likely=0.5, score, normalized",
    "normalized=high, 'high', normalized=0.5",
    "=, score, percentile",
    "'', 'score=0.5', at-least",
    "score=NaN, NaN, finite number",
    "percentile=99, from 0 to 1, 99",
  })
  void aThresholdThatIsNoneIsRefused(String threshold, String said, String alsoSaid) {
    Ran ran = search("--at-least", threshold);
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
    assertThat(ran.err()).startsWith("pleiad: ").contains(said, alsoSaid);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void onOtherPlansThanMaxSimOnlyTheScoreHasAThreshold() {
    Ran ran = search("--plan", FUSED, "--at-least", "unit=0.5");
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
    assertThat(ran.err()).contains("a threshold on unit", "'rrf", "bm25(1000) | maxsim(100)");
    Ran without = search("--plan", FUSED, "--calibrated");
    assertThat(without.exit()).isZero();
    assertThat(without.err()).contains("No percentiles");
  }

  @Test
  void explainTellsThePercentileThatTheHitHas() {
    JsonNode hit = calibrated.at("/hits/1");
    String id = hit.get("id").asText();
    JsonNode explained = pleiad("explain", papers, QUESTION, id, "--calibrated", "--json").json();
    assertThat(explained.get("percentile")).isEqualTo(hit.get("percentile"));
    assertThat(pleiad("explain", papers, QUESTION, id, "--calibrated").out())
        .contains("%.5f  percentile".formatted(hit.get("percentile").asDouble()));
  }

  @Test
  void scoreHasTheUnitBesideTheNormalized() {
    JsonNode scored = pleiad("score", "red fox", "a crimson fox", "--json").json();
    assertThat(scored.get("unit").asDouble())
        .isEqualTo((1 + scored.get("normalized").asDouble()) / 2, offset());
  }
}
