package pleiad.encode;

import java.util.ArrayList;
import java.util.List;

/// Cuts a text too long for one pass into overlapping windows of full length.
///
/// Windows start `capacity - overlap` apart; the last is slid back so as to end with the text at
/// full length. A token that several windows see is kept from the one in which it lies farthest
/// from a cut: its distance is to the nearer end of the window, and the text's own beginning and
/// end are no cuts. A tie goes to the earlier window. So two neighbours share what both see in
/// halves.
final class Windows {
  private Windows() {}

  /// At least one window, also for no tokens; together they keep each token once, in order.
  ///
  /// @param capacity tokens a pass can see
  /// @param overlap tokens two neighbours share, less than half the capacity
  static List<Window> over(int tokens, int capacity, int overlap) {
    if (overlap < 0 || 2 * overlap >= capacity) {
      throw new IllegalArgumentException(
          "an overlap of %d needs windows of more than %d tokens, not %d"
              .formatted(overlap, 2 * overlap, capacity));
    }
    List<Window> windows = new ArrayList<>();
    int start = 0;
    int keepFrom = 0;
    while (start + capacity < tokens) {
      int end = start + capacity;
      int next = Math.min(end - overlap, tokens - capacity);
      int keepTo = (next + end - 1) / 2 + 1;
      windows.add(new Window(start, end, keepFrom, keepTo));
      start = next;
      keepFrom = keepTo;
    }
    windows.add(new Window(start, tokens, keepFrom, tokens));
    return windows;
  }
}
