package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.encode.onnx.Onnx;

/// Folders of models that score pairs of texts.
final class CrossEncoderTest {
  @TempDir private Path path;
  private ModelFolder folder;

  @SuppressWarnings("NullAway.Init") // JUnit calls make
  CrossEncoderTest() {}

  @BeforeEach
  void make() throws IOException {
    folder =
        ModelFolder.bert(path)
            .edit(
                "config.json",
                "[\"BertModel\"]",
                "[\"BertForSequenceClassification\"], \"id2label\": {\"0\": \"relevant\"}");
  }

  private void graph(String labels) throws IOException {
    Onnx.encoder("logits", "batch", labels).write(path.resolve("onnx/model.onnx"));
  }

  @Test
  void oneLabelHasASigmoid() throws IOException {
    graph("1");
    CrossEncoder model = folder.pairs();
    assertThat(model.dialect()).isEqualTo(Dialect.TRANSFORMERS);
    assertThat(model.labels()).containsExactly("relevant");
    assertThat(model.activation()).isEqualTo(Activation.SIGMOID);
    assertThat(model.length()).isEqualTo(64);
    assertThat(model.graph()).isInstanceOf(Graph.File.class);
    assertThat(model.warnings()).isEmpty();
  }

  @Test
  void severalLabelsHaveNoActivation() throws IOException {
    folder.edit("config.json", "{\"0\": \"relevant\"}", "{\"1\": \"yes\", \"0\": \"no\"}");
    CrossEncoder model = folder.pairs();
    assertThat(model.labels()).containsExactly("no", "yes");
    assertThat(model.activation()).isEqualTo(Activation.IDENTITY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "id2label": {}                  | LABEL_0 LABEL_1
          "num_labels": 3                 | LABEL_0 LABEL_1 LABEL_2
          "id2label": null                | LABEL_0 LABEL_1
          """)
  void labelsThatAreNotNamedAreCounted(String member, String labels) throws IOException {
    folder.edit("config.json", "\"id2label\": {\"0\": \"relevant\"}", member);
    assertThat(String.join(" ", folder.pairs().labels())).isEqualTo(labels);
  }

  @Test
  void theActivationIsReadInEveryPlace() throws IOException {
    folder.edit(
        "config.json",
        "\"model_type\"",
        "\"sbert_ce_default_activation_function\": \"torch.nn.modules.linear.Identity\", \"model_type\"");
    CrossEncoder old = folder.pairs();
    assertThat(old.activation()).isEqualTo(Activation.IDENTITY);
    assertThat(old.dialect()).isEqualTo(Dialect.SENTENCE_TRANSFORMERS);
    folder.edit(
        "config.json",
        "\"model_type\"",
        "\"sentence_transformers\": {\"activation_fn\": \"torch.nn.modules.activation.Tanh\", \"version\": \"5\"}, \"model_type\"");
    CrossEncoder both = folder.pairs();
    assertThat(both.activation()).isEqualTo(Activation.TANH);
    assertThat(both.warnings()).anyMatch(line -> line.contains("the former is taken"));
    folder.file(
        ModelFolder.SENTENCE,
        "{\"activation_fn\": \"torch.nn.modules.activation.ReLU\", \"prompts\": {\"query\": \"q \"}}");
    CrossEncoder all = folder.pairs();
    assertThat(all.activation()).isEqualTo(Activation.RELU);
    assertThat(all.prompts().byName()).containsEntry("query", "q ");
    assertThat(all.warnings()).hasSize(2);
  }

  @Test
  void aRankingModelIsToldByItsTypeToo() throws IOException {
    folder
        .edit("config.json", "BertForSequenceClassification", "BertModel")
        .edit("config.json", ", \"id2label\": {\"0\": \"relevant\"}", "")
        .file(ModelFolder.SENTENCE, "{\"model_type\": \"CrossEncoder\"}")
        .modules("sentence_transformers.base.modules.transformer.Transformer=");
    assertThat(folder.pairs().labels()).containsExactly("LABEL_0");
    folder.modules(
        "sentence_transformers.base.modules.transformer.Transformer=",
        "sentence_transformers.cross_encoder.modules.LogitScore=1_LogitScore");
    assertThatThrownBy(folder::read).hasMessageContaining("lists a module 'LogitScore'");
  }

  @Test
  void aGraphOfStatesIsNoneOfScores() throws IOException {
    folder.graph("model.onnx", "last_hidden_state", "8");
    CrossEncoder model = folder.pairs();
    assertThat(model.graph()).isNotInstanceOf(Graph.File.class);
    assertThat(model.graph().reason()).contains("none of the graphs is of use");
    assertThat(model.warnings()).anyMatch(line -> line.contains("a score for a pair of texts"));
  }

  @Test
  void aGraphOfOtherLabelsIsRefused() throws IOException {
    graph("3");
    assertThat(folder.pairs().warnings())
        .anyMatch(
            line -> line.contains("gives vectors of 3 numbers in 'logits', and the labels have 1"));
    folder.without("model.safetensors");
    assertThatThrownBy(folder::read).hasMessageContaining("the labels have 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "id2label" | "num_labels": 2, "id2label" | 'num_labels' is 2, which is not supported; supported is 1, as many as id2label names
          {"0"       | {"1" | 'id2label.0' is a string, and it is absent
          "id2label" | "sbert_ce_default_activation_function": "torch.nn.modules.activation.Softmax", "id2label" | Softmax', which is not supported
          """)
  void whatDoesNotAddUpIsRefused(String piece, String by, String message) throws IOException {
    folder.edit("config.json", piece, by);
    assertThatThrownBy(folder::read).isInstanceOf(IOException.class).hasMessageContaining(message);
  }
}
