package pleiad.encode.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A small model of the usual files, and what stores of it look like.
final class Models {
  static final String COMMIT = "a".repeat(39) + "1";
  static final String LATER = "b".repeat(39) + "2";
  static final String WEIGHTS = "model.safetensors";

  /// What a pull brings of [#files].
  static final List<String> CHOSEN =
      List.of(
          "1_Dense/config.json",
          "1_Dense/model.safetensors",
          "config.json",
          WEIGHTS,
          "modules.json",
          "onnx/model.onnx",
          "tokenizer.json");

  /// Waits for next to nothing, and gives up soon.
  static final Patience SHORT = patience(4);

  private Models() {}

  static Patience patience(int attempts) {
    return new Patience(
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        attempts,
        Duration.ofMillis(1),
        Duration.ofSeconds(3));
  }

  static Map<String, byte[]> files(Random random) {
    Map<String, byte[]> files = new TreeMap<>();
    for (String small :
        List.of(
            "config.json", "tokenizer.json", "modules.json", "1_Dense/config.json", "README.md")) {
      files.put(small, ("{\"file\": \"" + small + "\"}\n").getBytes(StandardCharsets.UTF_8));
    }
    files.put(WEIGHTS, bytes(random, 300_000));
    files.put("1_Dense/model.safetensors", bytes(random, 70_000));
    files.put("onnx/model.onnx", bytes(random, 1));
    files.put("onnx/model_quantized.onnx", bytes(random, 1_000));
    files.put("pytorch_model.bin", bytes(random, 1_000));
    files.put("1_Dense/pytorch_model.bin", bytes(random, 1_000));
    return files;
  }

  static byte[] file(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  static Path folder(HubSettings settings) {
    return settings.cache().resolve("models--org--small-model");
  }

  /// Everything below a folder but other folders, as `path` or `path -> target`.
  static List<String> tree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> shown(folder, file))
          .sorted()
          .toList();
    }
  }

  private static String shown(Path folder, Path file) {
    try {
      String path = folder.relativize(file).toString();
      return Files.isSymbolicLink(file) ? path + " -> " + Files.readSymbolicLink(file) : path;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Asserts that a snapshot holds these files of the model and nothing else.
  static void assertHolds(Path snapshot, Map<String, byte[]> files, List<String> names)
      throws IOException {
    try (Stream<Path> found = Files.walk(snapshot)) {
      assertThat(
              found
                  .filter(Files::isRegularFile)
                  .map(file -> snapshot.relativize(file).toString())
                  .sorted())
          .containsExactlyElementsOf(names.stream().sorted().toList());
    }
    for (String name : names) {
      assertThat(Files.readAllBytes(snapshot.resolve(name))).as(name).isEqualTo(files.get(name));
    }
  }
}
