package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Folders of models that give one vector for a text.
final class BiEncoderTest {
  private static final String TRANSFORMER = "sentence_transformers.models.Transformer=";
  private static final String POOLING = "sentence_transformers.models.Pooling=1_Pooling";
  private static final String DENSE = "sentence_transformers.models.Dense=2_Dense";
  private static final String NORMALIZE = "sentence_transformers.models.Normalize=3_Normalize";

  @TempDir private Path path;
  private ModelFolder folder;

  @SuppressWarnings("NullAway.Init") // JUnit calls make
  BiEncoderTest() {}

  @BeforeEach
  void make() throws IOException {
    folder =
        ModelFolder.bert(path)
            .modules(TRANSFORMER, POOLING, NORMALIZE)
            .file(
                "1_Pooling/config.json",
                """
                {"word_embedding_dimension": 8, "pooling_mode_cls_token": true,
                 "pooling_mode_mean_tokens": false, "pooling_mode_max_tokens": false}
                """)
            .file("sentence_bert_config.json", "{\"max_seq_length\": 40, \"do_lower_case\": true}")
            .file(
                ModelFolder.SENTENCE,
                "{\"prompts\": {\"query\": \"query: \", \"passage\": \"passage: \"}, \"default_prompt_name\": \"query\"}");
  }

  @Test
  void modulesSayWhatIsDone() throws IOException {
    BiEncoder model = folder.single();
    assertThat(model.dialect()).isEqualTo(Dialect.SENTENCE_TRANSFORMERS);
    assertThat(model.pooling()).isEqualTo(new Pooling(List.of(Pooling.Mode.CLS), true, false));
    assertThat(model.projection())
        .isEqualTo(new Projection(List.of(), 8, OptionalInt.empty(), List.of(), true));
    assertThat(model.prompts().byName())
        .containsExactly(Map.entry("query", "query: "), Map.entry("passage", "passage: "));
    assertThat(model.prompts().usual()).isEqualTo(Optional.of("query"));
    assertThat(model.length()).isEqualTo(40);
    assertThat(model.lowerCase()).isTrue();
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void aCheckpointMayKeepTheFirstNumbersOnly() throws IOException {
    folder.file(ModelFolder.SENTENCE, "{\"truncate_dim\": 3, \"similarity_fn_name\": \"dot\"}");
    BiEncoder model = folder.single();
    assertThat(model.projection())
        .isEqualTo(new Projection(List.of(), 8, OptionalInt.of(3), List.of(), true));
    assertThat(model.projection().size()).isEqualTo(3);
    assertThat(model.comparison()).isEqualTo(BiEncoder.Comparison.DOT);
    folder.file(ModelFolder.SENTENCE, "{\"truncate_dim\": 8}");
    assertThat(folder.single().projection().cut()).isEmpty();
    assertThat(folder.single().comparison()).isEqualTo(BiEncoder.Comparison.COSINE);
  }

  @ParameterizedTest
  @EnumSource(Pooling.Mode.class)
  void everyPoolingIsReadByItsNameAndItsOldFlag(Pooling.Mode mode) throws IOException {
    folder.file("1_Pooling/config.json", "{\"pooling_mode\": \"%s\"}".formatted(mode.label()));
    assertThat(folder.single().pooling().modes()).containsExactly(mode);
    String flag =
        switch (mode) {
          case CLS -> "cls_token";
          case MAX -> "max_tokens";
          case MEAN -> "mean_tokens";
          case MEAN_SQRT_LEN_TOKENS -> "mean_sqrt_len_tokens";
          case WEIGHTEDMEAN -> "weightedmean_tokens";
          case LASTTOKEN -> "lasttoken";
        };
    folder.file(
        "1_Pooling/config.json",
        "{\"pooling_mode_%s\": true, \"include_prompt\": false}".formatted(flag));
    assertThat(folder.single().pooling()).isEqualTo(new Pooling(List.of(mode), false, false));
  }

  @Test
  void severalPoolingsMakeAVectorOfAllOfThem() throws IOException {
    folder.file("1_Pooling/config.json", "{\"pooling_mode\": [\"mean\", \"cls\"]}");
    BiEncoder model = folder.single();
    assertThat(model.pooling().modes()).containsExactly(Pooling.Mode.MEAN, Pooling.Mode.CLS);
    assertThat(model.projection().dimension()).isEqualTo(16);
  }

  @Test
  void layersBehindThePoolingAreReadAndTheirSilentActivationIsTanh() throws IOException {
    folder
        .modules(TRANSFORMER, POOLING, DENSE, NORMALIZE)
        .dense("2_Dense", 8, 5, "")
        .edit("config.json", "{", "{\"matryoshka_dimensions\": [2, 5, 3, 7], ");
    Projection projection = folder.single().projection();
    assertThat(projection.dimension()).isEqualTo(5);
    assertThat(projection.layers().getFirst().activation()).isEqualTo(Activation.TANH);
    assertThat(projection.shorter()).containsExactly(3, 2);
  }

  @Test
  void poolingThatNoFileSaysIsAGuess() throws IOException {
    BiEncoder model = folder.without(ModelFolder.MODULES).single();
    assertThat(model.dialect()).isEqualTo(Dialect.TRANSFORMERS);
    assertThat(model.pooling()).isEqualTo(new Pooling(List.of(Pooling.Mode.MEAN), true, true));
    assertThat(model.warnings()).anyMatch(line -> line.contains("their mean is a guess"));
  }

  @Test
  void anEncoderInAFolderOfItsOwnIsFound() throws IOException {
    Path inner = Files.createDirectories(path.resolve("old"));
    ModelFolder old =
        new ModelFolder(inner)
            .modules(
                "sentence_transformers.models.Transformer=0_Transformer",
                "sentence_transformers.models.Pooling=1_Pooling")
            .file("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\": true}");
    ModelFolder.bert(Files.createDirectories(inner.resolve("0_Transformer")));
    BiEncoder model = old.single();
    assertThat(model.basis().backbone().folder()).isEqualTo(inner.resolve("0_Transformer"));
    assertThat(model.projection().normalized()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          1_Pooling/config.json | "pooling_mode_cls_token": true | "pooling_mode": "median" | 'pooling_mode' is 'median', which is not supported; supported is cls, max, mean
          modules.json | models.Normalize | models.LayerNorm | lists a module 'LayerNorm' at a place where it is not supported
          modules.json | models.Pooling   | models.WeightedLayerPooling | lists a module 'WeightedLayerPooling'
          config.json  | BertModel        | ColPaliForRetrieval | 'architectures' is an array of 1, which is not supported; supported is an encoder of text
          config_sentence_transformers.json | "prompts" | "similarity_fn_name": "jaccard", "prompts" | 'similarity_fn_name' is 'jaccard', which is not supported
          config_sentence_transformers.json | "prompts" | "model_type": "SparseEncoder", "prompts" | 'model_type' is 'SparseEncoder', which is not supported
          """)
  void whatIsNotSupportedIsRefused(String file, String piece, String by, String message)
      throws IOException {
    folder.edit(file, piece, by);
    assertThatThrownBy(folder::read).isInstanceOf(IOException.class).hasMessageContaining(message);
  }

  @Test
  void aLayerBeforeThePoolingOrBehindNormalizeIsRefused() throws IOException {
    folder.dense("2_Dense", 8, 8, "").modules(TRANSFORMER, DENSE, POOLING);
    assertThatThrownBy(folder::read).hasMessageContaining("a module 'Pooling' at a place");
    folder.modules(TRANSFORMER, POOLING, NORMALIZE, DENSE);
    assertThatThrownBy(folder::read).hasMessageContaining("a module 'Dense' at a place");
  }

  @Test
  void aFolderThatIsNoModelIsRefused() throws IOException {
    assertThatThrownBy(() -> Checkpoint.read(path.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no folder '" + path.resolve("none"));
    folder.without("config.json");
    assertThatThrownBy(folder::read)
        .hasMessageContaining("there is no config.json in '" + path)
        .hasMessageContaining("is it the folder of a model?");
  }
}
