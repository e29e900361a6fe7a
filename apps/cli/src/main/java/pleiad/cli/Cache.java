package pleiad.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the command line keeps what it would otherwise make anew.
final class Cache {
  private Cache() {}

  /// The folder asked for, else `pleiad` in the user's cache folder.
  static Path folder(@Nullable Path asked) {
    if (asked != null) {
      return asked;
    }
    String home = System.getenv("XDG_CACHE_HOME");
    Path base =
        home == null || home.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(home);
    return base.resolve("pleiad");
  }

  /// A name for an indexed collection, another one as soon as a file of it, the model or the code
  /// is another.
  static String key(Path collection, String model, String code) throws IOException {
    Path real = collection.toRealPath();
    StringBuilder what = new StringBuilder(real + "\n" + model + "\n" + code + "\n");
    try (Stream<Path> files = Files.list(real)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        what.append(file.getFileName())
            .append(' ')
            .append(attributes.size())
            .append(' ')
            .append(attributes.lastModifiedTime().toMillis())
            .append('\n');
      }
    }
    UUID digest = UUID.nameUUIDFromBytes(what.toString().getBytes(StandardCharsets.UTF_8));
    return real.getFileName() + "-" + digest.toString().substring(0, 8);
  }
}
