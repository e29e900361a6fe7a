package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.Pleiad;
import pleiad.Reindex;

/// Several fields in one collection, each with a model of its own.
class FieldVerbsTest {
  private static final String EMBEDDED = "bge-small-en-v1.5";
  private static final String PLAN = "dense@description(1000) | maxsim@page(100)";

  @TempDir Path home;

  private Path source;
  private Path folder;

  /// A small checkpoint with random weights, saved by PyLate.
  private Path colbert;

  @SuppressWarnings("NullAway.Init") // JUnit sets the fields
  FieldVerbsTest() {}

  @BeforeEach
  void make() throws IOException {
    source = Papers.jsonLines(home);
    folder = home.resolve("papers");
    colbert = home.resolve("model");
    Path from =
        Path.of(System.getProperty("pleiad.root"))
            .resolve("core/encode/src/test/resources/pleiad/encode/parity/pylate-bert");
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, colbert.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }

  private JsonNode index(Object... options) {
    Ran ran = run(options);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    return ran.json();
  }

  private Ran run(Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("index", folder, source, "--json"));
    arguments.addAll(List.of(options));
    return pleiad(arguments.toArray());
  }

  private JsonNode fields() {
    return pleiad("stats", folder, "--json").json().get("fields");
  }

  private static String fingerprint(Object model) {
    return pleiad("encode", "fox", "--model", model, "--json").json().get("fingerprint").asText();
  }

  @Test
  void oneCommandMakesTwoFieldsWithTwoModels() {
    index("--field", "description=" + EMBEDDED, "--field", "page:text=" + colbert);
    JsonNode fields = fields();
    assertThat(fields).hasSize(2);
    assertThat(fields.findValuesAsText("name")).containsExactly("description", "page");
    assertThat(fields.findValuesAsText("part")).containsExactly("all", "text");
    assertThat(fields.findValuesAsText("model")).containsExactly(EMBEDDED, colbert.toString());
    assertThat(fields.get(0).get("fingerprint").asText()).isEqualTo(fingerprint(EMBEDDED));
    assertThat(fields.get(1).get("fingerprint").asText()).isEqualTo(fingerprint(colbert));
    assertThat(pleiad("stats", folder).out())
        .contains("field description", "field page", "dimensions of text")
        .contains("  fingerprint " + fingerprint(colbert));
    JsonNode hits = pleiad("search", folder, "a crimson fox", "--plan", PLAN, "--json").json();
    assertThat(hits.get("stages")).hasSize(2);
    assertThat(hits.get("hits").get(0).get("matches").size())
        .as("by the page's model")
        .isGreaterThan(3);
  }

  @Test
  void theSimpleFormNamesTheField() {
    index("--field", "page", "--model", colbert, "--codec", "float16");
    assertThat(fields()).hasSize(1);
    assertThat(fields().get(0).get("name").asText()).isEqualTo("page");
    assertThat(fields().get(0).get("model").asText()).isEqualTo(colbert.toString());
    assertThat(fields().get(0).get("codec").asText()).isEqualTo("float16");
  }

  @Test
  void aCollectionThatIsThereIsGivenTheField() {
    index("--field", "description");
    String before = pleiad("search", folder, "moon", "--plan", "dense@description(3)").out();
    JsonNode added = index("--field", "page", "--model", colbert);
    assertThat(added.get("fields_added").get(0).asText()).isEqualTo("page");
    assertThat(added.get("fields_tokens").asLong()).isGreaterThan(5 * Papers.DOCUMENTS);
    assertThat(added.get("fields_reused").asLong()).isZero();
    assertThat(added.get("unchanged").asInt()).isEqualTo(Papers.DOCUMENTS);
    assertThat(added.get("tokens").asLong()).isZero();
    assertThat(fields().findValuesAsText("model")).containsExactly(EMBEDDED, colbert.toString());
    assertThat(pleiad("search", folder, "moon", "--plan", "dense@description(3)").out())
        .isEqualTo(before);
    JsonNode hits = pleiad("search", folder, "a crimson fox", "--plan", PLAN, "--json").json();
    assertThat(hits.get("hits")).hasSize(10);
    assertThat(Reindex.nextFields(folder)).doesNotExist();

    JsonNode again = index("--field", "page=" + colbert);
    assertThat(again.get("fields_added")).isEmpty();
    assertThat(again.get("unchanged").asInt()).isEqualTo(Papers.DOCUMENTS);
    Ran told = pleiad("index", folder, source, "--field", "title:title");
    assertThat(told.err()).contains("title for the 12 documents that are there");
    assertThat(fields().get(2).get("part").asText()).isEqualTo("title");
  }

  @Test
  void whatTheEncodeCacheHasIsNotEncodedAgain() {
    Path cache = home.resolve("cache");
    JsonNode first = index("--cache", cache);
    JsonNode added = index("--field", "again", "--codec", "float16", "--cache", cache);
    assertThat(added.get("fields_tokens").asLong()).isZero();
    assertThat(added.get("fields_reused").asLong()).isEqualTo(first.get("tokens").asLong());
    assertThat(added.get("reused").asLong()).isZero();
  }

  @Test
  void whatPoolingCostsInANewFieldIsSaid() {
    index();
    JsonNode added = index("--field", "few", "--pool", 2);
    JsonNode cost = added.get("reductions").get(0);
    assertThat(cost.get("field").asText()).isEqualTo("few");
    assertThat(cost.get("sample_documents").asInt()).isEqualTo(Papers.DOCUMENTS);
  }

  @Test
  void aFieldWithAnotherModelIsMadeAnewByReindex() {
    index("--field", "description", "--field", "page=" + EMBEDDED);
    Ran refused = run("--field", "page=" + colbert);
    assertThat(refused.exit()).isEqualTo(Exit.USAGE);
    assertThat(refused.err()).contains("has a field page (" + EMBEDDED, "reindex --field page");
    Ran ran = pleiad("reindex", folder, "--field", "page", "--model", colbert);
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(fields().findValuesAsText("model")).containsExactly(EMBEDDED, colbert.toString());
    ran = pleiad("reindex", folder, "--field", "page", "--codec", "float16");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(fields().findValuesAsText("codec"))
        .containsExactly("residual-80+centred", "float16");
    ran = pleiad("reindex", folder, "--field", "none", "--codec", "float16");
    assertThat(ran.exit()).isEqualTo(Exit.USAGE);
    assertThat(ran.err()).contains("no multi-vector field 'none'", "[description, page]");
  }

  @Test
  void whatIsNoFieldIsRefused() throws IOException {
    assertRefused("'summary'", "--field", "page:summary");
    assertRefused("names no model", "--field", "page=");
    assertRefused("is no field", "--field", ":text");
    assertRefused("is no field name", "--field", "1st");
    assertRefused("two fields are called 'page'", "--field", "page", "--field", "page:title");
    assertRefused("there is no model 'nobody/has-this'", "--field", "page=nobody/has-this");
    assertThat(Pleiad.exists(folder)).isFalse();
  }

  @Test
  void whatACollectionIsNotMadeOfIsRefused() {
    index("--field", "page");
    assertRefused("has no field 'tokens', it has [page]", "--model", EMBEDDED);
    assertRefused("has a field page", "--field", "page:title");
    assertRefused("has a field page", "--field", "page", "--codec", "int8");
    assertRefused("asked for was DE", "--field", "other", "--language", "DE");
    assertRefused("two fields are called 'other'", "--field", "other", "--field", "other:title");
    assertRefused("there is no model 'nobody/has-this'", "--field", "other=nobody/has-this");
    assertThat(fields()).hasSize(1);
    assertThat(Reindex.nextFields(folder)).doesNotExist();
  }

  private void assertRefused(String message, Object... options) {
    Ran ran = run(options);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(Exit.USAGE);
    assertThat(ran.err()).contains(message);
  }
}
