package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.eval.Run;

class FuseVerbTest {
  @TempDir Path home;
  private Path first;
  private Path second;
  private Path out;

  @BeforeEach
  void files() throws IOException {
    first =
        Files.writeString(
            home.resolve("one.run"), "q Q0 a 1 9 t\nq Q0 b 2 5 t\nq Q0 c 3 1 t\nr Q0 a 1 1 t\n");
    second = Files.writeString(home.resolve("two.run"), "q Q0 c 1 -1 t\nq Q0 d 2 -3 t\n");
    out = home.resolve("fused.run");
  }

  private Run fused(Object... options) throws IOException {
    Object[] all = new Object[options.length + 5];
    System.arraycopy(new Object[] {"fuse", first, second, "--run", out}, 0, all, 0, 5);
    System.arraycopy(options, 0, all, 5, options.length);
    Ran ran = pleiad(all);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    return Run.read(out);
  }

  private static List<String> documents(Run run, String query) {
    return run.hits(query).stream().map(Run.Hit::document).toList();
  }

  @Test
  void fuseWeighsRunsAsPlansWeighSources() throws IOException {
    Run stretched = fused("--with", "minmax(0.25,0.75)");
    assertThat(documents(stretched, "q")).containsExactly("c", "a", "b", "d");
    assertThat(stretched.hits("q").stream().map(Run.Hit::score))
        .containsExactly(0.75f, 0.25f, 0.125f, 0f);
    assertThat(documents(stretched, "r")).containsExactly("a");

    Run ranked = fused("--with", "rrf(60)");
    assertThat(documents(ranked, "q")).containsExactly("c", "a", "d", "b");
    assertThat((double) ranked.hits("q").getFirst().score())
        .isCloseTo(1 / 63.0 + 1 / 61.0, within(1e-7));
    assertThat(fused().hits("q")).isEqualTo(ranked.hits("q"));
  }

  @Test
  void ofEqualScoresThoseStayThatARunPutsFirst() throws IOException {
    assertThat(documents(fused("-k", 3), "q")).containsExactly("c", "a", "d");
  }

  @Test
  void fuseHasTheFieldsThatScriptsRelyOn() {
    Ran ran = pleiad("fuse", first, second, "--with", "rrf(60)", "--run", out, "--json");
    JsonNode found = ran.json();
    assertThat(found.get("runs")).hasSize(2);
    assertThat(found.get("with").asText()).isEqualTo("rrf");
    assertThat(found.get("run").asText()).isEqualTo(out.toString());
    assertThat(found.get("queries").asInt()).isEqualTo(2);
    assertThat(found.get("hits").asInt()).isEqualTo(5);
    assertThat(ran.err()).contains("two.run: 1 of 2 queries have no answer");
    assertThat(pleiad("fuse", first, second, "--run", out).out())
        .contains("2 queries, 5 hits, rrf of 2 runs");
  }

  @Test
  void whatCannotBeFusedIsRefused() throws IOException {
    assertThat(pleiad("fuse", first, "--run", out).exit()).isEqualTo(Exit.USAGE);
    assertThat(pleiad("fuse", first, second).exit()).isEqualTo(Exit.USAGE);
    assertRefused(Exit.USAGE, "expected a fusion: rrf", first, second, "--with", "sum");
    assertRefused(Exit.USAGE, "2 weights", first, second, "--with", "minmax(1,2,3)");
    assertRefused(Exit.USAGE, "-k is at least 1, got 0", first, second, "-k", 0);
    Path infinite = Files.writeString(home.resolve("inf.run"), "q Q0 a 1 Infinity t\n");
    assertRefused(Exit.USAGE, "document 'a' of query 'q' has the score Infinity", infinite, second);
    Path empty = Files.writeString(home.resolve("empty.run"), "");
    assertRefused(Exit.BAD_DATA, "the runs are empty", empty, empty);
    Path broken = Files.writeString(home.resolve("broken.run"), "q Q0 a\n");
    assertRefused(Exit.BAD_DATA, "broken.run, line 1", first, broken);
    assertThat(out).doesNotExist();
  }

  private void assertRefused(int exit, String said, Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    all[0] = "fuse";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "--run";
    all[all.length - 1] = out;
    Ran ran = pleiad(all);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("pleiad: ").contains(said);
  }
}
