package pleiad.search;

import java.io.IOException;
import org.apache.lucene.util.ArrayUtil;
import pleiad.index.MultiVectorValues;

/// Room for the codes of one document after the other.
final class CodeBuffer {
  /// Bytes behind codes, so that scorers need not copy them.
  private static final int SPARE_BYTES = 64;

  private byte[] codes = {};

  /// The current document's codes, and what lies behind them, until the next are read.
  byte[] read(MultiVectorValues values) throws IOException {
    codes = ArrayUtil.growNoCopy(codes, Math.addExact(values.codeBytes(), SPARE_BYTES));
    values.readCodes(codes);
    return codes;
  }
}
