package pleiad.encode.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Written graphs in ONNX Runtime against eager attention in transformers.
final class EncoderGraphsTest {
  static final List<String> MODELS = Golden.MODELS;

  @ParameterizedTest
  @FieldSource("MODELS")
  void aGraphGivesTheStatesOfTransformers(String model) throws Exception {
    byte[] onnx = EncoderGraphs.toBytes(Golden.checkpoint(model), Precision.FLOAT32);
    try (OnnxSession session = new OnnxSession(onnx)) {
      for (Golden.Case each : Golden.cases(model)) {
        float[] states = session.states(each.inputs(), each.texts());
        assertThat(states).hasSize(each.states().size());
        assertThat(furthest(each, states)).as("%s %s", model, each.name()).isLessThan(2e-5);
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
        assertThat(lowestCosine(each, states)).as("%s %s", model, each.name()).isGreaterThan(0.85);
      }
    }
  }

  /// The lowest cosine of a token's two vectors, among the tokens that are text.
  private static double lowestCosine(Golden.Case expected, float[] states) {
    int dimension = states.length / (expected.texts() * expected.tokens());
    double lowest = 1;
    for (int token = 0; token * dimension < states.length; token++) {
      if (expected.seen(token)) {
        lowest = Math.min(lowest, cosine(expected, states, token * dimension, dimension));
      }
    }
    return lowest;
  }

  private static double cosine(Golden.Case expected, float[] states, int from, int dimension) {
    double dot = 0;
    double ours = 0;
    double theirs = 0;
    for (int i = from; i < from + dimension; i++) {
      float reference = expected.states().get(i);
      dot += (double) states[i] * reference;
      ours += (double) states[i] * states[i];
      theirs += (double) reference * reference;
    }
    return dot / Math.sqrt(ours * theirs);
  }

  /// The largest difference of a number, among the tokens that are text.
  private static double furthest(Golden.Case expected, float[] states) {
    int dimension = states.length / (expected.texts() * expected.tokens());
    double furthest = 0;
    for (int i = 0; i < states.length; i++) {
      if (expected.seen(i / dimension)) {
        furthest = Math.max(furthest, Math.abs(states[i] - expected.states().get(i)));
      }
    }
    return furthest;
  }
}
