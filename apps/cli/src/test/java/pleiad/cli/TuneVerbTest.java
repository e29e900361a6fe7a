package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuneVerbTest {
  @TempDir Path home;
  private Path data;

  @BeforeEach
  void collection() throws IOException {
    data =
        Papers.testCollection(
            home,
            Papers.MUSIC,
            Papers.BANK,
            new Papers.Question("q3", "sourdough bread", "p2"),
            new Papers.Question("q4", "eruptions on an island", "p7"));
  }

  private Ran tune(Object... options) {
    List<Object> all = new ArrayList<>(List.of("tune", data, "--cache", home.resolve("cache")));
    all.addAll(List.of(options));
    return pleiad(all.toArray());
  }

  @Test
  void tuneHasTheFieldsThatScriptsRelyOn() {
    Ran ran =
        tune("--folds", 2, "--steps", 4, "--fusion", "rrf,minmax", "--measure", "RR", "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode found = ran.json();
    assertThat(found.get("collection").asText()).isEqualTo("tiny");
    assertThat(found.get("split").asText()).isEqualTo("test");
    assertThat(found.get("queries").asInt()).isEqualTo(4);
    assertThat(found.get("measure").asText()).isEqualTo("RR");
    assertThat(found.get("folds").asInt()).isEqualTo(2);
    assertThat(found.get("rows").findValuesAsText("kind"))
        .containsExactly(
            "source", "source", "source", "equal", "held_out", "equal", "held_out", "held_out");
    assertThat(found.get("rows").findValuesAsText("name"))
        .containsExactly(
            "bm25(100)",
            "tokens(100, weights=auto)",
            "dense(100)",
            "rrf",
            "rrf",
            "minmax",
            "minmax",
            "any");
    JsonNode any = found.get("rows").get(7);
    assertThat(any.get("mean").asDouble()).isBetween(0.0, 1.0);
    assertThat(any.get("folds")).hasSize(2);
    assertThat(any.get("weights")).hasSize(3);
    assertThat(any.at("/weights/0/source").asText()).isEqualTo("bm25(100)");
    assertThat(any.get("plan")).isEqualTo(found.get("plan"));
    assertThat(found.at("/as_good/tried").asInt())
        .isGreaterThanOrEqualTo(found.at("/as_good/blends").asInt());
    assertThat(found.at("/gain/over").asText()).isNotEmpty();
    assertThat(found.at("/gain/ci95")).hasSize(2);
    assertThat(found.at("/gain/p_randomisation").asDouble()).isBetween(0.0, 1.0);
    assertThat(found.at("/gain/significant").isBoolean()).isTrue();
  }

  @Test
  void whatNobodyChoseIsWhatEvalMeasures() {
    JsonNode rows =
        tune("--folds", 2, "--steps", 2, "--fusion", "zscore", "--measure", "RR", "--json")
            .json()
            .get("rows");
    JsonNode measured =
        pleiad(
                "eval",
                data,
                "--cache",
                home.resolve("cache"),
                "--measure",
                "RR",
                "--json",
                "--plan",
                "bm25(100)",
                "--plan",
                "tokens(100, weights=auto)",
                "--plan",
                "bm25(100) + tokens(100, weights=auto) + dense(100) | zscore")
            .json()
            .get("rows");
    assertThat(rows.get(0).get("mean").asDouble())
        .isCloseTo(measured.at("/0/measures/RR").asDouble(), within(1e-9));
    assertThat(rows.get(1).get("mean").asDouble())
        .isCloseTo(measured.at("/1/measures/RR").asDouble(), within(1e-9));
    assertThat(rows.get(3).get("mean").asDouble())
        .isCloseTo(measured.at("/2/measures/RR").asDouble(), within(1e-9));
  }

  @Test
  void aPersonReadsThePlanAndWhetherItIsLuck() {
    Ran ran = tune("--folds", 2, "--steps", 2, "--sources", "bm25(5) + tokens(5)");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out())
        .contains("bm25(5)  ", "zscore, equal weights", "rrf, held out", "any of them, held out")
        .contains("4 judged queries of split 'test' in 2 folds, seed 1")
        .contains("Best on all of them: ")
        .contains("Held out, that is ", "randomisation p = ", "chance could have made as much");
  }

  @Test
  void theSplitThatIsReportedIsNotChosenBy() throws IOException {
    Files.copy(data.resolve("qrels/test.tsv"), data.resolve("qrels/train.tsv"));
    Ran refused = tune("--split", "test");
    assertThat(refused.exit()).isEqualTo(Exit.USAGE);
    assertThat(refused.err())
        .startsWith("pleiad: the split 'test' is what is reported")
        .contains("others to choose by: [train]");
    assertThat(home.resolve("cache")).as("refused before anything is made").doesNotExist();
    assertThat(TuneVerb.split(List.of("test", "train"), null)).isEqualTo("train");
    assertThat(TuneVerb.split(List.of("dev", "test"), "dev")).isEqualTo("dev");
    assertThat(TuneVerb.split(List.of("test"), null)).isEqualTo("test");
    assertThat(TuneVerb.split(List.of("test"), "test")).isEqualTo("test");
    Files.move(data.resolve("qrels/train.tsv"), data.resolve("qrels/dev.tsv"));
    assertRefused("with --split; there are [dev, test]");
  }

  @Test
  void whatCannotBeTunedIsRefused() {
    assertRefused("4 judged queries cannot fill 5 folds; take at most 4 folds");
    assertRefused("two folds or more", "--folds", 1);
    assertRefused("no split 'dev'", "--split", "dev");
    assertRefused("expected a ranker", "--sources", "bm25(100)");
    assertRefused("expected a ranker", "--sources", "bm25(5) + tokens(5) | rrf");
    assertRefused("--fusion takes names alone", "--fusion", "rrf(20)");
    assertRefused("expected a fusion: rrf", "--fusion", "sum");
    assertRefused("in one step or more, got 0", "--steps", 0, "--folds", 2);
  }

  private void assertRefused(String said, Object... options) {
    Ran ran = tune(options);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(Exit.USAGE);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("pleiad: ").contains(said);
  }
}
