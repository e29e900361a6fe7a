package pleiad.encode;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text too long for one pass into overlapping windows: as few as will do, all of one
/// length.
///
/// So a text that is little longer than a pass is seen in two halves and not in two passes of full
/// length, which would see almost all of it twice. Neighbours share the overlap, and what is left
/// over by rounding. A token that several windows see is kept from the one in which it lies
/// farthest from a cut: its distance is to the nearer end of the window, and the text's own
/// beginning and end are no cuts. A tie goes to the earlier window. So two neighbours share what
/// both see in halves.
final class Windows {
  private Windows() {}

  /// At least one window, also for no tokens; together they keep each token once, in order.
  ///
  /// @param capacity tokens a pass can see
  /// @param overlap tokens two neighbours share at least, less than half the capacity
  static List<Window> over(int tokens, int capacity, int overlap) {
    if (overlap < 0 || 2 * overlap >= capacity) {
      throw new IllegalArgumentException(
          "an overlap of %d needs windows of more than %d tokens, not %d"
              .formatted(overlap, 2 * overlap, capacity));
    }
    if (tokens <= capacity) {
      return List.of(new Window(0, tokens, 0, tokens));
    }
    int count = Math.ceilDiv(tokens - overlap, capacity - overlap);
    int length = Math.toIntExact(Math.ceilDiv(tokens + (long) overlap * (count - 1), count));
    List<Window> windows = new ArrayList<>(count);
    int keepFrom = 0;
    for (int i = 0; i < count - 1; i++) {
      int end = start(i, count, tokens - length) + length;
      int keepTo = (start(i + 1, count, tokens - length) + end - 1) / 2 + 1;
      windows.add(new Window(end - length, end, keepFrom, keepTo));
      keepFrom = keepTo;
    }
    windows.add(new Window(tokens - length, tokens, keepFrom, tokens));
    return windows;
  }

  /// Where one of the windows starts, when the last starts there.
  private static int start(int window, int count, int last) {
    return (int) ((long) last * window / (count - 1));
  }
}
