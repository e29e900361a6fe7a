package pleiad.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

  /// A name for an indexed collection, another one as soon as what is in a file of it, the model or
  /// the code is another. Where the files lie and when they were written does not matter; all of
  /// them are read, a gigabyte in a second or two.
  static String key(Path collection, String model, String code) throws IOException {
    MessageDigest digest = sha256();
    add(digest, model);
    add(digest, code);
    Path real = collection.toRealPath();
    try (Stream<Path> files = Files.list(real)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        add(digest, file.getFileName().toString());
        add(digest, Long.toString(Files.size(file)));
        try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
          content.transferTo(OutputStream.nullOutputStream());
        }
      }
    }
    return real.getFileName() + "-" + HexFormat.of().formatHex(digest.digest(), 0, 4);
  }

  private static void add(MessageDigest digest, String part) {
    digest.update(part.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
