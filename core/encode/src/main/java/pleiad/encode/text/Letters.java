package pleiad.encode.text;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/// What uncased BERT makes of one code point, before words are cut into pieces: control characters
/// vanish, white space becomes a blank, the rest is decomposed (NFD), loses its accents (Mn) and
/// its capitals.
///
/// Looking at code points one by one is exact: canonical decomposition of a text is that of its
/// code points, but for the order of marks, and marks are dropped.
///
/// A racy cache makes it fast: threads may compute an entry twice, and get equal strings.
final class Letters {
  /// What white space becomes.
  static final String BLANK = " ";

  private static final int CACHED = 0x10000;

  private final @Nullable String[] cache = new @Nullable String[CACHED];

  /// The characters that stand for the code point in a word: none where it vanishes, [#BLANK] where
  /// it ends a word.
  String plain(int codePoint) {
    if (codePoint >= CACHED) {
      return compute(codePoint);
    }
    String plain = cache[codePoint];
    if (plain == null) {
      plain = compute(codePoint);
      cache[codePoint] = plain;
    }
    return plain;
  }

  private static String compute(int codePoint) {
    if (isBlank(codePoint)) {
      return BLANK;
    }
    if (isDropped(codePoint)) {
      return "";
    }
    StringBuilder plain = new StringBuilder();
    Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFD)
        .codePoints()
        .filter(part -> !isAccent(part))
        .map(Character::toLowerCase)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static boolean isBlank(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
    };
  }

  private static boolean isDropped(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> codePoint == 0xFFFD;
    };
  }

  /// A mark without width of its own.
  static boolean isAccent(int codePoint) {
    return Character.getType(codePoint) == Character.NON_SPACING_MARK;
  }

  /// Punctuation and, in ASCII, symbols: a word of one character.
  static boolean isPunctuation(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> codePoint < 128 && codePoint > ' ' && !Character.isLetterOrDigit(codePoint);
    };
  }

  /// The Chinese characters that BERT takes for words, each by itself; hangul and kana are not
  /// among them. The gap before U+2B920 is the reference implementation's.
  static boolean isIdeograph(int codePoint) {
    return (codePoint >= 0x4E00 && codePoint <= 0x9FFF)
        || (codePoint >= 0x3400 && codePoint <= 0x4DBF)
        || (codePoint >= 0xF900 && codePoint <= 0xFAFF)
        || (codePoint >= 0x20000 && codePoint <= 0x2A6DF)
        || (codePoint >= 0x2A700 && codePoint <= 0x2B73F)
        || (codePoint >= 0x2B740 && codePoint <= 0x2B81F)
        || (codePoint >= 0x2B920 && codePoint <= 0x2CEAF)
        || (codePoint >= 0x2F800 && codePoint <= 0x2FA1F);
  }
}
