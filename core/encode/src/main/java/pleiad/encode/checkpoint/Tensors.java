package pleiad.encode.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import pleiad.encode.weights.Safetensors;
import pleiad.encode.weights.Tensor;

/// The tensors of a folder's weights by name, their numbers unread.
///
/// @param folder where the weights are
/// @param byName in the file's order
record Tensors(Path folder, Map<String, Tensor> byName) {
  /// Reads what is there; nothing when there are no safetensors.
  static Optional<Tensors> read(Path folder) throws IOException {
    if (!Files.exists(folder.resolve("model.safetensors"))
        && !Files.exists(folder.resolve("model.safetensors.index.json"))) {
      return Optional.empty();
    }
    Map<String, Tensor> byName = new LinkedHashMap<>();
    try (Safetensors weights = Safetensors.open(folder)) {
      for (String name : weights.names()) {
        byName.put(name, weights.tensor(name));
      }
    }
    return Optional.of(new Tensors(folder, byName));
  }

  /// What there is instead of weights, for a message.
  static String instead(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> pickles =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.toLowerCase(Locale.ROOT).matches(".*\\.(?:bin|pt|pth|ckpt|h5)"))
              .sorted()
              .limit(3)
              .toList();
      return pickles.isEmpty()
          ? "there are none"
          : "there is only %s, which is not read, since reading it can run code"
              .formatted(String.join(", ", pickles));
    }
  }

  boolean has(String name) {
    return byName.containsKey(name);
  }

  /// The sizes of a tensor that is there.
  List<Long> shape(String name) {
    return Objects.requireNonNull(byName.get(name), name).shape();
  }

  /// A matrix that has to be there.
  ///
  /// @param name without `.weight`
  /// @param biased whether a vector is added
  /// @throws IOException when it is not there, or not of these sizes, or its numbers are not read
  Linear linear(String name, boolean biased, int inputs, int outputs) throws IOException {
    Tensor weight = tensor(name + ".weight", List.of((long) outputs, (long) inputs));
    Optional<String> bias = Optional.empty();
    if (biased) {
      bias = Optional.of(tensor(name + ".bias", List.of((long) outputs)).name());
    }
    return new Linear(weight.file(), weight.name(), bias, inputs, outputs);
  }

  private Tensor tensor(String name, List<Long> shape) throws IOException {
    Tensor tensor = byName.get(name);
    if (tensor == null) {
      throw new IOException("there is no tensor '%s' in '%s'".formatted(name, folder));
    }
    if (!tensor.shape().equals(shape)) {
      throw new IOException(
          "the tensor '%s' in '%s' has the shape %s; expected %s"
              .formatted(name, tensor.file(), tensor.shape(), shape));
    }
    tensor.checkReadable();
    return tensor;
  }
}
