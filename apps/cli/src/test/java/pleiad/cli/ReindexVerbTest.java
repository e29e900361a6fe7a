package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.Reindex;

/// The verb with the embedded model, which is all there is: with other codes.
class ReindexVerbTest {
  @TempDir Path home;

  private Path folder;
  private Path cache;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  ReindexVerbTest() {}

  @BeforeEach
  void index() throws IOException {
    folder = home.resolve("papers");
    cache = home.resolve("cache");
    Ran ran = pleiad("index", folder, Papers.jsonLines(home), "--cache", cache, "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
  }

  @Test
  void anotherCodeEncodesNothingThatTheCacheHas() {
    String model = pleiad("stats", folder, "--json").json().get("model").asText();
    JsonNode first =
        pleiad("reindex", folder, "--model", model, "--codec", "int8", "--cache", cache, "--json")
            .json();
    assertThat(first.get("from").asText()).isEqualTo(model + " residual-80+centred");
    assertThat(first.get("to").asText()).isEqualTo(model + " int8");
    assertThat(first.get("documents").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(first.get("encoded").asLong()).isZero();
    assertThat(first.get("reused").asLong()).isGreaterThan(5 * Papers.DOCUMENTS);
    assertThat(first.get("seconds").asDouble()).isPositive();
    JsonNode stats = pleiad("stats", folder, "--json").json();
    assertThat(stats.get("codec").asText()).isEqualTo("int8");
    assertThat(stats.get("documents").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(pleiad("search", folder, "the moon", "-k", "1").out()).contains(" 1. p3");
    assertThat(Reindex.next(folder)).doesNotExist();

    Ran again = pleiad("reindex", folder, "--codec", "int8");
    assertThat(again.exit()).isZero();
    assertThat(again.out()).startsWith("0 documents from " + model + " int8 to " + model + " int8");
  }

  @Test
  void aDryRunMeasuresBothAndChangesNothing() throws IOException {
    Path test = home.resolve("test");
    Papers.judge(test, new Papers.Question("q", "the moon", "p3"));
    Ran ran =
        pleiad("reindex", folder, "--codec", "int8", "--dry-run", "--judgements", test, "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode rows = ran.json().get("rows");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).get("documents").asText()).endsWith(" residual-80+centred");
    assertThat(rows.get(1).get("documents").asText()).endsWith(" int8");
    rows.forEach(row -> assertThat(row.get("nDCG@10").asDouble()).isEqualTo(1));
    assertThat(ran.json().get("documents").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(pleiad("stats", folder, "--json").json().get("codec").asText())
        .isEqualTo("residual-80+centred");
    Ran shown = pleiad("reindex", folder, "--codec", "int8", "--dry-run", "--judgements", test);
    assertThat(shown.out()).contains("nDCG@10", "1.0000", "nothing was changed");
  }

  @Test
  void wrongUsageSaysWhatIsRight() {
    assertRefused(pleiad("reindex", folder), Exit.USAGE, "--model or --codec");
    assertRefused(
        pleiad("reindex", folder, "--codec", "int8", "--dry-run"), Exit.USAGE, "--judgements");
    assertRefused(
        pleiad("reindex", folder, "--codec", "int8", "--judgements", home),
        Exit.USAGE,
        "--dry-run");
    assertRefused(
        pleiad("reindex", folder, "--codec", "int8", "--dry-run", "--judgements", home),
        Exit.BAD_DATA,
        "expected queries.jsonl and qrels/");
    assertRefused(pleiad("reindex", folder, "--codec", "int9"), Exit.USAGE, "int9");
    assertRefused(pleiad("reindex", folder, "--model", "none"), Exit.USAGE, "no model 'none'");
    assertRefused(
        pleiad("reindex", home.resolve("none"), "--codec", "int8"),
        Exit.BAD_DATA,
        "no such folder");
    assertThat(Reindex.next(folder)).doesNotExist();
  }

  private static void assertRefused(Ran ran, int exit, String problem) {
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
    assertThat(ran.err()).contains(problem);
  }
}
