package pleiad.passage;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where sentences end, by the Java platform's rules for the language; a blank line ends one too. A
/// letter or a short number with a full stop (`z. B.`, `am 3. Mai`, `Fig. 2.`) does not.
final class Sentences {
  private static final Pattern PARAGRAPH = Pattern.compile("(?>\\R)\\h*(?>\\R)\\s*");
  private static final Pattern ORDINAL =
      Pattern.compile("(?:^|[^\\p{L}\\p{N}])(?:\\p{L}|\\p{N}{1,3})\\.\\s*$");

  /// As far back as an ordinal reaches, with white space behind it.
  private static final int LOOK_BACK = 12;

  private static final String ENDS = ".!?…。！？";
  private static final String CLOSERS = "\"'”’»«“)]}」』）";

  private Sentences() {}

  /// The sentences of a stretch, end to end; white space belongs to the one before it.
  static List<Span> of(String text, Span span, Locale language) {
    List<Span> sentences = new ArrayList<>();
    Matcher paragraph = PARAGRAPH.matcher(text).region(span.start(), span.end());
    int from = span.start();
    while (paragraph.find()) {
      add(text, new Span(from, paragraph.end()), language, sentences);
      from = paragraph.end();
    }
    add(text, new Span(from, span.end()), language, sentences);
    return sentences;
  }

  private static void add(String text, Span paragraph, Locale language, List<Span> sentences) {
    BreakIterator breaks = BreakIterator.getSentenceInstance(language);
    breaks.setText(text.substring(paragraph.start(), paragraph.end()));
    int from = paragraph.start();
    breaks.first();
    for (int at = breaks.next(); at != BreakIterator.DONE; at = breaks.next()) {
      int end = behindClosers(text, paragraph.start() + at, paragraph.end());
      if (end > from && (end == paragraph.end() || !endsInOrdinal(text, from, end))) {
        sentences.add(new Span(from, end));
        from = end;
      }
    }
  }

  /// A quote or bracket that follows at once belongs to what it closes: the platform's rules take a
  /// German closing quote for an English opening one.
  private static int behindClosers(String text, int end, int last) {
    int behind = end;
    while (behind < last && CLOSERS.indexOf(text.charAt(behind)) >= 0) {
      behind++;
    }
    boolean closes = behind > end && !Character.isWhitespace(text.charAt(end - 1));
    if (!closes) {
      return end;
    }
    while (behind < last && Character.isWhitespace(text.charAt(behind))) {
      behind++;
    }
    return behind;
  }

  private static boolean endsInOrdinal(String text, int from, int end) {
    return ORDINAL.matcher(text.substring(Math.max(from, end - LOOK_BACK), end)).find();
  }

  /// Whether a stretch ends as sentences do, perhaps with a quote or bracket behind.
  static boolean endsWithOne(String text, Span span) {
    Span stripped = span.stripped(text);
    int last = stripped.end() - 1;
    while (last > stripped.start() && CLOSERS.indexOf(text.charAt(last)) >= 0) {
      last--;
    }
    return last >= stripped.start() && ENDS.indexOf(text.charAt(last)) >= 0;
  }
}
