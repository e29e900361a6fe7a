package pleiad.passage;

import java.util.ArrayList;
import java.util.List;

/// Where a text may be cut between tokens: behind white space, and between the characters of
/// languages that write without it.
final class Words {
  private Words() {}

  /// The words of a stretch, end to end, each with the punctuation and the white space behind it. A
  /// word of more than `most` tokens comes in pieces of one token.
  static List<Span> of(String text, Span span, TokenPlaces tokens, int most) {
    List<Span> words = new ArrayList<>();
    int from = span.start();
    int token = tokens.firstFrom(span.start() + 1);
    for (; token < tokens.count() && tokens.start(token) < span.end(); token++) {
      int at = tokens.start(token);
      if (at > from && mayBeCut(text, at)) {
        add(new Span(from, at), tokens, most, words);
        from = at;
      }
    }
    add(new Span(from, span.end()), tokens, most, words);
    return words;
  }

  private static void add(Span word, TokenPlaces tokens, int most, List<Span> words) {
    int from = word.start();
    if (tokens.count(word.start(), word.end()) > most) {
      int token = tokens.firstFrom(word.start() + 1);
      for (; token < tokens.count() && tokens.start(token) < word.end(); token++) {
        if (tokens.start(token) > from) {
          words.add(new Span(from, tokens.start(token)));
          from = tokens.start(token);
        }
      }
    }
    words.add(new Span(from, word.end()));
  }

  private static boolean mayBeCut(String text, int at) {
    int before = text.codePointBefore(at);
    int behind = text.codePointAt(at);
    boolean unspaced = isUnspaced(before) || isUnspaced(behind);
    return Character.isWhitespace(before)
        || Character.isWhitespace(behind)
        || (Character.isLetterOrDigit(behind) && unspaced);
  }

  /// Whether words of the character's script stand without blanks between them.
  private static boolean isUnspaced(int character) {
    return switch (Character.UnicodeScript.of(character)) {
      case HAN, HIRAGANA, KATAKANA, BOPOMOFO, THAI, LAO, KHMER, MYANMAR -> true;
      default -> Character.isIdeographic(character) || isWidePunctuation(character);
    };
  }

  private static boolean isWidePunctuation(int character) {
    Character.UnicodeBlock block = Character.UnicodeBlock.of(character);
    return Character.UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION.equals(block)
        || Character.UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS.equals(block);
  }
}
