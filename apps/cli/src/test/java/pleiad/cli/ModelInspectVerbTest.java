package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of a model's folder, and the graph that is written from it.
class ModelInspectVerbTest {
  private static final String COMMIT = "c".repeat(40);

  @TempDir Path home;
  private Path model;

  @SuppressWarnings("NullAway.Init") // JUnit calls make
  ModelInspectVerbTest() {}

  /// A ColBERT of Stanford's, as a model of the store.
  @BeforeEach
  void make() throws IOException {
    Path stored = home.resolve("models--org--tiny");
    model = Files.createDirectories(stored.resolve("snapshots").resolve(COMMIT));
    Files.createDirectories(stored.resolve("refs"));
    Files.writeString(stored.resolve("refs/main"), COMMIT);
    write(
        "config.json",
        """
        {"model_type": "bert", "architectures": ["HF_ColBERT"], "hidden_size": 4,
         "max_position_embeddings": 64}
        """);
    write(
        "artifact.metadata",
        """
        {"query_token_id": "[unused0]", "doc_token_id": "[unused1]", "query_maxlen": 24,
         "doc_maxlen": 60, "mask_punctuation": true, "attend_to_mask_tokens": false}
        """);
    write(
        "tokenizer.json",
        """
        {"added_tokens": [{"id": 4, "content": "[MASK]", "special": true}],
         "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]},
         "model": {"type": "WordPiece", "unk_token": "[UNK]", "vocab":
           {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "[MASK]": 4, "[unused0]": 5,
            "[unused1]": 6, ".": 7}}}
        """);
    projection(2, 4);
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(model.resolve(name), content);
  }

  private void projection(int rows, int columns) throws IOException {
    byte[] header =
        "{\"linear.weight\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]}}"
            .formatted(rows, columns, 4 * rows * columns)
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + 4 * rows * columns).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    Files.write(model.resolve("model.safetensors"), file.array());
  }

  @Test
  void aFolderIsToldOfInLines() {
    Ran ran = Ran.pleiad("model", "inspect", model);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(Exit.OK);
    assertThat(ran.out())
        .contains(
            model + ": late-interaction, dialect stanford",
            "  encoder     bert, 4 numbers a token, 64 tokens at most",
            "  vectors     2 numbers, of unit length",
            "  layer       4 to 2, identity: linear.weight of "
                + model.resolve("model.safetensors"),
            "  markers     query '[unused0]' = 5 at index 1, document '[unused1]' = 6 at index 1",
            "  lengths     query 24, of which 21 for text; document 60, of which 57",
            "  expansion   to 24 with '[MASK]' = 4, not attended to",
            "  skiplist    32 words, left out of documents",
            "  profile     pylate",
            "  tokenizer   WordPiece, 8 tokens, 2 special ones around a text: tokenizer.json",
            "  graph       none: there is no graph, and none can be written",
            "  fingerprint none: there is no graph, and none can be written",
            "  warning     31 of 32 skipped words are no tokens of the vocabulary");
  }

  @Test
  void theJsonHasTheFieldsThatScriptsRelyOn() {
    Ran ran =
        Ran.pleiad(
            "model", "inspect", "org/tiny", "--cache", home, "--profile", "Stanford", "--json");
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(Exit.OK);
    JsonNode node = ran.json();
    assertThat(node.get("kind").asText()).isEqualTo("late-interaction");
    assertThat(node.get("dialect").asText()).isEqualTo("stanford");
    assertThat(node.get("dim").asInt()).isEqualTo(2);
    assertThat(node.at("/markers/query/text").asText()).isEqualTo("[unused0]");
    assertThat(node.at("/markers/query/id").asInt()).isEqualTo(5);
    assertThat(node.at("/markers/document/placement").asText()).isEqualTo("id-at-1");
    assertThat(node.at("/lengths/query").asInt()).isEqualTo(24);
    assertThat(node.at("/lengths/document").asInt()).isEqualTo(60);
    assertThat(node.at("/lengths/documentText").asInt()).isEqualTo(57);
    assertThat(node.at("/expansion/strategy").asText()).isEqualTo("fixed");
    assertThat(node.at("/expansion/token").asText()).isEqualTo("[MASK]");
    assertThat(node.at("/skiplist/words")).hasSize(32);
    assertThat(node.at("/skiplist/unresolved")).hasSize(31);
    assertThat(node.get("profile").asText()).isEqualTo("stanford");
    assertThat(node.at("/projection/0/weight").asText()).isEqualTo("linear.weight");
    assertThat(node.at("/graph/source").asText()).isEqualTo("none");
    assertThat(node.at("/tokenizer/kind").asText()).isEqualTo("WordPiece");
    assertThat(node.get("fingerprint").isNull()).isTrue();
    assertThat(node.get("fingerprint_missing").asText()).startsWith("there is no graph");
    assertThat(node.get("warnings").isArray()).isTrue();
  }

  @Test
  void theProfileIsTheOneThatEncodersTake() {
    assertThat(profile(parity("sentence-bert-min"))).isEqualTo("st6");
    assertThat(profile(parity("pylate-bert"))).isEqualTo("pylate");
    assertThat(profile(parity("sentence-bert-min"), "--profile", "pylate")).isEqualTo("pylate");
  }

  private static String profile(Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("model", "inspect", "--json"));
    all.addAll(List.of(arguments));
    return Ran.pleiad(all.toArray()).json().get("profile").asText();
  }

  @Test
  void aModelOfOneVectorHasNoMarkers() throws IOException {
    Files.delete(model.resolve("artifact.metadata"));
    projection(3, 3);
    write("config.json", "{\"model_type\": \"bert\", \"hidden_size\": 4}");
    write("modules.json", "[]");
    JsonNode node = Ran.pleiad("model", "inspect", model, "--json").json();
    assertThat(node.get("kind").asText()).isEqualTo("bi-encoder");
    assertThat(node.get("markers").isNull()).isTrue();
    assertThat(node.get("expansion").isNull()).isTrue();
    assertThat(node.at("/pooling/guessed").asBoolean()).isTrue();
    assertThat(Ran.pleiad("model", "inspect", model).out())
        .contains("  pooling     mean, a guess", "  length      512");
  }

  @Test
  void aModelOfPairsHasLabels() throws IOException {
    Files.delete(model.resolve("artifact.metadata"));
    projection(3, 3);
    write(
        "config.json",
        "{\"model_type\": \"bert\", \"architectures\": [\"BertForSequenceClassification\"], \"hidden_size\": 4, \"num_labels\": 1}");
    JsonNode node = Ran.pleiad("model", "inspect", model, "--json").json();
    assertThat(node.get("kind").asText()).isEqualTo("cross-encoder");
    assertThat(node.get("labels").get(0).asText()).isEqualTo("LABEL_0");
    assertThat(node.get("activation").asText()).isEqualTo("sigmoid");
    assertThat(Ran.pleiad("model", "inspect", model).out())
        .contains("  labels      LABEL_0", "  activation  sigmoid", "  fingerprint none: the model")
        .contains("scores pairs of texts and makes no vectors");
  }

  @Test
  void controlCharactersOfAFileDoNotReachTheTerminal() throws IOException {
    write(
        "artifact.metadata",
        "{\"query_token_id\": \"[unused0]\", \"doc_token_id\": \"[unused1]\", \"query_maxlen\": 8}");
    write(
        "config_sentence_transformers.json",
        "{\"prompts\": {\"query\": \"\\u001b[31m\\u0007 red\"}}");
    assertThat(Ran.pleiad("model", "inspect", model).out())
        .contains("query: '�[31m� red'")
        .doesNotContain("\u001b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          org/none                      | 2 | there is no model 'org/none' here: it is no folder
          org/none                      | 2 | fetch it with: pleiad model pull org/none
          org/tiny --revision v2        | 2 | at 'v2'; fetch it with: pleiad model pull org/tiny --revision v2
          . --revision v2               | 2 | '.' is a folder and has no revisions, got 'v2'
          bge-small-en-v1.5             | 2 | comes with Pleiad and has no folder of its own
          org/tiny --profile txtai      | 2 | there is no profile 'txtai'; there are pylate, stanford
          ./nowhere/at/all              | 2 | expected ORG/NAME
          ~~                            | 2 | MODEL
          """)
  void aMistakeIsOneSentenceAndAnExitCode(String arguments, int exit, String said) {
    String line = "model inspect --cache " + home + " " + arguments;
    Ran ran = Ran.pleiad((Object[]) line.strip().split("\\s+", -1));
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(exit);
    assertThat(ran.err()).contains(said).doesNotContain("\tat ");
  }

  @Test
  void whatIsRefusedIsSaid() throws IOException {
    projection(2, 3);
    Ran ran = Ran.pleiad("model", "inspect", model);
    assertThat(ran.exit()).isEqualTo(Exit.BAD_DATA);
    assertThat(ran.err()).contains("pleiad: the tensor 'linear.weight'", "[2, 3]");
  }

  /// Small checkpoints that the encoders' tests have too.
  private static Path bert() {
    return checkpoints().resolve("onnx/bert");
  }

  private static Path parity(String name) {
    return checkpoints().resolve("parity").resolve(name);
  }

  private static Path checkpoints() {
    return Path.of(Objects.requireNonNull(System.getProperty("pleiad.root")))
        .resolve("core/encode/src/test/resources/pleiad/encode");
  }

  @Test
  void anEncoderIsWrittenAsAGraph() throws IOException {
    Path onnx = home.resolve("bert.onnx");
    Ran ran = Ran.pleiad("model", "export", bert(), "--onnx", onnx);
    assertThat(ran.exit()).as(ran.toString()).isEqualTo(Exit.OK);
    assertThat(ran.out())
        .contains(
            onnx + ": " + ModelView.size(Files.size(onnx)),
            "float32, 32 numbers a token, 48 tokens at most",
            "  takes input_ids INT64[batch, tokens]",
            "  gives last_hidden_state FLOAT[batch, tokens, 32]");
  }

  @Test
  void theJsonOfAnExportTellsWhatWasWritten() throws IOException {
    Path onnx = home.resolve("bert.onnx");
    JsonNode node =
        Ran.pleiad("model", "export", bert(), "--onnx", onnx, "--precision", "int8", "--json")
            .json();
    assertThat(node.get("onnx").asText()).isEqualTo(onnx.toString());
    assertThat(node.get("bytes").asLong()).isEqualTo(Files.size(onnx));
    assertThat(node.get("precision").asText()).isEqualTo("int8");
    assertThat(node.get("dimension").asInt()).isEqualTo(32);
    assertThat(node.get("inputs")).hasSize(3);
    assertThat(node.at("/outputs/0/name").asText()).isEqualTo("last_hidden_state");
    assertThat(node.at("/outputs/0/sizes/2").asText()).isEqualTo("32");
  }

  @Test
  void anEncoderThatCannotBeWrittenIsRefused() {
    Path onnx = home.resolve("tiny.onnx");
    Ran ran = Ran.pleiad("model", "export", "org/tiny", "--cache", home, "--onnx", onnx);
    assertThat(ran.exit()).isEqualTo(Exit.BAD_DATA);
    assertThat(ran.err()).contains("pleiad: '", "config.json");
    assertThat(onnx).doesNotExist();
    assertThat(Ran.pleiad("model", "export", model).err()).contains("--onnx");
    assertThat(Ran.pleiad("model", "export", model, "--onnx", onnx, "--precision", "f4").exit())
        .isEqualTo(Exit.USAGE);
  }
}
