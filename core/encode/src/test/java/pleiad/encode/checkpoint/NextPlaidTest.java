package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.encode.onnx.GraphContent;

/// Bundles as next-plaid's exporter writes them.
final class NextPlaidTest {
  private static final String ONNX = "onnx_config.json";

  @TempDir private Path path;
  private ModelFolder folder;

  @SuppressWarnings("NullAway.Init") // JUnit calls make
  NextPlaidTest() {}

  @BeforeEach
  void make() throws IOException {
    folder =
        new ModelFolder(path)
            .tokenizer("[Q] ", "[D] ", ".")
            .without("tokenizer_config.json")
            .graph("model.onnx", "output", "6")
            .graph("model_int8.onnx", "output", "6")
            .file(
                ONNX,
                """
                {"model_type": "ColBERT", "model_name": "org/tiny", "model_class": "ModernBertModel",
                 "uses_token_type_ids": false, "query_prefix": "[Q] ", "document_prefix": "[D] ",
                 "query_length": 48, "document_length": 512, "do_query_expansion": false,
                 "attend_to_expansion_tokens": false, "skiplist_words": ["."], "embedding_dim": 6,
                 "mask_token_id": 4, "pad_token_id": 4, "query_prefix_id": 5,
                 "document_prefix_id": 6, "do_lower_case": true}
                """);
  }

  @Test
  void aBundleNeedsNoOtherSettings() throws IOException {
    LateInteraction model = folder.tokens();
    assertThat(model.dialect()).isEqualTo(Dialect.NEXT_PLAID);
    assertThat(model.form())
        .isEqualTo(
            new TextForm(
                new Markers(new Marker.Inserted("[Q] ", 5), new Marker.Inserted("[D] ", 6)),
                new Lengths(48, 512),
                new Expansion.None(),
                new Skiplist(List.of(new Skiplist.Word(".", OptionalInt.of(7))), false, true),
                true));
    assertThat(model.projection())
        .isEqualTo(new Projection(List.of(), 6, OptionalInt.empty(), List.of(), true));
    assertThat(model.basis().backbone().family()).isEqualTo("unknown");
    assertThat(model.graph())
        .isInstanceOfSatisfying(
            Graph.File.class,
            graph -> {
              assertThat(graph.file()).isEqualTo(path.resolve("model.onnx"));
              assertThat(graph.answer().content()).isEqualTo(GraphContent.NORMALIZED);
              assertThat(graph.candidates()).hasSize(2);
            });
  }

  /// The exporter writes that queries are not filled up, whatever the model was trained with.
  @Test
  void thatQueriesAreNotFilledUpIsNotBelievedAgainstTheModelsOwnFile() throws IOException {
    assertThat(folder.tokens().warnings())
        .anyMatch(line -> line.contains("next-plaid's exporter writes that also"));
    folder.file(
        ModelFolder.SENTENCE,
        "{\"query_prefix\": \"[Q] \", \"document_prefix\": \"[D] \", \"query_length\": 32, \"do_query_expansion\": true}");
    LateInteraction model = folder.tokens();
    assertThat(model.form().expansion())
        .isEqualTo(new Expansion.Fixed(32, new Expansion.Filler("[MASK]", 4, false)));
    assertThat(model.warnings())
        .contains(
            "the length of queries is 32 by config_sentence_transformers.json and 48 by onnx_config.json; the former is taken");
  }

  @Test
  void anOlderBundleHasItsSettingsInTheSentenceFile() throws IOException {
    String settings = Files.readString(path.resolve(ONNX));
    folder.without(ONNX).file(ModelFolder.SENTENCE, settings);
    LateInteraction model = folder.tokens();
    assertThat(model.dialect()).isEqualTo(Dialect.NEXT_PLAID);
    assertThat(model.form().lengths()).isEqualTo(new Lengths(48, 512));
    assertThat(model.projection().dimension()).isEqualTo(6);
  }

  @Test
  void aMarkersNumberInTheFileWins() throws IOException {
    folder.edit(ONNX, "\"query_prefix_id\": 5", "\"query_prefix_id\": 1");
    LateInteraction model = folder.tokens();
    assertThat(model.form().markers().query()).isEqualTo(new Marker.Inserted("[Q] ", 1));
    assertThat(model.warnings())
        .contains(
            "the query marker '[Q] ' is 1 by query_prefix_id and 5 by the tokenizer; the former is taken");
  }

  @Test
  void copiesOfModulesWithoutTheirWeightsAreNotMissed() throws IOException {
    folder.modules(
        "sentence_transformers.models.Transformer=", "pylate.models.Dense.Dense=1_Dense");
    assertThat(folder.tokens().dialect()).isEqualTo(Dialect.NEXT_PLAID);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "embedding_dim": 6   | "embedding_dim": 7     | gives vectors of 6 numbers in 'output', and the checkpoint's vectors have 7
          "query_prefix_id": 5 | "query_prefix_id": 999 | 'query_prefix_id' is a whole number of 0 to 7, and it is 999
          """)
  void aContradictionThatBreaksTheModelIsRefused(String piece, String by, String message)
      throws IOException {
    folder.edit(ONNX, piece, by);
    assertThatThrownBy(folder::read).isInstanceOf(IOException.class).hasMessageContaining(message);
  }

  @Test
  void aBundleWithoutAGraphIsRefused() throws IOException {
    folder.without("model.onnx").without("model_int8.onnx");
    assertThatThrownBy(folder::read).hasMessageContaining("is a ColBERT without a projection");
  }
}
