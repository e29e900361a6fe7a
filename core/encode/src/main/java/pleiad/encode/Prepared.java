package pleiad.encode;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A text as a tokenizer gets it, stripped and in lower case where the model wants that, with the
/// way back to places of the text given.
final class Prepared {
  private final String text;
  private final int offset;
  private final int @Nullable [] places;

  private Prepared(String text, int offset, int @Nullable [] places) {
    this.text = text;
    this.offset = offset;
    this.places = places;
  }

  /// @param stripped whether white space at both ends goes
  /// @param lowered whether letters become small ones
  static Prepared of(String given, boolean stripped, boolean lowered) {
    int from = 0;
    int to = given.length();
    if (stripped) {
      while (from < to && isBlank(given.charAt(from))) {
        from++;
      }
      while (from < to && isBlank(given.charAt(to - 1))) {
        to--;
      }
    }
    String kept = given.substring(from, to);
    return lowered ? lowered(kept, from) : new Prepared(kept, from, null);
  }

  private static Prepared lowered(String kept, int offset) {
    String lower = kept.toLowerCase(Locale.ROOT);
    return new Prepared(
        lower, offset, lower.length() == kept.length() ? null : places(kept, lower.length()));
  }

  /// Some letters are longer when small: for each place of the lower text where it came from.
  private static int[] places(String kept, int length) {
    int[] places = new int[length + 1];
    int at = 0;
    for (int i = 0; i < kept.length(); i += Character.charCount(kept.codePointAt(i))) {
      int units = Character.charCount(kept.codePointAt(i));
      int lower = kept.substring(i, i + units).toLowerCase(Locale.ROOT).length();
      for (int k = 0; k < lower && at < length; k++) {
        places[at++] = i + Math.min(k, units - 1);
      }
    }
    while (at <= length) {
      places[at++] = kept.length();
    }
    return places;
  }

  /// What the reference implementations strip: Unicode's white space, the non-breaking kinds and
  /// the separators of ASCII among it.
  private static boolean isBlank(char character) {
    return Character.isWhitespace(character)
        || character == '\u0085'
        || character == '\u00a0'
        || character == '\u2007'
        || character == '\u202f';
  }

  String text() {
    return text;
  }

  /// Where in the text given a place of [#text()] lies.
  int given(int place) {
    return offset + (places == null ? place : places[place]);
  }
}
