package pleiad.encode.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.encode.onnx.EncoderGraphs;
import pleiad.encode.onnx.GraphContent;

/// Which graph runs a model that has a projection of 8 numbers to 6.
final class GraphsTest {
  @TempDir private Path path;
  private ModelFolder folder;

  @SuppressWarnings("NullAway.Init") // JUnit calls make
  GraphsTest() {}

  @BeforeEach
  void make() throws IOException {
    folder = ModelFolder.bert(path).linear(6, 8);
  }

  private Graph.File chosen() throws IOException {
    return (Graph.File) folder.read().graph();
  }

  /// answerai-colbert-small-v1: `onnx/` is the plain encoder, `vespa_colbert.onnx` is projected.
  @Test
  void whatAGraphIsIsToldByItsOutputAndNotByItsName() throws IOException {
    folder
        .graph("onnx/model.onnx", "last_hidden_state", "8")
        .graph("vespa_colbert.onnx", "contextual", "6");
    assertThat(chosen().file()).isEqualTo(path.resolve("vespa_colbert.onnx"));
    assertThat(chosen().answer().content()).isEqualTo(GraphContent.PROJECTED);
    assertThat(chosen().reason()).isEqualTo("its output 'contextual' is projected");
    assertThat(chosen().candidates())
        .extracting(each -> each.answer().orElseThrow().content())
        .containsExactly(GraphContent.PROJECTED, GraphContent.STATES);
    folder.without("vespa_colbert.onnx");
    assertThat(chosen().answer().content()).isEqualTo(GraphContent.STATES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          model.onnx output, b.onnx contextual                      | model.onnx
          model_int8.onnx output, onnx/model.onnx last_hidden_state | onnx/model.onnx
          model_quantized.onnx last_hidden_state                    | model_quantized.onnx
          onnx/model.onnx contextual, model.onnx contextual         | model.onnx
          b.onnx contextual, a.onnx contextual                      | a.onnx
          """)
  void ofSeveralTheUnreducedOneThatLeavesLeastToBeAddedIsTaken(String graphs, String chosen)
      throws IOException {
    for (String each : graphs.split(", ", -1)) {
      String[] parts = each.split(" ", -1);
      folder.graph(parts[0], parts[1], parts[1].equals("last_hidden_state") ? "8" : "6");
    }
    assertThat(chosen().file()).isEqualTo(path.resolve(chosen));
  }

  @Test
  void aDimensionThatContradictsTheCheckpointIsRefused() throws IOException {
    folder
        .graph("model.onnx", "contextual", "7")
        .graph("onnx/model.onnx", "last_hidden_state", "8");
    assertThat(chosen().file()).isEqualTo(path.resolve("onnx/model.onnx"));
    assertThat(folder.read().warnings())
        .contains(
            "the graph '%s' gives vectors of 7 numbers in 'contextual', and the checkpoint's vectors have 6"
                .formatted(path.resolve("model.onnx")));
    folder.graph("onnx/model.onnx", "last_hidden_state", "6");
    assertThat(folder.read().graph()).isInstanceOf(Graph.Missing.class);
    assertThat(folder.read().warnings())
        .anyMatch(
            line ->
                line.contains(
                    "gives vectors of 6 numbers in 'last_hidden_state', and the encoder's states have 8"));
  }

  @Test
  void aDimensionThatIsLeftOpenContradictsNothing() throws IOException {
    folder.graph("model.onnx", "contextual", "dim");
    assertThat(chosen().answer().dimension()).isEmpty();
  }

  @Test
  void anOutputThatIsUnknownIsRefusedByName() throws IOException {
    folder.graph("model.onnx", "sentence_embedding", "6").file("onnx/broken.onnx", "no graph");
    assertThat(folder.read().warnings())
        .anyMatch(line -> line.contains("gives sentence_embedding; expected an output called"))
        .anyMatch(line -> line.contains("broken.onnx' is no ONNX graph that can be read"));
  }

  @Test
  void anExportedProjectionThatMayBeIncompleteIsRefused() throws IOException {
    folder
        .modules("sentence_transformers.models.Transformer=", "pylate.models.Dense.Dense=1_Dense")
        .dense("1_Dense", 8, 6, ", \"activation_function\": \"torch.nn.modules.activation.GELU\"")
        .tokenizer("[Q] ", "[D] ", ".")
        .graph("model.onnx", "output", "6");
    LateInteraction model = folder.tokens();
    assertThat(model.graph()).isInstanceOf(Graph.Missing.class);
    assertThat(model.warnings())
        .anyMatch(line -> line.contains("leave out activations, residuals"));
  }

  @Test
  void aFolderWithoutAGraphTellsWhetherOneCanBeWritten() throws Exception {
    assertThat(folder.read().graph())
        .isInstanceOfSatisfying(
            Graph.Missing.class,
            graph ->
                assertThat(graph.reason())
                    .startsWith("there is no graph, and none can be written from the weights: "));
    Path original = golden("bert");
    for (String file : List.of("config.json", "model.safetensors")) {
      Files.write(path.resolve(file), Files.readAllBytes(original.resolve(file)));
    }
    BiEncoder model = folder.single();
    assertThat(model.graph())
        .isInstanceOfSatisfying(
            Graph.Written.class,
            graph -> assertThat(graph.encoder().output()).isEqualTo("last_hidden_state"));
    EncoderGraphs.write(path, path.resolve("model.onnx"));
    assertThat(folder.single().graph()).isInstanceOf(Graph.File.class);
  }

  private static Path golden(String model) throws URISyntaxException {
    return Path.of(
            Objects.requireNonNull(EncoderGraphs.class.getResource(model + "/config.json"), model)
                .toURI())
        .resolveSibling("");
  }

  @Test
  void aModelWithoutWeightsIsRefused() throws IOException {
    folder.without("model.safetensors").file("pytorch_model.bin", "");
    assertThatThrownBy(folder::read)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            "the model in '" + path + "' has no weights",
            "only pytorch_model.bin, which is not read, since reading it can run code");
    folder.without("pytorch_model.bin");
    assertThatThrownBy(folder::read).hasMessageContaining("there are none");
  }

  @Test
  void brokenWeightsAreRefused() throws IOException {
    folder.file("model.safetensors", "nothing");
    assertThatThrownBy(folder::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("model.safetensors");
  }
}
