package pleiad.codec;

import java.util.Arrays;
import java.util.function.IntPredicate;

/// How similar a query's tokens are to the centroids of cells, see [CellCode]: the sum of two
/// numbers of [CodeTables]. Immutable and safe to share between threads.
public final class CellTables {
  private static final int VALUES = SixBits.VALUES;

  private final CodeTables tables;

  /// The similarities that those tables hold.
  public CellTables(CodeTables tables) {
    this.tables = tables;
  }

  /// Number of query tokens.
  public int queryTokens() {
    return tables.queryTokens();
  }

  /// The dot product of a query token and a cell's centroid.
  public float similarity(int queryToken, int cell) {
    return tables.dots()[tables.at(0, queryToken) + cell / VALUES]
        + tables.dots()[tables.at(1, queryToken) + cell % VALUES];
  }

  /// Finds the cells whose centroids are most similar to a query token, best first.
  ///
  /// Sums of two sorted lists come out in order when the best of each first list's head is taken
  /// again and again; so only about as many sums are looked at as there are cells to find.
  ///
  /// @param held which cells count
  /// @param cells is filled from the beginning
  /// @return how many were found: as many as `cells` has room for, or all that are held
  public int nearest(int queryToken, IntPredicate held, int[] cells) {
    float[] dots = tables.dots();
    int first = tables.at(0, queryToken);
    int second = tables.at(1, queryToken);
    byte[] rows = descending(dots, first);
    byte[] columns = descending(dots, second);
    int[] next = new int[VALUES];
    int open = 1;
    int found = 0;
    while (found < cells.length) {
      int best = -1;
      float most = Float.NEGATIVE_INFINITY;
      for (int row = 0; row < open; row++) {
        if (next[row] < VALUES) {
          float sum = dots[first + rows[row]] + dots[second + columns[next[row]]];
          if (best < 0 || sum > most) {
            best = row;
            most = sum;
          }
        }
      }
      if (best < 0) {
        return found;
      }
      int cell = rows[best] * VALUES + columns[next[best]++];
      if (best == open - 1 && open < VALUES) {
        open++;
      }
      if (held.test(cell)) {
        cells[found++] = cell;
      }
    }
    return found;
  }

  /// The places of 64 numbers, largest number first.
  static byte[] descending(float[] values, int from) {
    long[] keys = new long[VALUES];
    for (int i = 0; i < VALUES; i++) {
      int bits = Float.floatToIntBits(values[from + i]);
      int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
      keys[i] = ((long) ~ordered << Integer.SIZE) | i;
    }
    Arrays.sort(keys);
    byte[] places = new byte[VALUES];
    for (int i = 0; i < VALUES; i++) {
      places[i] = (byte) keys[i];
    }
    return places;
  }
}
