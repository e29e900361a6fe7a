package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A text that was encoded once is not encoded again, into whatever collection it goes.
class EncodeCacheVerbsTest {
  @TempDir Path home;

  private Ran index(String folder, Object... more) throws IOException {
    Path source = Papers.jsonLines(home);
    Object[] arguments = new Object[6 + more.length];
    List<Object> first =
        List.of("index", home.resolve(folder), source, "--json", "--cache", home.resolve("cache"));
    System.arraycopy(first.toArray(), 0, arguments, 0, 6);
    System.arraycopy(more, 0, arguments, 6, more.length);
    Ran ran = pleiad(arguments);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    return ran;
  }

  @Test
  void anotherCodeLanguageOrPoolingEncodesNothing() throws IOException {
    JsonNode first = index("a").json();
    long tokens = first.get("tokens").asLong();
    assertThat(tokens).isGreaterThan(5 * Papers.DOCUMENTS);
    assertThat(first.get("reused").asLong()).isZero();
    int number = 0;
    for (String[] change :
        List.of(
            new String[] {"--codec", "int8"},
            new String[] {"--language", "de"},
            new String[] {"--pool", "2"})) {
      JsonNode again = index("again" + number++, (Object[]) change).json();
      assertThat(again.get("added").asInt()).isEqualTo(Papers.DOCUMENTS);
      assertThat(again.get("tokens").asLong()).as("tokens encoded").isZero();
      assertThat(again.get("reused").asLong()).isEqualTo(tokens);
    }
    assertThat(hits("again0")).isEqualTo(hits("a"));
  }

  private List<String> hits(String folder) {
    JsonNode found = pleiad("search", home.resolve(folder), "the moon", "--json").json();
    return found.get("hits").findValuesAsText("id");
  }

  @Test
  void whereNoneIsWantedNoneIsKept() throws IOException {
    index("a", "--no-encode-cache");
    assertThat(home.resolve("cache")).doesNotExist();
    assertThat(index("b").json().get("reused").asLong()).isZero();
  }

  @Test
  void aCacheThatCannotBeWrittenIsToldOnceAndIndexingGoesOn() throws IOException {
    Files.createDirectories(home.resolve("cache"));
    Files.writeString(home.resolve("cache/encodings"), "a file in its place");
    Ran ran = index("a");
    assertThat(ran.json().get("added").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(ran.err()).containsOnlyOnce("encodings are not kept");
  }

  @Test
  void aPersonIsToldHowMuchWasReused() throws IOException {
    index("a");
    Ran ran =
        pleiad(
            "index", home.resolve("b"), Papers.jsonLines(home), "--cache", home.resolve("cache"));
    assertThat(ran.out()).containsPattern("; 0 tokens encoded in .* a second\\), [1-9]\\d* reused");
  }

  @Test
  void evalUsesWhatIndexKept() throws IOException {
    index("a");
    Path test = home.resolve("test");
    Papers.judge(test, new Papers.Question("q", "the moon", "p3"));
    Files.copy(home.resolve("papers.jsonl"), test.resolve("corpus.jsonl"));
    Ran ran = pleiad("eval", test, "--cache", home.resolve("cache"), "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.err()).containsPattern("; 0 tokens encoded and [1-9]\\d* reused");
  }

  @Test
  void theCacheIsShownAndCleared() throws IOException {
    index("a");
    Path cache = home.resolve("cache");
    JsonNode shown = pleiad("cache", "--cache", cache, "--json").json();
    assertThat(shown.get("bytes").asLong()).isPositive();
    assertThat(shown.get("freed").asLong()).isZero();
    JsonNode cleared = pleiad("cache", "--clear", "--cache", cache, "--json").json();
    assertThat(cleared.get("freed").asLong()).isEqualTo(shown.get("bytes").asLong());
    assertThat(cleared.get("bytes").asLong()).isZero();
    assertThat(index("b").json().get("reused").asLong()).isZero();
    assertThat(pleiad("cache", "--cache", home.resolve("none")).out()).startsWith("0 bytes");
  }

  @Test
  void aLimitBelowOneByteIsRefused() throws IOException {
    Ran ran =
        pleiad(
            "index",
            home.resolve("a"),
            Papers.jsonLines(home),
            "--cache",
            home.resolve("cache"),
            "--encode-cache-bytes",
            "0");
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
    assertThat(ran.err()).contains("--encode-cache-bytes must be at least 1, got 0");
    assertThat(home.resolve("a")).doesNotExist();
  }
}
