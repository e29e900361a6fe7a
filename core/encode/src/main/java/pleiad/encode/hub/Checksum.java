package pleiad.encode.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/// What tells a file's bytes: SHA-256 of a large one, git's SHA-1 of a small one. In lower case
/// hex, this is also the file's `etag` and its blob's name.
///
/// @param hex 64 digits of SHA-256, or 40 of `SHA-1("blob " + size + "\0" + bytes)`
record Checksum(String hex) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
  private static final int BUFFER = 1 << 16;

  /// A checksum with this text, when it can be one.
  static Optional<Checksum> parse(String text) {
    return SHA256.matcher(text).matches() || isSha1(text)
        ? Optional.of(new Checksum(text))
        : Optional.empty();
  }

  static boolean isSha256(String text) {
    return SHA256.matcher(text).matches();
  }

  /// Whether a text is git's name for a file or a commit.
  static boolean isSha1(String text) {
    return SHA1.matcher(text).matches();
  }

  /// A file's checksum of the same kind.
  Checksum of(Path file) throws IOException {
    MessageDigest digest = digest();
    if (isSha1(hex)) {
      digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
    }
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return new Checksum(HexFormat.of().formatHex(digest.digest()));
  }

  private MessageDigest digest() {
    try {
      return MessageDigest.getInstance(isSha1(hex) ? "SHA-1" : "SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JVM has SHA-1 and SHA-256", impossible);
    }
  }
}
