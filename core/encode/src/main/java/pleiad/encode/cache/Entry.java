package pleiad.encode.cache;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoding;
import pleiad.encode.Token;
import pleiad.vector.TokenVectors;

/// An encoding as bytes, little-endian.
///
/// | bytes               | one entry of `.vectors`                                     |
/// |---------------------|-------------------------------------------------------------|
/// | 32                  | the key                                                     |
/// | 4, 4, 4             | tokens, numbers a token, numbers of the single vector       |
/// | 4 · tokens · numbers | the token vectors, float32, as the encoder gave them       |
/// | 4 · numbers         | the single vector                                           |
/// | for each token      | number, start, end, length of the piece: 4 bytes each; the piece in UTF-16 |
/// | 4                   | CRC-32C of everything before                                |
final class Entry {
  private static final int SIZES = 3 * Integer.BYTES;
  private static final int CHECKSUM = Integer.BYTES;
  private static final int TOKEN = 4 * Integer.BYTES;

  private Entry() {}

  /// How many bytes an encoding takes.
  static long bytes(Encoding encoding) {
    long pieces = 0;
    for (Token token : encoding.tokens()) {
      pieces += TOKEN + (long) Character.BYTES * token.piece().length();
    }
    TokenVectors vectors = encoding.vectors();
    long numbers = (long) vectors.count() * vectors.dimension() + encoding.single().length;
    return EncodingKey.BYTES + SIZES + Float.BYTES * numbers + pieces + CHECKSUM;
  }

  /// @throws ArithmeticException when it takes 2 GiB or more
  static ByteBuffer write(EncodingKey key, Encoding encoding) {
    TokenVectors vectors = encoding.vectors();
    float[] single = encoding.single();
    ByteBuffer entry = allocate(Math.toIntExact(bytes(encoding)));
    key.write(entry);
    entry.putInt(vectors.count()).putInt(vectors.dimension()).putInt(single.length);
    putFloats(vectors.toArray(), entry);
    putFloats(single, entry);
    for (Token token : encoding.tokens()) {
      entry.putInt(token.id()).putInt(token.start()).putInt(token.end());
      entry.putInt(token.piece().length());
      for (int i = 0; i < token.piece().length(); i++) {
        entry.putChar(token.piece().charAt(i));
      }
    }
    return entry.putInt(checksum(entry, entry.position())).flip();
  }

  /// Reads a whole entry; null when it is not what was written under that key.
  static @Nullable Encoding read(EncodingKey key, ByteBuffer entry) {
    int end = entry.limit() - CHECKSUM;
    boolean whole =
        end >= EncodingKey.BYTES + SIZES
            && entry.getInt(end) == checksum(entry, end)
            && EncodingKey.read(entry).equals(key);
    if (!whole) {
      return null;
    }
    int count = entry.getInt();
    int dimension = entry.getInt();
    int singleDimension = entry.getInt();
    float[] rows = floats(entry, count * dimension);
    float[] single = floats(entry, singleDimension);
    List<Token> tokens = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tokens.add(token(entry));
    }
    return new Encoding(TokenVectors.of(rows, dimension), tokens, single);
  }

  private static Token token(ByteBuffer entry) {
    int id = entry.getInt();
    int start = entry.getInt();
    int end = entry.getInt();
    char[] piece = new char[entry.getInt()];
    for (int i = 0; i < piece.length; i++) {
      piece[i] = entry.getChar();
    }
    return new Token(new String(piece), id, start, end);
  }

  private static void putFloats(float[] numbers, ByteBuffer entry) {
    entry.asFloatBuffer().put(numbers);
    entry.position(entry.position() + numbers.length * Float.BYTES);
  }

  private static float[] floats(ByteBuffer entry, int count) {
    float[] numbers = new float[count];
    entry.asFloatBuffer().get(numbers);
    entry.position(entry.position() + count * Float.BYTES);
    return numbers;
  }

  static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /// Of the first bytes.
  static int checksum(ByteBuffer bytes, int end) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate().position(0).limit(end));
    return (int) checksum.getValue();
  }
}
