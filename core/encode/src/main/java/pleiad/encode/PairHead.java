package pleiad.encode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pleiad.encode.checkpoint.Activation;
import pleiad.encode.checkpoint.Pooling;
import pleiad.encode.weights.Config;
import pleiad.encode.weights.Safetensors;

/// What makes labels' scores of a transformer's states, as the families' classes for sequence
/// classification have it: pooled states, a layer, in ModernBERT a norm, and a layer for the
/// labels.
final class PairHead {
  private final Pooling.Mode pooling;
  private final DenseLayer hidden;
  private final float @Nullable [] norm;
  private final double epsilon;
  private final DenseLayer labels;

  private PairHead(
      Pooling.Mode pooling,
      DenseLayer hidden,
      float @Nullable [] norm,
      double epsilon,
      DenseLayer labels) {
    this.pooling = pooling;
    this.hidden = hidden;
    this.norm = norm;
    this.epsilon = epsilon;
    this.labels = labels;
  }

  /// Reads the head of a checkpoint.
  ///
  /// @param dimension numbers of a state
  /// @throws IOException when the family's head is not known, or not there
  static PairHead read(Path checkpoint, String family, int dimension) throws IOException {
    try (Safetensors weights = Safetensors.open(checkpoint)) {
      Reader reader = new Reader(weights, dimension);
      return switch (family) {
        case "bert" -> reader.plain("bert.pooler.dense", Activation.TANH, "classifier");
        case "distilbert" -> reader.plain("pre_classifier", Activation.RELU, "classifier");
        case "roberta", "xlm-roberta" ->
            reader.plain("classifier.dense", Activation.TANH, "classifier.out_proj");
        case "modernbert" -> reader.modern(Config.read(checkpoint.resolve("config.json")));
        default ->
            throw new IOException(
                "the checkpoint '%s' has no graph with logits, and what a cross-encoder of the family '%s' has behind its states is not known here; known are bert, distilbert, roberta, xlm-roberta and modernbert. Export it with its head: optimum-cli export onnx --task text-classification"
                    .formatted(checkpoint, family));
      };
    }
  }

  /// The tensors of one checkpoint.
  private record Reader(Safetensors weights, int dimension) {
    PairHead plain(String hidden, Activation activation, String labels) throws IOException {
      return new PairHead(
          Pooling.Mode.CLS, layer(hidden, activation), null, 0, layer(labels, Activation.IDENTITY));
    }

    PairHead modern(Config config) throws IOException {
      Pooling.Mode pooling =
          config.text("classifier_pooling", "cls").equals("mean")
              ? Pooling.Mode.MEAN
              : Pooling.Mode.CLS;
      String activation = config.text("classifier_activation", "gelu");
      if (!activation.equals("gelu")) {
        throw config.unsupported("classifier_activation", "gelu");
      }
      double epsilon = config.has("norm_eps") ? config.positive("norm_eps") : 1e-5;
      return new PairHead(
          pooling,
          layer("head.dense", Activation.GELU),
          weights.tensor("head.norm.weight").floats(),
          epsilon,
          layer("classifier", Activation.IDENTITY));
    }

    private DenseLayer layer(String name, Activation activation) throws IOException {
      Optional<String> bias =
          Optional.of(name + ".bias").filter(each -> weights.names().contains(each));
      return new DenseLayer(
          weights.tensor(name + ".weight").floats(),
          dimension,
          bias.isPresent() ? weights.tensor(bias.get()).floats() : null,
          activation,
          null);
    }
  }

  /// Numbers of a state.
  int inputs() {
    return hidden.inputs();
  }

  /// How many labels there are.
  int labels() {
    return labels.outputs();
  }

  /// The labels' scores, before any activation.
  ///
  /// @param states of one pass, a row a token
  float[] logits(float[] states, int tokens) {
    float[] pooled = Pooled.of(List.of(pooling), states, tokens, states.length / tokens);
    float[] hiddenStates = hidden.of(pooled, 1);
    return labels.of(norm == null ? hiddenStates : normalized(hiddenStates, norm), 1);
  }

  private float[] normalized(float[] row, float[] weights) {
    double mean = 0;
    for (float each : row) {
      mean += each;
    }
    mean /= row.length;
    double variance = 0;
    for (float each : row) {
      variance += (each - mean) * (each - mean);
    }
    double scale = 1 / Math.sqrt(variance / row.length + epsilon);
    float[] normalized = new float[row.length];
    for (int k = 0; k < row.length; k++) {
      normalized[k] = (float) ((row[k] - mean) * scale * weights[k]);
    }
    return normalized;
  }
}
