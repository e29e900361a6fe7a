package pleiad.eval;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/// The ids met so far, to find one that comes twice. Numbers up to 16 million are one bit each, so
/// that the 8.8 million passages of MS MARCO cost a megabyte and not hundreds.
final class SeenIds {
  private static final int DIGITS = 8;
  private static final int BITS = 1 << 24;

  private final BitSet numbers = new BitSet();
  private final Set<String> others = new HashSet<>();

  /// Whether the id was not met before.
  boolean add(String id) {
    int number = number(id);
    if (number < 0) {
      return others.add(id);
    }
    boolean added = !numbers.get(number);
    numbers.set(number);
    return added;
  }

  /// The number whose only spelling this id is, or -1: `07` is not `7`.
  private static int number(String id) {
    if (id.isEmpty() || id.length() > DIGITS || (id.charAt(0) == '0' && id.length() > 1)) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < id.length(); i++) {
      int digit = id.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number < BITS ? number : -1;
  }
}
