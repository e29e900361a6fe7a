package pleiad;

import java.util.Arrays;
import org.apache.lucene.util.ArrayUtil;

/// Numbers of documents by what they have, where a document may come in parts and counts once.
///
/// Takes 8 bytes for each part of a document and what it has, of parts in a row for one of them.
final class Tally {
  /// A document that is no part of another.
  static final int ALONE = -1;

  private int[] alone = new int[8];

  /// The whole that had it last, one up; 0: none.
  private int[] last = new int[8];

  /// What and which whole, as one number.
  private long[] parts = new long[8];

  private int partCount;

  /// A document has it, or part of one has.
  ///
  /// @param what from 0
  /// @param whole of which document this is a part, from 0; or [#ALONE], in which case it must not
  ///   be counted twice
  void count(int what, int whole) {
    alone = ArrayUtil.grow(alone, what + 1);
    last = ArrayUtil.grow(last, what + 1);
    if (whole == ALONE) {
      alone[what]++;
    } else if (last[what] != whole + 1) {
      last[what] = whole + 1;
      parts = ArrayUtil.grow(parts, partCount + 1);
      parts[partCount++] = ((long) what << Integer.SIZE) | whole;
    }
  }

  /// The numbers of documents.
  ///
  /// @param size how many different things they may have
  int[] counts(int size) {
    int[] counts = Arrays.copyOf(alone, size);
    Arrays.sort(parts, 0, partCount);
    for (int i = 0; i < partCount; i++) {
      if (i == 0 || parts[i] != parts[i - 1]) {
        counts[(int) (parts[i] >>> Integer.SIZE)]++;
      }
    }
    return counts;
  }
}
