package pleiad.encode.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/// Written graphs in ONNX Runtime against eager attention in transformers.
final class EncoderGraphsTest {
  static final List<String> MODELS = Golden.MODELS;

  @TempDir private Path folder;

  @ParameterizedTest
  @FieldSource("MODELS")
  void aGraphGivesTheStatesOfTransformers(String model) throws Exception {
    byte[] onnx = EncoderGraphs.toBytes(Golden.checkpoint(model), Precision.FLOAT32);
    try (OnnxSession session = new OnnxSession(onnx)) {
      for (Golden.Case each : Golden.cases(model)) {
        float[] states = session.states(each.inputs(), each.texts());
        assertThat(states).hasSize(each.states().size());
        assertThat(Distance.furthest(each, states))
            .as("%s %s", model, each.name())
            .isLessThan(2e-5);
      }
    }
  }

  @ParameterizedTest
  @FieldSource("MODELS")
  void aGraphOfIntegersPointsTheSameWay(String model) throws Exception {
    byte[] onnx = EncoderGraphs.toBytes(Golden.checkpoint(model), Precision.INT8);
    try (OnnxSession session = new OnnxSession(onnx)) {
      for (Golden.Case each : Golden.cases(model)) {
        float[] states = session.states(each.inputs(), each.texts());
        assertThat(Distance.lowestCosine(each, states))
            .as("%s %s", model, each.name())
            .isGreaterThan(0.85);
      }
    }
  }

  @Test
  void aPaddedBatchGivesWhatItsTextsGiveAlone() throws Exception {
    for (String model : MODELS) {
      byte[] onnx = EncoderGraphs.toBytes(Golden.checkpoint(model), Precision.FLOAT32);
      try (OnnxSession session = new OnnxSession(onnx)) {
        Golden.Case batch = Golden.batch(model);
        float[] together = session.states(batch.inputs(), batch.texts());
        for (int text = 0; text < batch.texts(); text++) {
          Golden.Case alone = batch.alone(text, together);
          assertThat(Distance.furthest(alone, session.states(alone.inputs(), 1)))
              .as("%s, text %d", model, text)
              .isLessThan(2e-5);
        }
      }
    }
  }

  @Test
  void aTextOfNothingButPaddingGivesNumbers() throws Exception {
    for (String model : MODELS) {
      byte[] onnx = EncoderGraphs.toBytes(Golden.checkpoint(model), Precision.FLOAT32);
      try (OnnxSession session = new OnnxSession(onnx)) {
        Map<String, List<Long>> inputs = new HashMap<>();
        session.inputs().forEach(input -> inputs.put(input, List.of(0L, 0L)));
        for (float number : session.states(inputs, 1)) {
          assertThat(number).as(model).isFinite();
        }
      }
    }
  }

  /// An option changed, and a reference that does not: were the option not read, or read and not
  /// used, or the reference too even to tell, they would agree.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bert           | "gelu"                       | "relu"
          bert           | "layer_norm_eps": 1e-12      | "layer_norm_eps": 1e-3
          bert           | "num_attention_heads": 4     | "num_attention_heads": 2
          bert           | "num_hidden_layers": 2       | "num_hidden_layers": 1
          bert-tanh      | "gelu_new"                   | "gelu"
          roberta        | "pad_token_id": 1            | "pad_token_id": 2
          xlm-roberta    | "pad_token_id": 1            | "pad_token_id": 0
          distilbert     | "n_heads": 4                 | "n_heads": 8
          modernbert     | "local_attention": 10        | "local_attention": 8
          modernbert     | "local_attention": 10        | "local_attention": 12
          modernbert     | 160000.0                     | 10000.0
          modernbert     | "rope_theta": 10000.0        | "rope_theta": 20000.0
          modernbert     | "norm_eps": 1e-05            | "norm_eps": 1e-03
          modernbert-hub | "global_attn_every_n_layers": 2 | "global_attn_every_n_layers": 3
          modernbert-hub | "global_rope_theta": 500.0   | "global_rope_theta": 400.0
          modernbert-hub | "local_rope_theta": 20.0     | "local_rope_theta": 30.0
          modernbert-hub | "local_attention": 7         | "local_attention": 8
          modernbert-hub | "attention_bias": true       | "attention_bias": false
          modernbert-hub | "mlp_bias": true             | "mlp_bias": false
          modernbert-hub | "norm_bias": true            | "norm_bias": false
          """)
  void anOptionThatIsChangedShows(String model, String option, String changed) throws Exception {
    Path altered = Altered.copy(model, folder).config(option, changed).folder();
    try (OnnxSession session = new OnnxSession(EncoderGraphs.toBytes(altered, Precision.FLOAT32))) {
      Golden.Case batch = Golden.batch(model);
      assertThat(Distance.furthest(batch, session.states(batch.inputs(), batch.texts())))
          .isGreaterThan(1e-4);
    }
  }

  @Test
  void anOddWindowReachesAsFarAsTheEvenOneBelow() throws IOException {
    Path odd = Altered.copy("modernbert-hub", folder).folder();
    byte[] seven = EncoderGraphs.toBytes(odd, Precision.FLOAT32);
    new Altered(odd).config("\"local_attention\": 7", "\"local_attention\": 6");
    assertThat(EncoderGraphs.toBytes(odd, Precision.FLOAT32)).isEqualTo(seven);
  }

  @Test
  void namesWithAnyPrefixAndOldNamesGiveTheSameStates() throws Exception {
    Path altered =
        Altered.copy("bert", folder)
            .rename(
                name ->
                    "encoder.bert."
                        + name.replace("LayerNorm.weight", "LayerNorm.gamma")
                            .replace("LayerNorm.bias", "LayerNorm.beta"))
            .folder();
    Golden.Case batch = Golden.batch("bert");
    try (OnnxSession session = new OnnxSession(EncoderGraphs.toBytes(altered, Precision.FLOAT32))) {
      assertThat(Distance.furthest(batch, session.states(batch.inputs(), batch.texts())))
          .isLessThan(2e-5);
    }
  }

  @Test
  void aGraphTellsWhatItTakesAndGives() throws IOException {
    assertThat(EncoderGraphs.describe(Golden.checkpoint("bert"), Precision.INT8))
        .isEqualTo(
            new EncoderGraph(
                List.of("input_ids", "attention_mask", "token_type_ids"),
                "last_hidden_state",
                32,
                48,
                Precision.INT8));
    EncoderGraph roberta = EncoderGraphs.describe(Golden.checkpoint("roberta"), Precision.FLOAT32);
    assertThat(roberta.inputs()).containsExactly("input_ids", "attention_mask");
    assertThat(roberta.window()).isEqualTo(48);
    assertThat(EncoderGraphs.describe(Golden.checkpoint("modernbert"), Precision.INT8).window())
        .isEqualTo(64);
  }

  @Test
  void theSameCheckpointGivesTheSameBytes() throws IOException {
    Path file = folder.resolve("model.onnx");
    EncoderGraphs.write(Golden.checkpoint("bert"), file);
    assertThat(Files.readAllBytes(file))
        .isEqualTo(EncoderGraphs.toBytes(Golden.checkpoint("bert"), Precision.FLOAT32));
  }

  @ParameterizedTest
  @EnumSource
  void aGraphTooLargeForOneFileHasItsWeightsInASecond(Precision precision) throws Exception {
    Path file = folder.resolve("model.onnx");
    Path data = folder.resolve("model.onnx.data");
    for (String model : MODELS) {
      EncoderGraphs.write(Golden.checkpoint(model), file, precision, 10_000);
      try (OnnxSession split = new OnnxSession(file);
          OnnxSession whole =
              new OnnxSession(EncoderGraphs.toBytes(Golden.checkpoint(model), precision))) {
        Golden.Case batch = Golden.batch(model);
        assertThat(split.states(batch.inputs(), batch.texts()))
            .containsExactly(whole.states(batch.inputs(), batch.texts()));
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, data);
    }
  }
}
