package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportVerbTest {
  private static final Path ROOT = Path.of(System.getProperty("pleiad.root"));

  private static final String PEERS =
      """
      {"command": "./pleiad bench peers --data tiny", "machine": "a machine", "date": "2026-11-21",
       "data": "tiny", "dim": 128, "documents": 1200, "queries": 3, "exact_ndcg": 0.71234,
       "rows": [
        {"system": "pleiad", "version": "1", "setting": "default", "p50": 0.5, "p95": 1, "recall@10": 0.9,
         "nDCG@10": 0.7, "bytes_per_token": 25, "build_tokens_per_s": 90000, "ratio_to_pleiad": 1},
        {"system": "pleiad", "version": "1", "setting": "small", "p50": 0.1, "recall@10": 0.99,
         "nDCG@10": 0.99, "bytes_per_token": 1, "build_tokens_per_s": 1e6},
        {"system": "other", "version": "2", "setting": "a|b", "threads": 2, "p50": 1.25, "p95": 2, "recall@10": 0.95,
         "nDCG@10": 0.69, "bytes_per_token": 20.5, "build_tokens_per_s": null, "ratio_to_pleiad": 2.5},
        {"system": "gone", "version": "3", "setting": "", "p50": null, "problem": "not installed"}]}
      """;

  @TempDir Path home;

  @Test
  void thePageOfBenchmarksIsWhatTheirResultsSay() throws IOException {
    Ran ran = pleiad("bench", "report", ROOT.resolve("lab/bench/results"));
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out())
        .as("write it with: ./pleiad bench report lab/bench/results --out docs/benchmarks.md")
        .isEqualTo(Files.readString(ROOT.resolve("docs/benchmarks.md")));
  }

  @Test
  void whoIsAheadInWhatIsReadFromTheFigures() throws IOException {
    Files.writeString(home.resolve("peers.json"), PEERS);
    Files.writeString(home.resolve("notes.txt"), "not looked at");
    Ran ran = pleiad("bench", "report", home);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.out())
        .contains(
            """

            ## Beside other systems, tiny, 128 dimensions

                ./pleiad bench peers --data tiny

            1,200 documents; 3 queries; nDCG@10 of exact MaxSim 0.7123; a machine; 2026-11-21.
            """)
        .contains(
            "| other | 2 | a\\|b | 2 | 1.25 | 2.50 | 2.00 | 0.950 | 0.6900 | 20.5 | – | – | – |\n",
            "| gone | 3 |  | – | – | – | – | – | – | – | – | – | not installed |\n")
        .contains(
            "- Ahead of Pleiad's `default` in p50 (0.50): nobody.\n",
            "- Ahead of Pleiad's `default` in recall@10 (0.900): other (a|b) 0.950.\n",
            "- Ahead of Pleiad's `default` in nDCG@10 (0.7000): nobody.\n",
            "- Ahead of Pleiad's `default` in bytes a token (25.0): other (a|b) 20.5.\n",
            "- Ahead of Pleiad's `default` in building, tokens/s (90,000): nobody.\n");
  }

  @Test
  void growthIsToldOverAllRowsAndAtTheEnd() throws IOException {
    Files.writeString(
        home.resolve("growth.json"),
        """
        {"command": "./pleiad bench growth --data tiny", "machine": "a machine", "date": "2026-11-21",
         "exponents": {"p50": 0.25, "bytes": 1, "build_s": 0.5},
         "rows": [{"documents": 10, "p50": 5, "bytes": 1, "build_s": 9},
                  {"documents": 100, "p50": 2, "bytes": 10, "build_s": 3},
                  {"documents": 10000, "p50": 20, "bytes": 1000, "build_s": 3}]}
        """);
    assertThat(pleiad("bench", "report", home).out())
        .endsWith(
            "\n- Grows with documents to the power of 0.25 (p50), 1.00 (bytes), 0.50 (building), by a line through all rows; from the last but one to the last: 0.50, 1.00, 0.00.\n");
  }

  @Test
  void whatVerbsPrintHasASectionEachInTheOrderOfNames() throws IOException {
    Path data = Papers.testCollection(home, Papers.MUSIC, Papers.BANK);
    Path cache = home.resolve("cache");
    Path results = Files.createDirectories(home.resolve("results"));
    Ran eval =
        pleiad("eval", data, "--cache", cache, "--plan", "bm25(10)", "--measure", "RR", "--json");
    Ran search =
        pleiad(
            "bench",
            "search",
            "--data=" + data,
            "--cache",
            cache,
            "--dim",
            16,
            "--quick",
            "--codec",
            "float16",
            "--filter-share",
            "0.5",
            "--live-add",
            "--rank",
            5,
            "--json");
    assertThat(search.exit()).as(search.toString()).isZero();
    Files.writeString(results.resolve("b.json"), eval.out());
    Files.writeString(results.resolve("a.json"), search.out());
    Path page = home.resolve("page.md");
    Ran ran = pleiad("bench", "report", results, "--out", page, "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.json().get("results").asInt()).isEqualTo(2);
    assertThat(page)
        .content()
        .isEqualTo(ran.json().get("page").asText())
        .containsSubsequence(
            "## Searching by late interaction, tiny, 16 dimensions\n\n    ./pleiad bench search --data=tiny --cache cache --dim 16 --quick --codec float16",
            "| kept as | threads | p50, ms |",
            "`float16`, a filter that keeps ",
            "`float16`, 5 candidates scored by `maxsim`: p50 ",
            "`float16`, one more document: opened in ",
            "; 0 old segment files rewritten.",
            "## Quality of plans, tiny\n\n    ./pleiad eval tiny --cache cache --plan \"bm25(10)\" --measure RR\n",
            "| plan | RR | encode p50, ms |",
            "| bm25(10) | ")
        .doesNotContain(home.toString());
  }

  @Test
  void whatIsNoResultIsNamed() throws IOException {
    assertRefused("no such folder", home.resolve("none"));
    assertRefused("no .json file in", home);
    for (String wrong : List.of("{\"rows\": []}", "{\"command\": \"./pleiad stats x\"}", "[1]")) {
      Files.writeString(home.resolve("x.json"), wrong);
      assertRefused("x.json' is no result that can be shown; expected what eval or bench", home);
    }
    Files.writeString(home.resolve("x.json"), "{");
    assertRefused("x.json' is no JSON", home);
  }

  private static void assertRefused(String problem, Path folder) {
    Ran ran = pleiad("bench", "report", folder);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(Exit.BAD_DATA);
    assertThat(ran.err()).contains(problem);
  }
}
