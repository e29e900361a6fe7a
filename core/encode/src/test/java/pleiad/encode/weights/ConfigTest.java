package pleiad.encode.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigTest {
  @TempDir private Path folder;

  private Config config(String json) throws IOException {
    return Config.read(Files.writeString(folder.resolve("config.json"), json));
  }

  @Test
  void membersAreReadByType() throws IOException {
    Config config =
        config(
            """
            {"text": "a", "whole": 12, "real": 1e-5, "flag": true, "none": null, "list": ["x", "y"],
             "inner": {"whole": 3}, "empty": {}, "nothing": []}
            """);
    assertThat(config.text("text")).isEqualTo("a");
    assertThat(config.text("absent", "b")).isEqualTo("b");
    assertThat(config.text("none", "b")).isEqualTo("b");
    assertThat(config.whole("whole", 1, 12)).isEqualTo(12);
    assertThat(config.positive("real")).isEqualTo(1e-5);
    assertThat(config.positive("whole")).isEqualTo(12);
    assertThat(config.positive("absent", 2)).isEqualTo(2);
    assertThat(config.flag("flag", false)).isTrue();
    assertThat(config.flag("absent", true)).isTrue();
    assertThat(config.texts("list")).containsExactly("x", "y");
    assertThat(config.section("inner").whole("whole", 0, 9)).isEqualTo(3);
    assertThat(config.has("none")).isFalse();
    assertThat(config.has("text")).isTrue();
    assertThat(config.empty("empty")).isTrue();
    assertThat(config.empty("nothing")).isTrue();
    assertThat(config.empty("absent")).isTrue();
    assertThat(config.empty("list")).isFalse();
    assertThat(config.empty("inner")).isFalse();
    assertThat(config.empty("flag")).isFalse();
  }

  @Test
  void numbersAreReadAndInfiniteOnesAreNot() throws IOException {
    Config config = config("{\"some\": [1, -0.5, 1e-3], \"none\": [], \"huge\": [1e999]}");
    assertThat(config.numbers("some")).containsExactly(1.0, -0.5, 0.001);
    assertThat(config.numbers("none")).isEmpty();
    refused(() -> config.numbers("huge"), "an array of numbers, and it is an array of 1");
  }

  @Test
  void whatIsNotAsExpectedIsNamed() throws IOException {
    Config config =
        config(
            """
            {"text": "a", "whole": 12, "real": 1.5, "zero": 0, "huge": 1e999, "none": null,
             "list": ["x", 1], "inner": {"flag": 1}}
            """);
    refused(() -> config.text("absent"), "'absent' is a string, and it is absent");
    refused(() -> config.text("whole"), "'whole' is a string, and it is 12");
    refused(() -> config.text("whole", "b"), "'whole' is a string, and it is 12");
    refused(() -> config.whole("text", 1, 9), "a whole number of 1 to 9, and it is 'a'");
    refused(() -> config.whole("real", 1, 9), "a whole number of 1 to 9, and it is 1.5");
    refused(() -> config.whole("whole", 1, 9), "a whole number of 1 to 9, and it is 12");
    refused(() -> config.whole("none", 1, 9), "and it is null");
    refused(() -> config.positive("zero"), "a number above 0, and it is 0");
    refused(() -> config.positive("huge"), "a number above 0, and it is 1e999");
    refused(() -> config.positive("none", 1), "a number above 0, and it is null");
    refused(() -> config.texts("list"), "an array of strings, and it is an array of 2");
    refused(() -> config.texts("text"), "an array of strings, and it is 'a'");
    refused(() -> config.numbers("list"), "an array of numbers, and it is an array of 2");
    refused(() -> config.numbers("absent"), "an array of numbers, and it is absent");
    refused(() -> config.section("text"), "'text' is an object, and it is 'a'");
    refused(
        () -> config.section("inner").flag("flag", true),
        "'inner.flag' is true or false, and it is 1");
    assertThat(config.unsupported("text", "b"))
        .hasMessageContaining("says 'text' is 'a', which is not supported; supported is b");
  }

  private static void refused(ThrowingCallable read, String message) {
    assertThatThrownBy(read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("config.json", message);
  }

  @Test
  void namesAndListsAreRead() throws IOException {
    Config config = config("{\"b\": [1, -2], \"a\": \"x\", \"c\": [1.5], \"d\": null}");
    assertThat(config.names()).containsExactly("b", "a", "c", "d");
    assertThat(config.file()).isEqualTo(folder.resolve("config.json"));
    assertThat(config.isText("a")).isTrue();
    assertThat(config.isText("b")).isFalse();
    assertThat(config.isText("e")).isFalse();
    assertThat(config.wholes("b", -2, 1)).containsExactly(1, -2);
    refused(() -> config.wholes("b", 0, 1), "an array of whole numbers of 0 to 1");
    refused(() -> config.wholes("c", 0, 9), "an array of whole numbers of 0 to 9");
    refused(() -> config.wholes("a", 0, 9), "and it is 'x'");
  }

  @Test
  void aListOfObjectsIsRead() throws IOException {
    List<Config> list = list("[{\"a\": \"x\"}, {}]");
    assertThat(list).hasSize(2);
    assertThat(list.getFirst().text("a")).isEqualTo("x");
    refused(() -> list.getLast().text("a"), "'[1].a' is a string, and it is absent");
    assertThat(list("[]")).isEmpty();
    refused(() -> list("{}"), "should be a JSON array, and is an object of 0");
    refused(() -> list("[{}, 7]"), "should list objects, and has 7 among them");
  }

  private List<Config> list(String json) throws IOException {
    return Config.readList(Files.writeString(folder.resolve("config.json"), json));
  }

  @Test
  void aFileThatIsNoObjectIsRefused() {
    refused(() -> config("[1]"), "should be a JSON object, and is an array of 1");
    refused(() -> config("{"), "Unexpected end-of-input");
    refused(() -> config("{\"a\":1,\"a\":2}"), "the name 'a' stands twice");
    refused(() -> config(" ".repeat((1 << 20) + 1)), "has 1048577 bytes; expected at most 1048576");
    refused(() -> config("{\"a\":\"" + "b".repeat(70_000) + "\"}"), "exceeds the maximum allowed");
  }

  @Test
  void itemsAreReadByTheirPlace() throws IOException {
    Config items = config("{\"list\": [\"x\", 7, {\"a\": 1}]}").items("list");
    assertThat(items.names()).containsExactly("[0]", "[1]", "[2]");
    assertThat(items.isText("[0]")).isTrue();
    assertThat(items.isText("[1]")).isFalse();
    assertThat(items.text("[0]")).isEqualTo("x");
    assertThat(items.whole("[1]", 0, 9)).isEqualTo(7);
    assertThat(items.section("[2]").whole("a", 0, 9)).isEqualTo(1);
    assertThatThrownBy(() -> items.whole("[0]", 0, 9))
        .hasMessageContaining("'list[0]' is a whole number of 0 to 9, and it is 'x'");
    assertThatThrownBy(() -> items.section("[2]").text("b"))
        .hasMessageContaining("'list[2].b' is a string, and it is absent");
    assertThatThrownBy(() -> config("{\"list\": {}}").items("list"))
        .hasMessageContaining("'list' is an array, and it is an object of 0");
  }

  @Test
  void anObjectWithinALargerFileIsReadAlone() throws IOException {
    Path file = Path.of("large.json");
    try (JsonParser parser = new JsonFactory().createParser("[{\"a\": 1}, 2, {\"a\": }]")) {
      parser.nextToken();
      parser.nextToken();
      assertThat(Config.read(parser, file, "first").whole("a", 0, 9)).isEqualTo(1);
      parser.nextToken();
      assertThatThrownBy(() -> Config.read(parser, file, "second"))
          .isInstanceOf(IOException.class)
          .hasMessage("'large.json' should say that 'second' is an object, and it is 2");
      parser.nextToken();
      assertThatThrownBy(() -> Config.read(parser, file, "third"))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("the JSON in 'large.json' is wrong: Unexpected character");
    }
  }
}
