package pleiad.passage;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import pleiad.encode.Token;

/// Where a text's tokens lie, in its order. Tokens that stand for no text, as a model's own marks
/// do, are not among them.
final class TokenPlaces {
  private final int[] starts;
  private final int[] ends;

  private TokenPlaces(int[] starts, int[] ends) {
    this.starts = starts;
    this.ends = ends;
  }

  static TokenPlaces of(List<Token> tokens) {
    List<Token> ordered =
        tokens.stream()
            .filter(token -> token.end() > token.start())
            .sorted(Comparator.comparingInt(Token::start).thenComparingInt(Token::end))
            .toList();
    int[] starts = ordered.stream().mapToInt(Token::start).toArray();
    int[] ends = ordered.stream().mapToInt(Token::end).toArray();
    // A token that lies in an earlier one ends no earlier than that: both are then found by search.
    for (int i = 1; i < ends.length; i++) {
      ends[i] = Math.max(ends[i], ends[i - 1]);
    }
    return new TokenPlaces(starts, ends);
  }

  int count() {
    return starts.length;
  }

  /// Where the token of that number begins.
  int start(int token) {
    return starts[token];
  }

  /// How many tokens have a part in a stretch.
  int count(int start, int end) {
    return Math.max(0, firstFrom(starts, end) - firstFrom(ends, start + 1));
  }

  /// The first token that begins there or later.
  int firstFrom(int start) {
    return firstFrom(starts, start);
  }

  /// The first of ascending numbers that is at least so much.
  private static int firstFrom(int[] ascending, int least) {
    int found = Arrays.binarySearch(ascending, least);
    if (found < 0) {
      return -found - 1;
    }
    int first = found;
    while (first > 0 && ascending[first - 1] == least) {
      first--;
    }
    return first;
  }
}
