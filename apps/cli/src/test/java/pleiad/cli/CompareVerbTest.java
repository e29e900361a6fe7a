package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareVerbTest {
  @TempDir Path home;
  private Path first;
  private Path second;
  private Path qrels;

  @BeforeEach
  void files() throws IOException {
    StringBuilder one = new StringBuilder();
    StringBuilder two = new StringBuilder();
    StringBuilder judged = new StringBuilder("query-id\tcorpus-id\tscore\n");
    for (int i = 0; i < 8; i++) {
      judged.append("q%d\tgood\t1\n".formatted(i));
      one.append("q%d Q0 bad 1 2 one\nq%d Q0 good 2 1 one\n".formatted(i, i));
      two.append("q%d Q0 good 1 %s two\nq%d Q0 bad 2 1.5 two\n".formatted(i, i < 6 ? 2 : 1, i));
    }
    judged.append("q8\tgood\t1\n");
    one.append("q8 Q0 good 1 1 one\n");
    first = Files.writeString(home.resolve("one.run"), one);
    second = Files.writeString(home.resolve("two.run"), two);
    qrels = Files.writeString(home.resolve("test.tsv"), judged);
  }

  @Test
  void compareHasTheFieldsThatScriptsRelyOn() {
    Ran ran =
        pleiad(
            "compare",
            first,
            second,
            "--qrels",
            qrels,
            "--measure",
            "RR",
            "--measure",
            "P@1",
            "--queries",
            2,
            "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    JsonNode found = ran.json();
    assertThat(found.get("measure").asText()).isEqualTo("RR");
    assertThat(found.get("mean1").asDouble()).isCloseTo(5 / 9.0, within(1e-12));
    assertThat(found.get("mean2").asDouble()).isCloseTo(7 / 9.0, within(1e-12));
    assertThat(found.get("difference").asDouble()).isCloseTo(2 / 9.0, within(1e-12));
    assertThat(found.get("ci95")).hasSize(2);
    // With j of the six .5 negative the sum is 4 - j or 2 - j: of 128 signs 2 (1 + 6 + 15 + 1)
    // bring it as far from 0 as 2.
    assertThat(found.get("p_randomisation").asDouble()).isCloseTo(46 / 128.0, within(1e-12));
    assertThat(found.get("p_t").asDouble()).isBetween(0.2, 0.4);
    assertThat(found.get("wins").asInt()).isEqualTo(6);
    assertThat(found.get("ties").asInt()).isEqualTo(2);
    assertThat(found.get("losses").asInt()).isEqualTo(1);
    assertThat(found.get("missing1").asInt()).isZero();
    assertThat(found.get("missing2").asInt()).isEqualTo(1);
    assertThat(found.get("seed").asInt()).isEqualTo(1);
    assertThat(found.get("rows")).hasSize(2);
    assertThat(found.at("/rows/1/measure").asText()).isEqualTo("P@1");
    assertThat(found.at("/rows/0/won")).hasSize(2);
    assertThat(found.at("/rows/0/lost")).hasSize(1);
    assertThat(found.at("/rows/0/lost/0/query").asText()).isEqualTo("q8");
    assertThat(found.at("/rows/0/lost/0/difference").asDouble()).isEqualTo(-1);
    assertThat(found.at("/rows/0/per_query")).hasSize(9);
    assertThat(ran.err()).contains("two.run: 1 of 9 judged queries have no answer and count as 0");
  }

  @Test
  void compareShowsAPersonWhatItFound() {
    Ran ran = pleiad("compare", first, second, "--qrels", qrels, "--measure", "RR");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .contains("RR  0.5556 → 0.7778", "+0.2222", "chance could have made as much")
        .contains("6 queries won, 2 equal, 1 lost", "won   q0", "lost  q8", "seed 1");
    assertThat(pleiad("compare", first, first, "--qrels", qrels).out())
        .contains("randomisation p = 1.0, t-test p = 1.0", "0 queries won, 9 equal, 0 lost");
  }

  @Test
  void ofOneQueryTheTTestIsUnknown() throws IOException {
    Files.writeString(qrels, "q1 0 good 1\n");
    assertThat(pleiad("compare", first, second, "--qrels", qrels).out())
        .contains("t-test p = unknown");
    JsonNode found = pleiad("compare", first, second, "--qrels", qrels, "--json").json();
    assertThat(found.get("p_t").isNull()).isTrue();
  }

  @Test
  void whatCannotBeComparedIsRefused() throws IOException {
    Path other = Files.writeString(home.resolve("other.run"), "x Q0 good 1 1 other\n");
    assertRefused(Exit.USAGE, "none of the 1 queries of the second run", first, other, qrels);
    Path empty = Files.writeString(home.resolve("empty.run"), "");
    assertRefused(Exit.USAGE, "the first run is empty", empty, first, qrels);
    assertRefused(Exit.USAGE, "no judgements", first, second, empty);
    assertRefused(Exit.BAD_DATA, "test.tsv, line 1: expected 'query Q0", qrels, second, qrels);
    assertRefused(Exit.BAD_DATA, "one.run, line 1: expected 'query 0", first, second, first);
    assertRefused(Exit.BAD_DATA, "gone.run", first, home.resolve("gone.run"), qrels);
    Ran measure = pleiad("compare", first, second, "--qrels", qrels, "--measure", "NDCG@10");
    assertThat(measure.exit()).isEqualTo(Exit.USAGE);
    assertThat(measure.err()).contains("no measure 'NDCG@10'; there are nDCG");
    assertThat(pleiad("compare", first, second, "--qrels", qrels, "--queries", -1).err())
        .contains("--queries is a number from 0, got -1");
  }

  private static void assertRefused(int exit, String said, Path first, Path second, Path qrels) {
    Ran ran = pleiad("compare", first, second, "--qrels", qrels);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("pleiad: ").contains(said);
  }
}
