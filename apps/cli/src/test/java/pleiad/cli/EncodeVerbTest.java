package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.cli.Ran.pleiad;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a model makes of a text, and collections made by a model that lies in a folder.
class EncodeVerbTest {
  @TempDir private Path home;

  @Test
  void tokensLieWhereTheyStand() {
    JsonNode node = pleiad("encode", "a red Fox", "--json").json();
    assertThat(node.get("model").asText()).isEqualTo("bge-small-en-v1.5");
    assertThat(node.get("tokens")).hasSize(3);
    JsonNode fox = node.get("tokens").get(2);
    assertThat(fox.get("piece").asText()).isEqualTo("fox");
    assertThat(fox.get("start").asInt()).isEqualTo(6);
    assertThat(fox.get("end").asInt()).isEqualTo(9);
    assertThat(fox.get("kept").asBoolean()).isTrue();
    JsonNode tokens = node.get("representations").get(0);
    assertThat(tokens.get("name").asText()).isEqualTo("tokens");
    assertThat(tokens.get("vectors").asInt()).isEqualTo(3);
    assertThat(tokens.get("bytes").asInt()).isEqualTo(3 * 384 * 4);
  }

  @Test
  void anExplanationHasWhatIsNotKeptToo() {
    JsonNode tokens = pleiad("encode", "fox", "--explain", "--json").json().get("tokens");
    assertThat(tokens).hasSize(3);
    assertThat(tokens.get(0).get("piece").asText()).isEqualTo("[CLS]");
    assertThat(tokens.get(0).get("kept").asBoolean()).isFalse();
    assertThat(pleiad("encode", "fox", "--explain").out())
        .contains("[SEP]", "1 vectors of 384 numbers");
  }

  @Test
  void vectorsAreWrittenAsNumPyReadsThem() throws IOException {
    Path file = home.resolve("fox.npy");
    assertThat(pleiad("encode", "a red fox", "--npy", file).exit()).isZero();
    byte[] bytes = Files.readAllBytes(file);
    int header = 10 + (bytes[8] & 0xff) + 256 * (bytes[9] & 0xff);
    assertThat(header % 64).isZero();
    assertThat(new String(bytes, 10, header - 10, StandardCharsets.US_ASCII))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 384), }")
        .endsWith("\n");
    assertThat(bytes).hasSize(header + 3 * 384 * 4);
    var numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(header);
    double squares = 0;
    for (int k = 0; k < 384; k++) {
      float number = numbers.getFloat();
      squares += number * number;
    }
    assertThat(squares).isBetween(0.9999, 1.0001);
  }

  @Test
  void neighboursAreTheTokensOfACollection() throws IOException {
    Path papers = Papers.collection(home);
    JsonNode tokens =
        pleiad("encode", "fox", "--neighbours", papers, "--json").json().get("tokens");
    JsonNode nearest = tokens.get(0).get("neighbours").get(0);
    assertThat(nearest.get("id").asText()).isEqualTo("p0");
    assertThat(nearest.get("token").asText()).isEqualTo("fox");
    assertThat(nearest.get("around").asText()).contains("crimson fur");
    assertThat(tokens.get(0).get("neighbours")).hasSize(3);
  }

  @Test
  void aModelInAFolderMakesACollectionAndSearchesIt() throws IOException {
    Path model = colbert();
    Path folder = home.resolve("by-folder");
    Ran indexed = pleiad("index", folder, Papers.jsonLines(home), "--model", model, "--json");
    assertThat(indexed.exit()).as(indexed.toString()).isZero();
    JsonNode hits = pleiad("search", folder, "volcanoes of iceland", "--json").json().get("hits");
    assertThat(hits).as("random weights find something, and it is not told what").hasSize(10);
    assertThat(hits.get(0).get("matches")).as("one for each row of the query").hasSize(20);
    JsonNode tokens =
        pleiad("encode", "fox", "--model", model, "--role", "query", "--json").json().get("tokens");
    assertThat(tokens).as("a query is filled up").hasSize(20);
  }

  @Test
  void everybodyNamesTheSameFingerprint() throws IOException {
    Path model = colbert();
    Path folder = home.resolve("by-folder");
    assertThat(pleiad("index", folder, Papers.jsonLines(home), "--model", model).exit()).isZero();
    String recorded = pleiad("stats", folder, "--json").json().get("fingerprint").asText();
    assertThat(fingerprint("encode", "fox", "--model", model, "--json")).isEqualTo(recorded);
    assertThat(fingerprint("model", "inspect", model, "--json")).isEqualTo(recorded);
    assertThat(pleiad("model", "inspect", model).out()).contains("fingerprint " + recorded);
    String other = fingerprint("model", "inspect", model, "--profile", "stanford", "--json");
    assertThat(other)
        .isNotEqualTo(recorded)
        .isEqualTo(fingerprint("encode", "fox", "--model", model + ",profile=stanford", "--json"));
  }

  private static String fingerprint(Object... arguments) {
    return pleiad(arguments).json().get("fingerprint").asText();
  }

  @Test
  void aModelThatChangedIsRefused() throws IOException {
    Path model = colbert();
    Path folder = home.resolve("by-folder");
    assertThat(pleiad("index", folder, Papers.jsonLines(home), "--model", model).exit()).isZero();
    Path settings = model.resolve("config_sentence_transformers.json");
    Files.writeString(
        settings,
        Files.readString(settings).replace("\"query_length\": 20", "\"query_length\": 24"));
    Ran ran = pleiad("search", folder, "volcanoes");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("its vectors cannot be compared");
  }

  @Test
  void textsAreRankedWithoutAnIndex() throws IOException {
    JsonNode node = pleiad("rank", "red fox", Papers.jsonLines(home), "-k", 2, "--json").json();
    assertThat(node.get("hits")).hasSize(2);
    assertThat(node.get("hits").get(0).get("id").asText()).isEqualTo("p0");
    assertThat(node.get("hits").get(0).get("rank").asInt()).isEqualTo(1);
    assertThat(node.get("hits").get(0).get("score").asDouble())
        .isGreaterThan(node.get("hits").get(1).get("score").asDouble());
    assertThat(pleiad("rank", "red fox", Papers.jsonLines(home)).out().lines())
        .hasSize(Papers.DOCUMENTS);
  }

  @Test
  void aCrossEncoderRanksToo() throws IOException {
    Path model = checkpoint("cross-bert");
    Ran ran = pleiad("rank", "red fox", Papers.jsonLines(home), "--model", model, "--json");
    assertThat(ran.exit()).as(ran.toString()).isZero();
    assertThat(ran.json().get("hits")).hasSize(Papers.DOCUMENTS);
    assertThat(pleiad("encode", "fox", "--model", model).err()).contains("scores pairs of texts");
  }

  @Test
  void anUnknownModelSaysHowToFetchOne() {
    Ran ran = pleiad("encode", "fox", "--model", "nobody/has-this");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("pleiad model pull nobody/has-this");
  }

  /// A copy of a small checkpoint with random weights, saved by PyLate.
  private Path colbert() throws IOException {
    return checkpoint("pylate-bert");
  }

  private Path checkpoint(String name) throws IOException {
    return Checkpoints.copy(name, home);
  }

  @Test
  void aGpuThatTheLibraryCannotUseIsToldAndTheEmbeddedModelWantsNone() throws IOException {
    Ran ran = pleiad("encode", "fox", "--model", colbert(), "--device", "cuda");
    assertThat(ran.exit()).isEqualTo(Exit.BAD_DATA);
    assertThat(ran.err())
        .contains("the device cuda needs ONNX Runtime's library for GPUs")
        .contains("com.microsoft.onnxruntime:onnxruntime_gpu");
    Ran embedded = pleiad("encode", "fox", "--device", "cuda");
    assertThat(embedded.exit()).isEqualTo(Exit.USAGE);
    assertThat(embedded.err()).contains("is int8, which runs on the cpu");
    Ran wrong = pleiad("encode", "fox", "--device", "gpu");
    assertThat(wrong.exit()).isEqualTo(Exit.USAGE);
    assertThat(wrong.err()).contains("CPU, CUDA");
  }
}
