package pleiad.encode;

import java.util.List;

/// How far the words of a text fall apart into pieces of a vocabulary: what tells that a language
/// is foreign to a model. Accumulates over texts; safe for many threads.
///
/// A word is a run of adjacent tokens of letters and digits without a gap. It has fallen apart when
/// it took two tokens or more, or is `[UNK]`. So Chinese, where nothing stands between words, falls
/// apart as well.
public final class Fragmentation {
  /// The share from which texts are plainly not in the model's language.
  public static final double FOREIGN = 0.45;

  /// Words it takes to tell.
  public static final int ENOUGH_WORDS = 300;

  private static final String UNKNOWN = "[UNK]";

  private long words;
  private long broken;

  /// Counts the words of one text.
  ///
  /// @param text as it was given to the encoder
  /// @param tokens what the encoder made of it
  public void add(String text, List<Token> tokens) {
    long foundWords = 0;
    long foundBroken = 0;
    int from = 0;
    while (from < tokens.size()) {
      int to = wordEnd(text, tokens, from);
      if (isWordy(text, tokens.get(from))) {
        foundWords++;
        if (to - from > 1 || tokens.get(from).piece().equals(UNKNOWN)) {
          foundBroken++;
        }
      }
      from = to;
    }
    synchronized (this) {
      words += foundWords;
      broken += foundBroken;
    }
  }

  private static int wordEnd(String text, List<Token> tokens, int from) {
    int to = from + 1;
    while (to < tokens.size()
        && tokens.get(to - 1).end() == tokens.get(to).start()
        && isWordy(text, tokens.get(to - 1))
        && isWordy(text, tokens.get(to))) {
      to++;
    }
    return to;
  }

  private static boolean isWordy(String text, Token token) {
    return token.end() > token.start()
        && Character.isLetterOrDigit(text.codePointAt(token.start()));
  }

  /// Words seen.
  public synchronized long words() {
    return words;
  }

  /// Words that fell apart.
  public synchronized long broken() {
    return broken;
  }

  /// The share of words that fell apart; 0 when none was seen.
  public synchronized double share() {
    return words == 0 ? 0 : (double) broken / words;
  }

  /// Whether the texts are plainly not in the model's language. `false` until [#ENOUGH_WORDS] were
  /// seen.
  public synchronized boolean foreign() {
    return words >= ENOUGH_WORDS && share() >= FOREIGN;
  }
}
