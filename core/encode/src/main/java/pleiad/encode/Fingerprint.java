package pleiad.encode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over the parts that decide a model's vectors, each preceded by its length: one that is
/// longer at another's cost gives another fingerprint.
final class Fingerprint {
  private static final int BLOCK = 1 << 20;

  private final MessageDigest digest = sha256();

  /// A part that is in memory.
  Fingerprint with(byte[] part) {
    length(part.length);
    digest.update(part);
    return this;
  }

  /// A part that is text.
  Fingerprint with(String part) {
    return with(part.getBytes(StandardCharsets.UTF_8));
  }

  /// A part that is a number.
  Fingerprint with(int part) {
    return with(ByteBuffer.allocate(Integer.BYTES).putInt(part).array());
  }

  /// A part that is a file, by its SHA-256; takes about two seconds a gigabyte, except where the
  /// file is a link to one that a store of models has named so.
  Fingerprint with(Path file) throws IOException {
    String name = file.toRealPath().getFileName().toString();
    return with(name.matches("[0-9a-f]{64}") ? name : sha256(file));
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest sha256 = sha256();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK);
      while (channel.read(block) >= 0) {
        sha256.update(block.flip());
        block.clear();
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private void length(long length) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
  }

  /// In hex; ends it.
  String end() {
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JVM has SHA-256", impossible);
    }
  }
}
