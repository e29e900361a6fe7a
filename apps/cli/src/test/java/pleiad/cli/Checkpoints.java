package pleiad.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Small checkpoints with random weights that the encoders' tests have too.
final class Checkpoints {
  private Checkpoints() {}

  /// A copy in a folder of the caller's, beside whose weights a graph may be written.
  static Path copy(String name, Path home) throws IOException {
    Path from =
        Path.of(Objects.requireNonNull(System.getProperty("pleiad.root")))
            .resolve("core/encode/src/test/resources/pleiad/encode/parity")
            .resolve(name);
    Path to = home.resolve("model");
    List<Path> all;
    try (Stream<Path> files = Files.walk(from)) {
      all = files.toList();
    }
    for (Path file : all) {
      Files.copy(file, to.resolve(from.relativize(file).toString()));
    }
    return to;
  }
}
