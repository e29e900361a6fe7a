package pleiad;

import java.util.Arrays;
import org.apache.lucene.util.BytesRef;

/// Which vector each token of a document is in, as bytes: one a token, two where a document has
/// more than 254 vectors; all bits set for a token that was left out.
final class TokenRows {
  private static final int FEW = 255;
  private static final int MANY = 65_535;

  private TokenRows() {}

  /// @param row for each token its vector's number, or -1
  static byte[] write(int[] row) {
    int most = Arrays.stream(row).max().orElse(-1);
    if (most >= MANY) {
      return new byte[0];
    }
    int width = most < FEW ? 1 : 2;
    byte[] bytes = new byte[1 + width * row.length];
    bytes[0] = (byte) width;
    for (int token = 0; token < row.length; token++) {
      bytes[1 + width * token] = (byte) row[token];
      if (width == 2) {
        bytes[2 + width * token] = (byte) (row[token] >> Byte.SIZE);
      }
    }
    return bytes;
  }

  static int[] read(BytesRef written) {
    int width = written.length == 0 ? 1 : written.bytes[written.offset];
    int[] row = new int[Math.max(0, written.length - 1) / width];
    for (int token = 0; token < row.length; token++) {
      int at = written.offset + 1 + width * token;
      int value = written.bytes[at] & 0xff;
      if (width == 2) {
        value |= (written.bytes[at + 1] & 0xff) << Byte.SIZE;
      }
      row[token] = value == (width == 1 ? FEW : MANY) ? -1 : value;
    }
    return row;
  }
}
