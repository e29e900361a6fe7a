package pleiad.encode.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GraphOperatorsTest {
  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // JUnit sets the folder
  GraphOperatorsTest() {}

  @ParameterizedTest
  @ValueSource(strings = {"bert", "distilbert", "xlm-roberta", "modernbert"})
  void aGraphOfFloatsKeepsTextsApartAndOneOfInt8DoesNot(String family) throws IOException {
    Path file = folder.resolve("model.onnx");
    EncoderGraphs.write(Golden.checkpoint(family), file, Precision.FLOAT32);
    GraphOperators floats = GraphOperators.read(file);
    assertThat(floats.names()).contains("MatMul", "Softmax", "LayerNormalization");
    assertThat(floats.keepTextsApart()).isTrue();
    assertThat(GraphOperators.of(Files.readAllBytes(file))).isEqualTo(floats);
    byte[] int8 = EncoderGraphs.toBytes(Golden.checkpoint(family), Precision.INT8);
    assertThat(GraphOperators.of(int8).keepTextsApart()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DynamicQuantizeLinear",
        "DynamicQuantizeMatMul",
        "MatMulInteger",
        "MatMulIntegerToFloat",
        "QAttention",
        "QLinearMatMul",
        "QuantizeLinear",
        "If",
        "Loop"
      })
  void anyOperatorThatMayLookAtTheWholeBatchCounts(String operator) {
    assertThat(new GraphOperators(Set.of("MatMul"), true).keepTextsApart()).isTrue();
    assertThat(new GraphOperators(Set.of("MatMul", operator), true).keepTextsApart()).isFalse();
  }

  @Test
  void functionsMayHideAnything() throws IOException {
    Wire node = new Wire().text(4, "MatMul");
    Wire model = new Wire().message(7, new Wire().message(1, node));
    assertThat(GraphOperators.of(model.toBytes()))
        .isEqualTo(new GraphOperators(Set.of("MatMul"), true));
    model.message(25, new Wire().text(1, "Anything"));
    assertThat(GraphOperators.of(model.toBytes()).keepTextsApart()).isFalse();
  }

  @Test
  void aBrokenFileIsNamed() throws IOException {
    Path file = Files.write(folder.resolve("broken.onnx"), new byte[] {58, 100, 1});
    assertThatThrownBy(() -> GraphOperators.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("broken.onnx", "claims 100 bytes");
  }
}
