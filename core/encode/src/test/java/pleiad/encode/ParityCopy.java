package pleiad.encode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Copies of checkpoints, beside whose weights the graphs that are written may lie.
final class ParityCopy {
  private ParityCopy() {}

  static Path of(ParityGolden golden, Path home) {
    Path copy = home.resolve(golden.name());
    try (Stream<Path> files = Files.walk(golden.checkpoint())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(golden.checkpoint().relativize(file).toString()));
      }
      return copy;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
