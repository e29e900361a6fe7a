package pleiad.encode.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import pleiad.encode.weights.Handmade;
import pleiad.encode.weights.Safetensors;
import pleiad.encode.weights.Tensor;

/// A copy of a golden checkpoint, in single precision, for a test to change.
///
/// @param folder where it is
record Altered(Path folder) {
  static Altered copy(String model, Path folder) throws IOException {
    Path original = Golden.checkpoint(model);
    Files.copy(original.resolve("config.json"), folder.resolve("config.json"));
    Altered copy = new Altered(folder);
    copy.write(original, UnaryOperator.identity());
    return copy;
  }

  /// Replaces a piece of `config.json`, which has to be there.
  Altered config(String piece, String by) throws IOException {
    Path file = folder.resolve("config.json");
    String before = Files.readString(file);
    assertThat(before).contains(piece);
    Files.writeString(file, before.replace(piece, by));
    return this;
  }

  /// Puts members in front of those of `config.json`.
  Altered option(String members) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(file, "{%s,%s".formatted(members, Files.readString(file).substring(1)));
    return this;
  }

  /// Renames tensors; one whose new name is empty is left out.
  Altered rename(UnaryOperator<String> names) throws IOException {
    write(folder, names);
    return this;
  }

  private void write(Path from, UnaryOperator<String> names) throws IOException {
    Handmade file = new Handmade();
    try (Safetensors weights = Safetensors.open(from)) {
      for (Tensor tensor : Handmade.tensors(weights).values()) {
        String name = names.apply(tensor.name());
        if (!name.isEmpty()) {
          file.floats(name, tensor.shape(), tensor.floats());
        }
      }
    }
    file.write(folder.resolve("model.safetensors"));
  }
}
