package pleiad.codec;

/// How the six-bit codes of a block of tokens lie in bytes: four codes of a token in three bytes,
/// each byte in a plane of its own, so that a register takes the same byte of many tokens at once.
///
/// For `n` tokens with `c` codes each, `c` a multiple of four, and one more byte a token:
///
/// | bytes | plane                                                                      |
/// |-------|----------------------------------------------------------------------------|
/// | n     | code 0 in the low six bits, the lowest two bits of code 3 above             |
/// | n     | code 1, the middle two bits of code 3                                       |
/// | n     | code 2, the highest two bits of code 3                                      |
/// | …     | three planes for every further four codes                                   |
/// | n     | the extra byte                                                              |
final class SixBits {
  /// Tokens whose codes lie in planes together; the last block of a document may have fewer.
  static final int BLOCK = 64;

  /// Values of a code.
  static final int VALUES = 64;

  private SixBits() {}

  /// Bytes a token takes.
  static int tokenBytes(int codes) {
    return codes / 4 * 3 + 1;
  }

  /// Packs `values[code · BLOCK + token]`.
  static void pack(int[] values, int codes, byte[] extra, int count, byte[] target, int at) {
    for (int quad = 0; quad < codes; quad += 4) {
      int first = quad * BLOCK;
      for (int plane = 0; plane < 3; plane++) {
        int to = at + (quad / 4 * 3 + plane) * count;
        for (int token = 0; token < count; token++) {
          int fourth = (values[first + 3 * BLOCK + token] >>> (2 * plane)) & 3;
          target[to + token] = (byte) (values[first + plane * BLOCK + token] | (fourth << 6));
        }
      }
    }
    System.arraycopy(extra, 0, target, at + codes / 4 * 3 * count, count);
  }

  /// Unpacks into `values[code · BLOCK + token]`; the extra bytes come behind them as a last row.
  static void unpack(byte[] source, int from, int codes, int count, byte[] values, int at) {
    for (int quad = 0; quad < codes; quad += 4) {
      unpackQuad(source, from + quad / 4 * 3 * count, count, values, at + quad * BLOCK);
    }
    System.arraycopy(source, from + codes / 4 * 3 * count, values, at + codes * BLOCK, count);
  }

  private static void unpackQuad(byte[] source, int from, int count, byte[] values, int at) {
    for (int token = 0; token < count; token++) {
      byte a = source[from + token];
      byte b = source[from + count + token];
      byte c = source[from + 2 * count + token];
      values[at + token] = (byte) (a & 63);
      values[at + BLOCK + token] = (byte) (b & 63);
      values[at + 2 * BLOCK + token] = (byte) (c & 63);
      values[at + 3 * BLOCK + token] =
          (byte) (((a & 192) >>> 6) | ((b & 192) >>> 4) | ((c & 192) >>> 2));
    }
  }

  /// The first two codes of every token of a block, as one number below `VALUES · VALUES`.
  static void firstPairs(byte[] source, int from, int count, int[] pairs, int at) {
    for (int token = 0; token < count; token++) {
      int first = source[from + token] & (VALUES - 1);
      int second = source[from + count + token] & (VALUES - 1);
      pairs[at + token] = first * VALUES + second;
    }
  }
}
