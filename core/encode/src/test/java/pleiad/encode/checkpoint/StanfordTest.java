package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.encode.onnx.GraphContent;
import pleiad.encode.weights.Handmade;

/// Folders as Stanford's ColBERT leaves them.
final class StanfordTest {
  private static final String ARTIFACT = "artifact.metadata";

  @TempDir private Path path;
  private ModelFolder folder;

  @SuppressWarnings("NullAway.Init") // JUnit calls make
  StanfordTest() {}

  @BeforeEach
  void make() throws IOException {
    folder =
        ModelFolder.bert(path)
            .edit("config.json", "BertModel", "HF_ColBERT")
            .linear(6, 8)
            .file(
                ARTIFACT,
                """
                {"query_token_id": "[unused0]", "doc_token_id": "[unused1]", "query_maxlen": 24,
                 "doc_maxlen": 60, "dim": 6, "similarity": "cosine", "mask_punctuation": true,
                 "attend_to_mask_tokens": false, "interaction": "colbert", "nbits": 2}
                """);
  }

  @Test
  void settingsComeFromTheArtifactAndTheProjectionFromTheWeights() throws IOException {
    LateInteraction model = folder.tokens();
    assertThat(model.dialect()).isEqualTo(Dialect.STANFORD);
    assertThat(model.form().markers())
        .isEqualTo(
            new Markers(new Marker.Inserted("[unused0]", 5), new Marker.Inserted("[unused1]", 6)));
    assertThat(model.form().lengths()).isEqualTo(new Lengths(24, 60));
    assertThat(model.form().expansion())
        .isEqualTo(new Expansion.Fixed(24, new Expansion.Filler("[MASK]", 4, false)));
    assertThat(model.form().skiplist().words()).hasSize(32);
    assertThat(model.form().skiplist().ofDocuments()).isTrue();
    assertThat(model.form().skiplist().ofQueries()).isFalse();
    assertThat(model.form().room(model.basis().tokenizer())).isEqualTo(new Lengths(21, 57));
    assertThat(model.projection())
        .isEqualTo(
            new Projection(
                List.of(
                    new Dense(
                        new Linear(
                            path.resolve("model.safetensors"),
                            "linear.weight",
                            Optional.empty(),
                            8,
                            6),
                        Activation.IDENTITY,
                        new Residual.None())),
                6,
                OptionalInt.empty(),
                List.of(),
                true));
    assertThat(model.similarity()).isEqualTo(Similarity.MAX_SIM);
    assertThat(model.pooling()).isEmpty();
  }

  @Test
  void skippedWordsThatAreNoTokensAreSaid() throws IOException {
    LateInteraction model = folder.tokens();
    assertThat(model.form().skiplist().unresolved()).hasSize(29).doesNotContain(".", ",", "!");
    assertThat(model.warnings())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("29 of 32 skipped words are no tokens of the vocabulary: \" # $"));
  }

  @Test
  void punctuationIsKeptWhereTheArtifactSaysSo() throws IOException {
    folder.edit(ARTIFACT, "\"mask_punctuation\": true", "\"mask_punctuation\": false");
    assertThat(folder.tokens().form().skiplist().words()).isEmpty();
  }

  @Test
  void attentionToTheFillingIsRead() throws IOException {
    folder.edit(ARTIFACT, "\"attend_to_mask_tokens\": false", "\"attend_to_mask_tokens\": true");
    assertThat(folder.tokens().form().expansion())
        .isEqualTo(new Expansion.Fixed(24, new Expansion.Filler("[MASK]", 4, true)));
  }

  @Test
  void distancesAreASimilarityOfTheirOwn() throws IOException {
    folder.edit(ARTIFACT, "\"cosine\"", "\"l2\"");
    assertThat(folder.tokens().similarity()).isEqualTo(Similarity.L2);
  }

  /// mxbai-colbert-large-v1: who trusts `modules.json` has no projection.
  @Test
  void aModulesFileThatListsNoProjectionIsNotBelieved() throws IOException {
    folder
        .edit("config.json", "HF_ColBERT", "BertModel")
        .modules("sentence_transformers.models.Transformer=");
    LateInteraction model = folder.tokens();
    assertThat(model.dialect()).isEqualTo(Dialect.STANFORD);
    assertThat(model.projection().dimension()).isEqualTo(6);
    assertThat(model.warnings())
        .anyMatch(line -> line.contains("modules.json lists no projection"));
  }

  @Test
  void weightsAloneTellAColBert() throws IOException {
    folder.edit("config.json", "HF_ColBERT", "BertModel").without(ARTIFACT);
    LateInteraction model = folder.tokens();
    assertThat(model.dialect()).isEqualTo(Dialect.STANFORD);
    assertThat(model.form().lengths()).isEqualTo(new Lengths(32, 64));
    assertThat(model.warnings())
        .contains(
            "no file says the length of documents; taken is that of Stanford's ColBERT, 220",
            "documents may have 220 tokens, and the encoder takes 64");
  }

  @Test
  void theProjectionWinsOverADimensionThatIsOnlySaid() throws IOException {
    folder.edit(ARTIFACT, "\"dim\": 6", "\"dim\": 128");
    LateInteraction model = folder.tokens();
    assertThat(model.projection().dimension()).isEqualTo(6);
    assertThat(model.warnings()).anyMatch(line -> line.contains("vectors have 128 numbers"));
  }

  @Test
  void aProjectionInTheGraphIsEnough() throws IOException {
    folder.weights(new Handmade()).graph("model.onnx", "contextual", "6");
    LateInteraction model = folder.tokens();
    assertThat(model.projection())
        .isEqualTo(new Projection(List.of(), 6, OptionalInt.empty(), List.of(), true));
    assertThat(model.graph())
        .isInstanceOfSatisfying(
            Graph.File.class,
            graph -> assertThat(graph.answer().content()).isEqualTo(GraphContent.PROJECTED));
    folder.without("model.safetensors").file("pytorch_model.bin", "");
    assertThat(folder.tokens().projection().dimension()).isEqualTo(6);
  }

  @Test
  void aColBertWithoutAProjectionIsRefused() throws IOException {
    folder.weights(new Handmade()).graph("onnx/model.onnx", "last_hidden_state", "8");
    assertThatThrownBy(folder::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            path.toString(),
            "is a ColBERT without a projection",
            "'linear.weight'",
            "onnx" + path.getFileSystem().getSeparator() + "model.onnx",
            "there is no projection to put on them");
    folder.without("model.safetensors").file("pytorch_model.bin", "");
    assertThatThrownBy(folder::read)
        .hasMessageContaining("only pytorch_model.bin, which is not read");
  }

  @Test
  void aProjectionThatDoesNotFitTheEncoderIsRefused() throws IOException {
    folder.linear(6, 7);
    assertThatThrownBy(folder::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("'linear.weight'", "the shape [6, 7]", "with rows of 8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "[unused0]"     | "[Q]"      | the query marker '[Q]' is none of the 10 tokens
          "[unused1]"     | "[D] "     | the document marker '[D] ' is none of the 10 tokens
          "colbert"       | "flipr"    | 'interaction' is 'flipr', which is not supported; supported is colbert
          "cosine"        | "dot"      | 'similarity' is 'dot', which is not supported; supported is cosine or l2
          : 24            | : 0        | 'query_maxlen' is a whole number of 1 to
          : 60            | : "many"   | 'doc_maxlen' is a whole number of 1 to
          : false         | : "no"     | 'attend_to_mask_tokens' is true or false, and it is 'no'
          """)
  void aSettingThatCannotBeIsRefused(String piece, String by, String message) throws IOException {
    folder.edit(ARTIFACT, piece, by);
    assertThatThrownBy(folder::read).isInstanceOf(IOException.class).hasMessageContaining(message);
  }
}
