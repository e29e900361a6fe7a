package pleiad.encode.onnx;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import pleiad.encode.weights.Safetensors;
import pleiad.encode.weights.Tensor;

/// The weights of an encoder, by the names that its family gives them. A file that was saved with a
/// head on top has a prefix before each, such as `bert.` or `model.`.
record Checkpoint(Safetensors weights, String prefix) {
  /// Finds the prefix.
  ///
  /// @param anchor the name of a tensor that every encoder of the family has
  /// @throws IOException when no tensor or several have that name behind a prefix
  static Checkpoint anchored(Safetensors weights, String anchor) throws IOException {
    List<String> found =
        weights.names().stream()
            .filter(name -> name.equals(anchor) || name.endsWith("." + anchor))
            .toList();
    if (found.size() != 1) {
      throw new IOException(
          "the tensor '%s', with or without a prefix, should be in %s once, and is there %d times%s"
              .formatted(anchor, weights, found.size(), found.isEmpty() ? "" : ": " + found));
    }
    String name = found.getFirst();
    return new Checkpoint(weights, name.substring(0, name.length() - anchor.length()));
  }

  /// A tensor of floats.
  ///
  /// @param name without the prefix
  /// @throws IOException when it is absent, has another shape, or is no tensor of floats
  Tensor tensor(String name, long... shape) throws IOException {
    if (!weights.names().contains(prefix + name)) {
      throw new IOException(
          "there is no tensor '%s' in '%s', and there should be, as config.json says"
              .formatted(prefix + name, weights));
    }
    Tensor tensor = weights.tensor(prefix + name);
    List<Long> expected = LongStream.of(shape).boxed().toList();
    if (!tensor.shape().equals(expected)) {
      throw new IOException(
          "the tensor '%s' in '%s' has the shape %s; expected %s, as config.json says"
              .formatted(tensor.name(), tensor.file(), tensor.shape(), expected));
    }
    tensor.checkReadable();
    return tensor;
  }

  /// A tensor that old checkpoints know under another name.
  ///
  /// @throws IOException as [#tensor(String, long...)]
  Tensor either(String name, String old, long... shape) throws IOException {
    boolean isOld =
        !weights.names().contains(prefix + name) && weights.names().contains(prefix + old);
    return tensor(isOld ? old : name, shape);
  }
}
