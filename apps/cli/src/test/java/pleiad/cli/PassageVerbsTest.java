package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Long documents in passages, found by them, with the embedded model.
class PassageVerbsTest {
  private static final String TEXT =
      """
      All about animals and money.

      # Animals

      A fox with crimson fur runs through the forest. It hunts at night.

      ## Birds

      An owl sees in the dark. A penguin does not fly at all. Swans are white or black.

      # Money

      The central bank raised interest rates again. Savers are glad about that.
      """;

  @TempDir Path home;

  private Path indexed(Object... options) throws IOException {
    Files.createDirectories(home.resolve("texts"));
    Files.writeString(home.resolve("texts/mixed.md"), TEXT);
    Files.writeString(home.resolve("texts/short.txt"), "a dog is no fox");
    Path folder = home.resolve("c");
    Object[] arguments = new Object[4 + options.length];
    arguments[0] = "index";
    arguments[1] = folder;
    arguments[2] = home.resolve("texts");
    arguments[3] = "--json";
    System.arraycopy(options, 0, arguments, 4, options.length);
    Ran ran = pleiad(arguments);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.json().get("added").asInt() + ran.json().get("replaced").asInt()).isEqualTo(2);
    return folder;
  }

  private static JsonNode search(Path folder, String... more) {
    Object[] arguments = new Object[4 + more.length];
    arguments[0] = "search";
    arguments[1] = folder;
    arguments[2] = "birds that cannot fly";
    arguments[3] = "--json";
    System.arraycopy(more, 0, arguments, 4, more.length);
    Ran ran = pleiad(arguments);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    return ran.json().get("hits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--split 30",
        "--split 30 --split-by sentences --overlap 12",
        "--split 40 --split-by headings",
        "--split 40 --split-by HEADINGS --late",
      })
  void aHitSaysWhoseAndWhichPassageItIs(String options) throws IOException {
    Path folder = indexed((Object[]) options.split(" ", -1));
    JsonNode best = search(folder).get(0);
    String whole = best.get("document").asText();
    assertThat(best.get("id").asText()).startsWith(whole + "#");
    JsonNode passage = best.get("passage");
    assertThat(passage.get("number").asInt()).isGreaterThan(1);
    assertThat(TEXT.substring(passage.get("start").asInt(), passage.get("end").asInt()))
        .isEqualTo(best.get("text").asText())
        .contains("penguin");
    assertThat(best.get("matches")).anySatisfy(match -> assertThat(match.has("start")).isTrue());
    if (options.contains("head")) {
      assertThat(best.get("title").asText()).endsWith("Animals > Birds");
    }
  }

  @Test
  void groupedEachDocumentIsFoundOnce() throws IOException {
    Path folder = indexed("--split", "20");
    assertThat(search(folder).size()).isGreaterThan(2);
    JsonNode grouped = search(folder, "--group");
    assertThat(grouped).hasSize(2);
    assertThat(grouped.get(0).get("text").asText()).contains("penguin");
    assertThat(grouped.get(1).has("passage")).isFalse();
    assertThat(grouped.get(1).get("document")).isEqualTo(grouped.get(1).get("id"));
    Ran shown = pleiad("search", folder, "birds that cannot fly", "-k", "1");
    assertThat(shown.out()).containsPattern("passage \\d of .*mixed.*, characters \\d+ to \\d+");
  }

  @Test
  void deletingADocumentDeletesItsPassages() throws IOException {
    Path folder = indexed("--split", "20");
    String whole = search(folder).get(0).get("document").asText();
    assertThat(Papers.documents(folder)).isGreaterThan(3);
    assertThat(pleiad("delete", folder, whole, "--json").json().get("deleted").asInt())
        .isEqualTo(1);
    assertThat(Papers.documents(folder)).isEqualTo(1);
  }
}
