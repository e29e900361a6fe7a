package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Folders as PyLate leaves them.
final class PyLateTest {
  private static final String TRANSFORMER = "sentence_transformers.models.Transformer=";
  private static final String DENSE = "pylate.models.Dense.Dense=1_Dense";
  private static final String IDENTITY =
      ", \"bias\": false, \"activation_function\": \"torch.nn.modules.linear.Identity\"";

  @TempDir private Path path;
  private ModelFolder folder;

  @SuppressWarnings("NullAway.Init") // JUnit calls make
  PyLateTest() {}

  @BeforeEach
  void make() throws IOException {
    folder =
        ModelFolder.bert(path)
            .tokenizer("[Q] ", "[D] ", ".", ",")
            .modules(TRANSFORMER, DENSE)
            .dense("1_Dense", 8, 6, IDENTITY)
            .file("sentence_bert_config.json", "{\"max_seq_length\": 31, \"do_lower_case\": true}")
            .file(
                ModelFolder.SENTENCE,
                """
                {"model_type": "ColBERT", "query_prefix": "[Q] ", "document_prefix": "[D] ",
                 "query_length": 32, "document_length": 50, "attend_to_expansion_tokens": false,
                 "skiplist_words": [".", ",", "`"], "do_query_expansion": true,
                 "similarity_fn_name": "MaxSim", "prompts": {"query": "", "document": ""},
                 "default_prompt_name": null}
                """);
  }

  @Test
  void settingsComeFromTheSentenceFile() throws IOException {
    LateInteraction model = folder.tokens();
    assertThat(model.dialect()).isEqualTo(Dialect.PYLATE);
    assertThat(model.form().markers())
        .isEqualTo(new Markers(new Marker.Inserted("[Q] ", 5), new Marker.Inserted("[D] ", 6)));
    assertThat(model.form().lengths()).isEqualTo(new Lengths(32, 50));
    assertThat(model.form().expansion())
        .isEqualTo(new Expansion.Fixed(32, new Expansion.Filler("[MASK]", 4, false)));
    assertThat(model.form().skiplist().unresolved()).containsExactly("`");
    assertThat(model.form().lowerCase()).isTrue();
    assertThat(model.form().room(model.basis().tokenizer())).isEqualTo(new Lengths(29, 47));
    assertThat(model.projection().dimension()).isEqualTo(6);
    assertThat(model.prompts().byName()).containsEntry("query", "");
    assertThat(model.warnings())
        .containsExactly("1 of 3 skipped words are no tokens of the vocabulary: `");
  }

  @Test
  void queriesAreNotFilledUpWhereTheFileSaysSo() throws IOException {
    folder.edit(
        ModelFolder.SENTENCE, "\"do_query_expansion\": true", "\"do_query_expansion\": false");
    assertThat(folder.tokens().form().expansion()).isEqualTo(new Expansion.None());
  }

  @Test
  void anEmptyMarkerIsNone() throws IOException {
    folder.edit(ModelFolder.SENTENCE, "\"[Q] \"", "\"\"");
    LateInteraction model = folder.tokens();
    assertThat(model.form().markers().query()).isEqualTo(new Marker.None());
    assertThat(model.form().room(model.basis().tokenizer())).isEqualTo(new Lengths(30, 47));
  }

  @Test
  void aFileThatSaysNothingLeavesWhatPyLateTakes() throws IOException {
    folder.file(ModelFolder.SENTENCE, "{\"model_type\": \"ColBERT\"}");
    LateInteraction model = folder.tokens();
    assertThat(model.form().lengths()).isEqualTo(new Lengths(32, 64));
    assertThat(model.form().expansion()).isInstanceOf(Expansion.Fixed.class);
    assertThat(model.form().skiplist().words()).hasSize(32);
    assertThat(model.warnings())
        .contains("no file says the length of queries; taken is that of PyLate, 32");
  }

  @Test
  void twoLayersAreReadInTheirOrder() throws IOException {
    folder
        .modules(TRANSFORMER, DENSE, "pylate.models.Dense.Dense=2_Dense")
        .dense(
            "1_Dense",
            8,
            16,
            ", \"activation_function\": \"torch.nn.modules.activation.GELU\", \"use_residual\": true")
        .dense("2_Dense", 16, 16, IDENTITY + ", \"use_residual\": true");
    Path first = path.resolve("1_Dense").resolve("model.safetensors");
    Path second = path.resolve("2_Dense").resolve("model.safetensors");
    assertThat(folder.tokens().projection().layers())
        .containsExactly(
            new Dense(
                new Linear(first, "linear.weight", Optional.of("linear.bias"), 8, 16),
                Activation.GELU,
                new Residual.Projected(
                    new Linear(first, "residual.weight", Optional.empty(), 8, 16))),
            new Dense(
                new Linear(second, "linear.weight", Optional.empty(), 16, 16),
                Activation.IDENTITY,
                new Residual.Same()));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void activationsAreToldByTheirClass(Activation activation) throws IOException {
    String torch =
        switch (activation) {
          case IDENTITY -> "torch.nn.modules.linear.Identity";
          case TANH -> "torch.nn.modules.activation.Tanh";
          case RELU -> "torch.nn.modules.activation.ReLU";
          case GELU -> "torch.nn.modules.activation.GELU";
          case SILU -> "torch.nn.SiLU";
          case SIGMOID -> "torch.nn.modules.activation.Sigmoid";
        };
    folder.edit("1_Dense/config.json", "torch.nn.modules.linear.Identity", torch);
    assertThat(folder.tokens().projection().layers().getFirst().activation()).isEqualTo(activation);
  }

  /// answerai-colbert-small-v1 has both.
  @Test
  void aModuleWinsOverTheSameProjectionAmongTheWeights() throws IOException {
    folder.linear(6, 8).file("artifact.metadata", "{\"query_maxlen\": 40, \"dim\": 6}");
    LateInteraction model = folder.tokens();
    assertThat(model.dialect()).isEqualTo(Dialect.PYLATE);
    assertThat(model.projection().layers().getFirst().linear().file())
        .isEqualTo(path.resolve("1_Dense").resolve("model.safetensors"));
    assertThat(model.form().lengths().query()).isEqualTo(32);
    assertThat(model.warnings())
        .contains(
            "the length of queries is 32 by config_sentence_transformers.json and 40 by artifact.metadata; the former is taken")
        .anyMatch(line -> line.contains("'linear.weight' among the weights; the former is taken"));
  }

  @Test
  void whatPyLatesFileLeavesOpenStanfordsTells() throws IOException {
    folder
        .tokenizer("[unused0]", "[unused1]", ".")
        .file(ModelFolder.SENTENCE, "{\"query_length\": 16}")
        .file(
            "artifact.metadata",
            "{\"query_token_id\": \"[unused0]\", \"doc_token_id\": \"[unused1]\", \"doc_maxlen\": 44}");
    TextForm form = folder.tokens().form();
    assertThat(form.markers().query()).isEqualTo(new Marker.Inserted("[unused0]", 5));
    assertThat(form.lengths()).isEqualTo(new Lengths(16, 44));
  }

  @Test
  void anOldFileThatNamesCosineMeansMaxSim() throws IOException {
    folder.edit(ModelFolder.SENTENCE, "\"MaxSim\"", "\"cosine\"");
    assertThat(folder.tokens().similarity()).isEqualTo(Similarity.MAX_SIM);
  }

  @Test
  void aMarkerBehindTheFirstPieceIsSaid() throws IOException {
    folder
        .edit("tokenizer.json", "{\"SpecialToken\": {\"id\": \"[CLS]\", \"type_id\": 0}}, ", "")
        .edit(
            "tokenizer_config.json",
            "\"mask_token\"",
            "\"padding_side\": \"left\", \"mask_token\"");
    LateInteraction model = folder.tokens();
    assertThat(model.basis().tokenizer().frame()).isEqualTo(new TokenizerFiles.Frame(0, 1));
    assertThat(model.warnings())
        .anyMatch(line -> line.contains("behind the text's first token"))
        .anyMatch(line -> line.contains("fills up in front"));
  }

  @Test
  void aModelWithoutAMaskIsFilledUpWithItsEnd() throws IOException {
    folder
        .edit("tokenizer.json", "[MASK]", "mask")
        .edit("tokenizer_config.json", "\"mask_token\": \"[MASK]\"", "\"eos_token\": \"[SEP]\"");
    LateInteraction model = folder.tokens();
    assertThat(model.form().expansion())
        .isEqualTo(new Expansion.Fixed(32, new Expansion.Filler("[SEP]", 3, false)));
    assertThat(model.warnings())
        .contains("there is no mask token; queries are filled up with '[SEP]'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          config_sentence_transformers.json | "[Q] "     | "[Query]" | the query marker '[Query]' is none of the 9 tokens of the tokenizer in
          config_sentence_transformers.json | "MaxSim"   | "euclidean" | 'similarity_fn_name' is 'euclidean', which is not supported; supported is MaxSim or meanmaxsim
          1_Dense/config.json | torch.nn.modules.linear.Identity | torch.nn.modules.activation.Mish | 'activation_function' is 'torch.nn.modules.activation.Mish', which is not supported; supported is one of torch.nn's Identity, Tanh, ReLU, GELU, SiLU, Sigmoid
          1_Dense/config.json | torch.nn.modules.linear.Identity | evil.module.Tanh | 'activation_function' is 'evil.module.Tanh'
          1_Dense/config.json | : 8      | : 9 | 'in_features' is 9, which is not supported; supported is 8, what comes before it gives
          1_Dense/config.json | : 6      | : 5 | the tensor 'linear.weight' in
          1_Dense/config.json | "bias": false | "bias": true | there is no tensor 'linear.bias' in
          1_Dense/config.json | "bias": false | "bias": false, "use_residual": true | there is no tensor 'residual.weight' in
          modules.json | pylate.models.Dense.Dense | evil.Dense | '[1].type' is 'evil.Dense', which is not supported; supported is a module of sentence_transformers or pylate
          modules.json | 1_Dense        | ../1_Dense | '[1].path' is '../1_Dense', which is not supported
          modules.json | pylate.models.Dense.Dense | sentence_transformers.models.LSTM | lists a module 'LSTM'
          """)
  void whatWouldChangeTheVectorsIsRefused(String file, String piece, String by, String message)
      throws IOException {
    folder.edit(file, piece, by);
    assertThatThrownBy(folder::read).isInstanceOf(IOException.class).hasMessageContaining(message);
  }

  @Test
  void aLayerThatIsAPickleIsRefused() throws IOException {
    Files.move(
        path.resolve("1_Dense").resolve("model.safetensors"),
        path.resolve("1_Dense").resolve("pytorch_model.bin"));
    assertThatThrownBy(folder::read)
        .hasMessageContainingAll(
            "there are no weights in", "1_Dense", "only pytorch_model.bin, which is not read");
  }

  @Test
  void aColBertWhoseModulesAreAnEncoderAloneIsRefused() throws IOException {
    folder.modules(TRANSFORMER);
    assertThatThrownBy(folder::read).hasMessageContaining("is a ColBERT without a projection");
  }
}
