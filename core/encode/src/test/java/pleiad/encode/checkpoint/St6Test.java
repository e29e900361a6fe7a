package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Folders as sentence-transformers 6 leaves them.
final class St6Test {
  private static final String TRANSFORMER =
      "sentence_transformers.base.modules.transformer.Transformer=";
  private static final String DENSE = "sentence_transformers.base.modules.dense.Dense=1_Dense";
  private static final String MASK =
      "sentence_transformers.multi_vector_encoder.modules.multi_vector_mask.MultiVectorMask=2_MultiVectorMask";
  private static final String NORMALIZE =
      "sentence_transformers.base.modules.normalize.Normalize=3_Normalize";
  private static final String POOLING =
      "sentence_transformers.multi_vector_encoder.modules.token_pooling.HierarchicalTokenPooling=4_HierarchicalTokenPooling";

  @TempDir private Path path;
  private ModelFolder folder;

  @SuppressWarnings("NullAway.Init") // JUnit calls make
  St6Test() {}

  @BeforeEach
  void make() throws IOException {
    folder =
        ModelFolder.bert(path)
            .tokenizer("[Q]", "[D] ", ".", "query", ":")
            .modules(TRANSFORMER, DENSE, MASK, NORMALIZE)
            .dense(
                "1_Dense",
                8,
                6,
                ", \"bias\": false, \"activation_function\": \"torch.nn.modules.linear.Identity\", \"module_input_name\": \"token_embeddings\"")
            .file(
                "2_MultiVectorMask/config.json",
                "{\"skiplist_words\": [\".\", \"~\"], \"skiplist_tasks\": [\"document\"], \"keep_only_token_ids\": null}")
            .file("3_Normalize/config.json", "{\"module_input_name\": \"token_embeddings\"}")
            .file(
                "sentence_bert_config.json",
                """
                {"transformer_task": "feature-extraction", "query_length": null, "document_length": 50,
                 "query_expansion": {"strategy": "fixed", "attend": true, "token": null, "length": 20}}
                """)
            .file(
                ModelFolder.SENTENCE,
                """
                {"model_type": "MultiVectorEncoder", "similarity_fn_name": "maxsim",
                 "prompts": {"query": "[Q] ", "document": "[D] "}, "default_prompt_name": null}
                """);
  }

  @Test
  void markersAreTextAndLengthsAreTheTransformers() throws IOException {
    LateInteraction model = folder.tokens();
    assertThat(model.dialect()).isEqualTo(Dialect.ST6);
    assertThat(model.form().markers())
        .isEqualTo(
            new Markers(
                new Marker.Prefix("[Q] ", OptionalInt.of(5)),
                new Marker.Prefix("[D] ", OptionalInt.of(6))));
    assertThat(model.form().lengths()).isEqualTo(new Lengths(20, 50));
    assertThat(model.form().expansion())
        .isEqualTo(new Expansion.Fixed(20, new Expansion.Filler("[MASK]", 4, true)));
    assertThat(model.form().skiplist().unresolved()).containsExactly("~");
    assertThat(model.form().skiplist().ofQueries()).isFalse();
    assertThat(model.form().room(model.basis().tokenizer())).isEqualTo(new Lengths(17, 47));
    assertThat(model.projection().dimension()).isEqualTo(6);
    assertThat(model.projection().normalized()).isTrue();
    assertThat(model.pooling()).isEmpty();
  }

  @Test
  void aLowerBoundLeavesLongQueriesWhole() throws IOException {
    folder.edit("sentence_bert_config.json", "\"fixed\"", "\"min\"");
    LateInteraction model = folder.tokens();
    assertThat(model.form().expansion())
        .isEqualTo(new Expansion.AtLeast(20, new Expansion.Filler("[MASK]", 4, true)));
    assertThat(model.form().lengths().query()).isEqualTo(64);
    folder.edit("sentence_bert_config.json", "\"query_length\": null", "\"query_length\": 40");
    assertThat(folder.tokens().form().lengths().query()).isEqualTo(40);
  }

  @Test
  void withoutSettingsTextsMayBeAsLongAsTheEncoderTakes() throws IOException {
    folder.file("sentence_bert_config.json", "{}");
    TextForm form = folder.tokens().form();
    assertThat(form.expansion()).isEqualTo(new Expansion.None());
    assertThat(form.lengths()).isEqualTo(new Lengths(64, 64));
  }

  @Test
  void anotherTokenMayFillQueriesUp() throws IOException {
    folder.edit("sentence_bert_config.json", "\"token\": null", "\"token\": \"[PAD]\"");
    assertThat(folder.tokens().form().expansion())
        .isEqualTo(new Expansion.Fixed(20, new Expansion.Filler("[PAD]", 0, true)));
    folder.edit("sentence_bert_config.json", "[PAD]", "<fill>");
    assertThatThrownBy(folder::read).hasMessageContaining("the token '<fill>', with which queries");
  }

  @Test
  void aPromptOfSeveralTokensIsSaid() throws IOException {
    folder.edit(ModelFolder.SENTENCE, "[Q] ", "query: ");
    LateInteraction model = folder.tokens();
    assertThat(model.form().markers().query())
        .isEqualTo(new Marker.Prefix("query: ", OptionalInt.empty()));
    assertThat(model.warnings()).contains("the prompt 'query: ' is several tokens");
  }

  @Test
  void theOrderOfModulesTellsWhetherMeansHaveUnitLength() throws IOException {
    folder
        .modules(TRANSFORMER, DENSE, MASK, NORMALIZE, POOLING)
        .file(
            "4_HierarchicalTokenPooling/config.json",
            "{\"pool_factor\": 3, \"protected_tokens\": 2, \"pool_queries\": false}");
    assertThat(folder.tokens().pooling()).contains(new TokenPooling(3, 2, false, false));
    folder.modules(TRANSFORMER, DENSE, MASK, POOLING, NORMALIZE);
    assertThat(folder.tokens().pooling()).contains(new TokenPooling(3, 2, false, true));
    folder.edit("4_HierarchicalTokenPooling/config.json", "3", "1");
    assertThat(folder.tokens().pooling()).isEmpty();
  }

  @Test
  void vectorsThatNoModuleNormalizesAreSaid() throws IOException {
    folder.modules(TRANSFORMER, DENSE, MASK).graph("model.onnx", "output", "6");
    LateInteraction model = folder.tokens();
    assertThat(model.projection().normalized()).isFalse();
    assertThat(model.warnings())
        .anyMatch(line -> line.contains("no module brings vectors to unit length"))
        .anyMatch(
            line -> line.contains("gives vectors of unit length, and the checkpoint's are not"));
  }

  @Test
  void aModelWithoutLayersHasTheEncodersStates() throws IOException {
    folder.modules(TRANSFORMER, MASK, NORMALIZE).graph("onnx/model.onnx", "token_embeddings", "8");
    LateInteraction model = folder.tokens();
    assertThat(model.projection().layers()).isEmpty();
    assertThat(model.projection().dimension()).isEqualTo(8);
    assertThat(model.graph()).isInstanceOf(Graph.File.class);
  }

  @Test
  void theMeanOfSimilaritiesIsRead() throws IOException {
    folder.edit(ModelFolder.SENTENCE, "\"maxsim\"", "\"meanmaxsim\"");
    assertThat(folder.tokens().similarity()).isEqualTo(Similarity.MEAN_MAX_SIM);
  }

  @Test
  void aListMayBeSkippedInQueriesToo() throws IOException {
    folder.edit("2_MultiVectorMask/config.json", "[\"document\"]", "\"query\"");
    Skiplist skiplist = folder.tokens().form().skiplist();
    assertThat(skiplist.ofQueries()).isTrue();
    assertThat(skiplist.ofDocuments()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          2_MultiVectorMask/config.json | "keep_only_token_ids": null | "keep_only_token_ids": [7] | 'keep_only_token_ids' is an array of 1, which is not supported
          1_Dense/config.json | "token_embeddings" | "sentence_embedding" | 'module_input_name' is 'sentence_embedding', which is not supported; supported is token_embeddings
          3_Normalize/config.json | "token_embeddings" | "sentence_embedding" | 'module_input_name' is 'sentence_embedding'
          sentence_bert_config.json | "fixed" | "pad_skip" | 'query_expansion.strategy' is 'pad_skip', which is not supported; supported is fixed or min
          sentence_bert_config.json | , "length": 20 | | 'query_expansion.length' is a whole number
          """)
  void whatWouldChangeTheVectorsIsRefused(String file, String piece, String by, String message)
      throws IOException {
    folder.edit(file, piece, by == null ? "" : by);
    assertThatThrownBy(folder::read).isInstanceOf(IOException.class).hasMessageContaining(message);
  }

  @Test
  void aLayerBehindNormalizeIsRefused() throws IOException {
    folder.modules(TRANSFORMER, MASK, NORMALIZE, DENSE);
    assertThatThrownBy(folder::read).hasMessageContaining("is a layer behind Normalize");
  }
}
