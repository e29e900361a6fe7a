package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
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

/// What `eval` measures, written as an expectation and held beside one.
class EvalExpectationTest {
  @TempDir Path home;
  private Path data;
  private Path expected;

  @BeforeEach
  void collection() throws IOException {
    data = Papers.testCollection(home, Papers.MUSIC, Papers.BANK);
    expected = home.resolve("expected.json");
  }

  private Ran eval(Object... options) {
    List<Object> all = new ArrayList<>(List.of("eval", data, "--cache", home.resolve("cache")));
    all.addAll(List.of(options));
    return pleiad(all.toArray());
  }

  private Ran expect() {
    return eval("--plan", "bm25(10)", "--measure", "RR", "--tolerance", 0.1, "--expect", expected);
  }

  private void replace(String old, String by) throws IOException {
    String before = Files.readString(expected);
    assertThat(before).contains(old);
    Files.writeString(expected, before.replace(old, by));
  }

  @Test
  void whatIsAsGoodAsItWasPasses() throws IOException {
    Ran written = expect();
    assertThat(written.exit()).as(written.toString()).isZero();
    assertThat(written.err()).contains("expectation of 1 plans written to " + expected);
    assertThat(expected)
        .content()
        .contains(
            "\"collection\" : \"tiny\"",
            "\"codec\" : \"residual-80+centred\"",
            "\"RR\" : 0.500000");

    Ran ran = eval("--check", expected, "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.json().get("rows")).hasSize(1);
    JsonNode check = ran.json().get("check");
    assertThat(check.get("passed").asBoolean()).isTrue();
    assertThat(check.get("measures")).hasSize(1);
    assertThat(check.at("/measures/0/plan").asText()).isEqualTo("bm25(10)");
    assertThat(check.at("/measures/0/measure").asText()).isEqualTo("RR");
    assertThat(check.at("/measures/0/tolerance").asDouble()).isEqualTo(0.1);
    assertThat(check.at("/measures/0/fell").asBoolean()).isFalse();
  }

  @Test
  void whatFellIsNamedAndEndsWithOne() throws IOException {
    expect();
    replace("0.500000", "0.700000");
    Ran ran = eval("--check", expected);
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .contains("fell  bm25(10): RR by 0.2000 to 0.5000, expected 0.7000 and at most 0.1000 less")
        .contains("0 of 1 measures are as good as expected by " + expected);
    assertThat(eval("--check", expected, "--json").json().at("/check/passed").asBoolean(true))
        .isFalse();
    replace("0.700000", "0.600000");
    assertThat(eval("--check", expected).exit()).as("as much as is tolerated").isZero();
  }

  @Test
  void whatRoseIsToldAndPasses() throws IOException {
    expect();
    replace("0.500000", "0.300000");
    Ran ran = eval("--check", expected);
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).contains("rose  bm25(10): RR by 0.2000 to 0.5000; --expect writes");
  }

  @Test
  void whatWasExpectedOfSomethingElseIsRefused() throws IOException {
    expect();
    assertRefused(
        Exit.USAGE,
        "codec residual-80+centred and not int8",
        "--check",
        expected,
        "--codec",
        "int8");
    assertRefused(Exit.USAGE, "k 100 and not 5", "--check", expected, "-k", 5);
    assertRefused(
        Exit.USAGE, "nothing is expected of the plan", "--check", expected, "--plan", "bm25(9)");
    assertRefused(Exit.USAGE, "not both", "--check", expected, "--expect", expected);
    replace("\"collection\"", "\"collected\"");
    assertRefused(Exit.BAD_DATA, "should have a string \"collection\"", "--check", expected);
    assertRefused(Exit.BAD_DATA, "gone.json", "--check", home.resolve("gone.json"));
    assertRefused(Exit.BAD_DATA, "no expected quality of a collection 'tiny'", "--check");
    assertRefused(
        Exit.USAGE, "a tolerance is a number from 0", "--expect", expected, "--tolerance", -1);
  }

  private void assertRefused(int exit, String said, Object... options) {
    Ran ran = eval(options);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
    assertThat(ran.err()).contains("pleiad: ").contains(said);
  }
}
