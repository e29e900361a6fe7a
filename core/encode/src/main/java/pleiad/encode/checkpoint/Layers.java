package pleiad.encode.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import pleiad.encode.weights.Config;
import pleiad.encode.weights.Tensor;

/// Reads the layers behind an encoder.
final class Layers {
  private static final int MOST = 1 << 16;

  /// Stanford's projection.
  static final String LINEAR = "linear.weight";

  private Layers() {}

  /// The layers of a list of modules, which have to fit each other.
  ///
  /// @param steps the modules of the class `Dense`
  /// @param states numbers that the first of them is given, where known
  /// @param silent the activation of one that names none
  static List<Dense> of(List<Step> steps, OptionalInt states, Activation silent)
      throws IOException {
    List<Dense> layers = new ArrayList<>();
    OptionalInt given = states;
    for (Step step : steps) {
      Config config = step.config();
      int inputs = config.whole("in_features", 1, MOST);
      if (given.isPresent() && given.getAsInt() != inputs) {
        throw config.unsupported(
            "in_features", "%d, what comes before it gives".formatted(given.getAsInt()));
      }
      Dense dense = dense(step, config, inputs, silent);
      layers.add(dense);
      given = OptionalInt.of(dense.linear().outputs());
    }
    return layers;
  }

  private static Dense dense(Step step, Config config, int inputs, Activation silent)
      throws IOException {
    int outputs = config.whole("out_features", 1, MOST);
    Activation activation =
        config.has("activation_function")
            ? Activation.named(config, "activation_function")
            : silent;
    Tensors tensors = tensors(step);
    Linear linear = tensors.linear("linear", config.flag("bias", true), inputs, outputs);
    if (!config.flag("use_residual", false)) {
      return new Dense(linear, activation, new Residual.None());
    }
    return new Dense(
        linear,
        activation,
        inputs == outputs
            ? new Residual.Same()
            : new Residual.Projected(tensors.linear("residual", false, inputs, outputs)));
  }

  private static Tensors tensors(Step step) throws IOException {
    Tensors tensors = Tensors.read(step.folder()).orElse(null);
    if (tensors == null) {
      throw new IOException(
          "there are no weights in '%s': expected model.safetensors, %s"
              .formatted(step.folder(), Tensors.instead(step.folder())));
    }
    return tensors;
  }

  /// Whether the encoder's weights hold a projection of its states, as Stanford's do.
  static boolean isStanford(Tensors weights, OptionalInt states) {
    Tensor tensor = weights.byName().get(LINEAR);
    return tensor != null
        && tensor.shape().size() == 2
        && tensor.shape().getFirst() <= MOST
        && tensor.shape().getLast() <= MOST
        && (states.isEmpty() || tensor.shape().getLast() == states.getAsInt());
  }

  /// That projection.
  static Dense stanford(Tensors weights) throws IOException {
    List<Long> shape = weights.shape(LINEAR);
    int outputs = Math.toIntExact(shape.getFirst());
    int inputs = Math.toIntExact(shape.getLast());
    boolean biased = weights.has("linear.bias");
    return new Dense(
        weights.linear("linear", biased, inputs, outputs),
        Activation.IDENTITY,
        new Residual.None());
  }
}
