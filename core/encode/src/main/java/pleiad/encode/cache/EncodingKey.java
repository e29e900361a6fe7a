package pleiad.encode.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import pleiad.encode.Role;

/// What an encoding is found by: SHA-256 over all that decides it, the model's fingerprint, the
/// role and the text.
///
/// The text goes in as UTF-16, not as UTF-8: in UTF-8 half a surrogate pair becomes a question
/// mark, and two texts would have one key.
record EncodingKey(long first, long second, long third, long fourth) {
  static final int BYTES = 4 * Long.BYTES;

  /// Characters that are handed to the digest at a time.
  private static final int CHUNK = 4_096;

  static EncodingKey of(String fingerprint, Role role, String text) {
    MessageDigest digest = sha256();
    byte[] model = fingerprint.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, model.length));
    digest.update(model);
    digest.update((byte) (role == Role.QUERY ? 'q' : 'd'));
    ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Character.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < text.length(); from += CHUNK) {
      int to = Math.min(text.length(), from + CHUNK);
      bytes.clear().asCharBuffer().put(text, from, to);
      digest.update(bytes.limit((to - from) * Character.BYTES));
    }
    return read(ByteBuffer.wrap(digest.digest()).order(ByteOrder.LITTLE_ENDIAN));
  }

  static EncodingKey read(ByteBuffer from) {
    return new EncodingKey(from.getLong(), from.getLong(), from.getLong(), from.getLong());
  }

  void write(ByteBuffer to) {
    to.putLong(first).putLong(second).putLong(third).putLong(fourth);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
