package pleiad.encode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of a checkpoint's copy with something in them changed.
final class Altered {
  private Altered() {}

  /// Changes the first number of safetensors weights, which are in single precision.
  static void number(Path weights) throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int first = Long.BYTES + Math.toIntExact(file.getLong(0));
    file.putFloat(first, file.getFloat(first) + 1);
    Files.write(weights, bytes);
  }

  /// Turns over the last bit of a file.
  static void lastBit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }

  /// Puts another piece in a file in place of one that must be there.
  static void text(Path file, String piece, String by) throws IOException {
    String before = Files.readString(file);
    if (!before.contains(piece)) {
      throw new IllegalArgumentException("no '%s' in '%s'".formatted(piece, file));
    }
    Files.writeString(file, before.replace(piece, by));
  }
}
