package pleiad.encode.image;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import pleiad.encode.weights.Safetensors;

/// What the reference processors make of small pictures, as `pages.py` wrote it down.
public final class Golden {
  /// The checkpoints.
  public static final List<String> MODELS =
      List.of(
          "colpali",
          "colpali-hf",
          "colqwen2",
          "colqwen2-hf",
          "colsmol",
          "colmodernvbert",
          "colmodernvbert-hf");

  /// The pictures.
  public static final List<String> PICTURES = List.of("form", "wide", "small");

  /// The query.
  public static final String QUERY = "Wer erhält <b>Wohngeld</b>?";

  /// Every how manieth pixel value was kept.
  static final int STEP = 997;

  private Golden() {}

  /// A file or folder of the resources.
  public static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Golden.class.getResource(name), () -> "no resource " + name)
              .toURI());
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// The settings of a checkpoint.
  public static Path folder(String model) {
    return file(model + "/config.json").resolveSibling("");
  }

  /// The tokenizer of a checkpoint.
  public static TextIds text(String model) {
    return ByteTokens.of(model);
  }

  /// A picture.
  public static Pixels picture(String name) throws IOException {
    return Pictures.read(file(name + ".png"));
  }

  /// The numbers of a golden tensor.
  public static List<Float> numbers(String model, String name) throws IOException {
    try (Safetensors golden = Safetensors.open(folder(model).resolve("golden.safetensors"))) {
      List<Float> numbers = new ArrayList<>();
      for (float number : golden.tensor(name).floats()) {
        numbers.add(number);
      }
      return numbers;
    }
  }

  /// The whole numbers of a golden tensor, or none when it is not there.
  public static List<Long> wholes(String model, String name) throws IOException {
    try (Safetensors golden = Safetensors.open(folder(model).resolve("golden.safetensors"))) {
      if (!golden.names().contains(name)) {
        return List.of();
      }
    }
    return numbers(model, name).stream().map(Float::longValue).toList();
  }
}
