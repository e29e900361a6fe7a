package pleiad.encode.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void aFileThatIsNoObjectIsRefused() {
    refused(() -> config("[1]"), "should be a JSON object, and is an array of 1");
    refused(() -> config("{"), "Unexpected end-of-input");
    refused(() -> config("{\"a\":1,\"a\":2}"), "the name 'a' stands twice");
    refused(() -> config(" ".repeat((1 << 20) + 1)), "has 1048577 bytes; expected at most 1048576");
    refused(() -> config("{\"a\":\"" + "b".repeat(70_000) + "\"}"), "exceeds the maximum allowed");
  }
}
