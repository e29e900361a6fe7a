package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/// The verbs of the store: what they print, their JSON and their exit codes.
class ModelVerbTest {
  @TempDir Path home;

  private final Map<String, String> environment = new HashMap<>();
  private OneModelHub hub;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  ModelVerbTest() {}

  @BeforeEach
  void start() throws IOException {
    hub = new OneModelHub();
    environment.put("HF_ENDPOINT", hub.endpoint());
    environment.put("HF_HOME", home.toString());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private Ran model(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    for (CommandLine verb :
        Objects.requireNonNull(line.getSubcommands().get("model")).getSubcommands().values()) {
      verb.getCommandSpec().mixins().values().stream()
          .map(CommandLine.Model.CommandSpec::userObject)
          .filter(StoreOptions.class::isInstance)
          .forEach(options -> ((StoreOptions) options).environment(environment));
    }
    List<String> all = new ArrayList<>(List.of("model"));
    all.addAll(Arrays.asList(arguments));
    return new Ran(line.execute(all.toArray(String[]::new)), out.toString(), err.toString());
  }

  private Path snapshot() {
    return home.resolve("hub/models--org--tiny/snapshots").resolve(OneModelHub.COMMIT);
  }

  @Test
  void aModelIsPulledListedVerifiedAndRemoved() {
    assertThat(model("list").out()).contains("no models in " + home.resolve("hub"));

    Ran pulled = model("pull", "org/tiny");
    assertThat(pulled.exit()).as(pulled.toString()).isEqualTo(Exit.OK);
    assertThat(pulled.out()).contains("org/tiny main: 2 files, 12 B", snapshot().toString());

    assertThat(model("list").out().lines())
        .containsExactly(
            "name      revision      files        size",
            "org/tiny  main              2        12 B");

    Ran verified = model("verify");
    assertThat(verified.exit()).isEqualTo(Exit.OK);
    assertThat(verified.out()).contains("org/tiny main: 2 files are what the hub announced");

    Ran removed = model("remove", "org/tiny");
    assertThat(removed.exit()).isEqualTo(Exit.OK);
    assertThat(removed.out()).contains("removed org/tiny");
    assertThat(home.resolve("hub/models--org--tiny")).doesNotExist();
  }

  @Test
  void theJsonHasTheFieldsThatScriptsRelyOn() throws IOException {
    JsonNode pulled = model("pull", "org/tiny", "--json").json();
    assertModel(pulled);
    assertThat(pulled.get("seconds").isNumber()).isTrue();

    JsonNode list = model("list", "--json").json();
    assertThat(list.get("cache").asText()).isEqualTo(home.resolve("hub").toString());
    assertThat(list.get("models")).hasSize(1);
    assertModel(list.get("models").get(0));

    JsonNode verified = model("verify", "org/tiny", "--json").json();
    assertThat(verified.get("passed").asBoolean()).isTrue();
    JsonNode checked = verified.get("models").get(0).get("checked");
    assertThat(checked).hasSize(2);
    assertThat(checked.get(0).get("file").asText()).isEqualTo("config.json");
    assertThat(checked.get(0).get("state").asText()).isEqualTo("good");
    assertThat(checked.get(0).get("expected")).isEqualTo(checked.get(0).get("found"));

    Files.writeString(snapshot().resolve("model.safetensors"), "No weights");
    Ran damaged = model("verify", "--json");
    assertThat(damaged.exit()).isEqualTo(Exit.NOTHING_FOUND);
    assertThat(damaged.json().get("passed").asBoolean()).isFalse();
    assertThat(damaged.json().get("models").get(0).get("checked").get(1).get("state").asText())
        .isEqualTo("damaged");

    JsonNode removed = model("remove", "org/tiny", "--json").json();
    assertThat(removed.get("name").asText()).isEqualTo("org/tiny");
    assertThat(removed.get("removed").asInt()).isEqualTo(1);
    assertThat(removed.get("bytes").asLong()).isGreaterThanOrEqualTo(12);
  }

  private void assertModel(JsonNode model) {
    assertThat(model.get("name").asText()).isEqualTo("org/tiny");
    assertThat(model.get("commit").asText()).isEqualTo(OneModelHub.COMMIT);
    assertThat(model.get("revisions").get(0).asText()).isEqualTo("main");
    assertThat(model.get("folder").asText()).isEqualTo(snapshot().toString());
    assertThat(model.get("files").asInt()).isEqualTo(2);
    assertThat(model.get("bytes").asLong()).isEqualTo(12);
    assertThat(model.get("complete").asBoolean()).isTrue();
  }

  @Test
  void whatIsDamagedOrMissingIsNamed() throws IOException {
    model("pull", "org/tiny");
    Files.writeString(snapshot().resolve("model.safetensors"), "No weights");
    Files.delete(snapshot().resolve("config.json"));
    Ran verified = model("verify", "org/tiny");
    assertThat(verified.exit()).isEqualTo(Exit.NOTHING_FOUND);
    assertThat(verified.out())
        .contains(
            "not usable",
            "damaged: " + snapshot().resolve("model.safetensors"),
            "missing: " + snapshot().resolve("config.json"));
    assertThat(model("list").out()).contains("incomplete: pull it again");
  }

  @Test
  void aGraphThatPleiadWroteIsNamedAsItsOwnAndGoesWithTheModel() throws IOException {
    model("pull", "org/tiny");
    Path graph = snapshot().resolve("pleiad/int8-v1-0123456789abcdef/model.onnx");
    Files.createDirectories(graph.getParent());
    Files.writeString(graph, "a graph");

    assertThat(model("list").out().lines())
        .contains("org/tiny  main              2        12 B  and 7 B that Pleiad wrote");
    assertModel(model("list", "--json").json().get("models").get(0));

    Ran verified = model("verify");
    assertThat(verified.exit()).isEqualTo(Exit.OK);
    assertThat(verified.out())
        .contains(
            "org/tiny main: 2 files are what the hub announced",
            "  beside them 7 B that Pleiad wrote from the weights")
        .doesNotContain("no checksum");
    JsonNode checked = model("verify", "--json").json().get("models").get(0);
    assertThat(checked.get("written").asLong()).isEqualTo(7);
    assertThat(checked.get("checked").get(2).get("file").asText())
        .isEqualTo("pleiad/int8-v1-0123456789abcdef/model.onnx");
    assertThat(checked.get("checked").get(2).get("state").asText()).isEqualTo("written");

    JsonNode removed = model("remove", "org/tiny", "--json").json();
    assertThat(removed.get("bytes").asLong()).isGreaterThanOrEqualTo(12 + 7);
    assertThat(home.resolve("hub/models--org--tiny")).doesNotExist();
  }

  @Test
  void anotherFolderCanBeNamed() {
    String cache = home.resolve("elsewhere").toString();
    assertThat(model("pull", "org/tiny", "--cache", cache).exit()).isEqualTo(Exit.OK);
    assertThat(home.resolve("elsewhere/models--org--tiny/refs/main"))
        .hasContent(OneModelHub.COMMIT);
    assertThat(model("list").out()).contains("no models");
    assertThat(model("verify", "--cache", cache, "--revision", "main").out()).contains("org/tiny");
    assertThat(model("remove", "org/tiny", "--cache", cache).exit()).isEqualTo(Exit.OK);
  }

  @Test
  void offlineNothingIsFetched() {
    environment.put("HF_HUB_OFFLINE", "1");
    Ran pulled = model("pull", "org/tiny");
    assertThat(pulled.exit()).isEqualTo(Exit.BAD_DATA);
    assertThat(pulled.err()).contains("pleiad: 'org/tiny' is not in", "HF_HUB_OFFLINE");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pull org/none                  | 3 | has no model 'org/none'
          pull org/tiny --revision v2    | 3 | has no model 'org/tiny' (or no revision 'v2' of it)
          pull org/tiny --file x.onnx    | 3 | has no file 'x.onnx'
          pull org/tiny/x                | 2 | expected ORG/NAME
          pull org/tiny --revision ../x  | 2 | is no revision
          pull                           | 2 | NAME
          verify org/none                | 1 | is not in '
          remove org/none                | 1 | is not in '
          remove ../..                   | 2 | expected ORG/NAME
          ''                             | 2 | model what?
          """)
  void aMistakeIsOneSentenceAndAnExitCode(String arguments, int exit, String said) {
    Ran ran = model(arguments.isEmpty() ? new String[0] : arguments.split("\\s+", -1));
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
    assertThat(ran.err()).contains(said).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "133466304, 133.5 MB",
    "4200000000, 4.2 GB",
    "9000000000000000, 9000.0 TB"
  })
  void sizesAreWrittenForPeople(long bytes, String text) {
    assertThat(ModelView.size(bytes)).isEqualTo(text);
  }
}
