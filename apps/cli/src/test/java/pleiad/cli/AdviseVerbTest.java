package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.Options;
import pleiad.Pleiad;
import pleiad.Settings;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class AdviseVerbTest {
  @TempDir Path home;

  private Path judgements() throws IOException {
    Path folder = Files.createDirectories(home.resolve("judged"));
    Papers.judge(
        folder,
        Papers.MUSIC,
        Papers.BANK,
        new Papers.Question("q3", "what does one need to bake bread", "p2"));
    return folder;
  }

  @Test
  void adviseGoesByJudgements() throws IOException {
    Path papers = Papers.collection(home);
    Ran ran = pleiad("advise", "--index", papers, "--judgements", judgements(), "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode found = ran.json();
    assertThat(found.get("by").asText()).isEqualTo("nDCG@10");
    assertThat(found.get("documents").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(found.get("queries").asInt()).isEqualTo(3);
    assertThat(found.get("query_length").asDouble()).isEqualTo((4 + 2 + 7) / 3.0);
    assertThat(found.get("shared").asDouble()).isBetween(0.0, 1.0);
    List<String> plans = found.get("rows").findValuesAsText("plan");
    assertThat(plans)
        .containsExactly(
            "bm25(100)",
            "dense@tokens(100)",
            "bm25(100) | maxsim@tokens(10)",
            "fast@tokens",
            "balanced@tokens",
            "best@tokens");
    JsonNode measured =
        pleiad("search", papers, "central bank", "-k", 1, "--plan", plans.get(3), "--json").json();
    assertThat(measured.at("/hits/0/id").asText()).isEqualTo("p1");
    found
        .get("rows")
        .forEach(
            row -> {
              assertThat(row.get("quality").asDouble()).isBetween(0.0, 1.0);
              assertThat(row.get("quality_short").asDouble()).isBetween(0.0, 1.0);
              assertThat(row.get("quality_long").asDouble()).isBetween(0.0, 1.0);
              assertThat(row.get("p50").asDouble()).isPositive();
            });
    assertThat(plans).contains(found.at("/recommendation/plan").asText());
    assertThat(found.at("/recommendation/reason").asText()).startsWith("nDCG@10 ");
  }

  @Test
  void judgementsOfOtherDocumentsAreRefused() throws IOException {
    Path papers = Papers.collection(home);
    Path others = Files.createDirectories(home.resolve("others"));
    Papers.judge(others, new Papers.Question("q1", "the central bank", "elsewhere"));
    Ran ran = pleiad("advise", "--index", papers, "--judgements", others);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(Exit.USAGE);
    assertThat(ran.err())
        .contains("no plan found a document that is judged relevant")
        .contains(papers + ", which has 12 documents");
  }

  @Test
  void withoutJudgementsAPersonReadsWhatThatCannotTell() throws IOException {
    Path papers = Papers.collection(home);
    Ran ran = pleiad("advise", "--index", papers, "--queries", 6);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out())
        .contains("agreement", "bm25(100)", "best@tokens")
        .contains("12 documents", "6 queries of ", "share ", "Take ")
        .contains("agreement cannot tell: give --judgements, and see tune");
    JsonNode exact =
        pleiad(
                "advise",
                "--index",
                papers,
                "--queries",
                6,
                "--plan",
                "tokens(20, recall=1)",
                "--json")
            .json();
    assertThat(exact.at("/rows/0/quality").asDouble()).isEqualTo(1);
    assertThat(exact.get("shared").isNull()).isTrue();
    assertThat(exact.at("/recommendation/plan").asText()).isEqualTo("tokens(20, recall=1)");
  }

  @Test
  void vectorsThatWereBroughtHaveNoWordsToSearchBy(Random random) throws IOException {
    Path folder = home.resolve("vectors");
    try (Pleiad pleiad = Pleiad.open(folder, Options.of(Settings.ofVectors(4)))) {
      for (int i = 0; i < 30; i++) {
        float[] rows = new float[4 * 8];
        for (int at = 0; at < rows.length; at++) {
          rows[at] = (float) random.nextGaussian();
        }
        pleiad.add("d" + i, TokenVectors.of(rows, 4));
      }
    }
    JsonNode found = pleiad("advise", "--index", folder, "--queries", 5, "--json").json();
    assertThat(found.get("rows").findValuesAsText("plan"))
        .containsExactly("fast@tokens", "centroid@tokens(100) | maxsim@tokens(10)");
    assertThat(found.at("/rows/0/quality").asDouble()).isEqualTo(1);
  }

  @Test
  void whatCannotBeTriedIsRefused() throws IOException {
    Path papers = Papers.collection(home);
    assertRefused(Exit.USAGE, "--queries must be at least 1", papers, "--queries", 0);
    assertRefused(Exit.USAGE, "cannot read the plan", papers, "--plan", "tokens");
    assertRefused(
        Exit.USAGE, "no split 'dev'", papers, "--judgements", judgements(), "--split", "dev");
    assertRefused(Exit.BAD_DATA, "no queries here", papers, "--judgements", home.resolve("gone"));
    Files.writeString(home.resolve("judged/queries.jsonl"), "{\"_id\": \"z\", \"text\": \"a\"}\n");
    assertRefused(
        Exit.BAD_DATA,
        "none of the 3 judged queries",
        papers,
        "--judgements",
        home.resolve("judged"));
    assertThat(pleiad("advise").exit()).isEqualTo(Exit.USAGE);
  }

  private static void assertRefused(int exit, String said, Path index, Object... options) {
    Object[] all = new Object[options.length + 3];
    all[0] = "advise";
    all[1] = "--index";
    all[2] = index;
    System.arraycopy(options, 0, all, 3, options.length);
    Ran ran = pleiad(all);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(said);
  }
}
