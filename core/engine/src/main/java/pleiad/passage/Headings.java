package pleiad.passage;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The sections of a Markdown text: each begins with its heading. Headings are lines that begin
/// with one to six `#` and a blank; what is fenced off as code has none.
final class Headings {
  private static final Pattern LINE = Pattern.compile("[^\\r\\n]*(?:\\r\\n|\\r|\\n|$)");
  private static final Pattern HEADING = Pattern.compile(" {0,3}(#{1,6})(?:[ \\t](.*))?");
  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,}).*");

  private final String text;
  private final List<Chunk> sections = new ArrayList<>();

  /// Headings that hold here, by their level.
  private final TreeMap<Integer, String> path = new TreeMap<>();

  private int start;

  /// Where the section's text begins, behind its heading.
  private int body;

  private Headings(String text) {
    this.text = text;
  }

  /// The sections, end to end over the whole text. A heading without text of its own is the
  /// beginning of the section below it.
  static List<Chunk> sections(String text) {
    Headings reading = new Headings(text);
    reading.read();
    return reading.sections;
  }

  private void read() {
    String fence = null;
    Matcher line = LINE.matcher(text);
    while (line.find() && line.end() > line.start()) {
      String words = text.substring(line.start(), line.end()).stripTrailing();
      Matcher fenced = FENCE.matcher(words);
      if (fence != null) {
        fence = words.strip().startsWith(fence) ? null : fence;
      } else if (fenced.matches()) {
        fence = fenced.group(1);
      } else {
        Matcher heading = HEADING.matcher(words);
        if (heading.matches()) {
          begin(heading, line.start(), line.end());
        }
      }
    }
    end(text.length());
  }

  private void begin(Matcher heading, int lineStart, int lineEnd) {
    if (!text.substring(body, lineStart).isBlank()) {
      end(lineStart);
    }
    int level = heading.group(1).length();
    path.tailMap(level, true).clear();
    String words = heading.group(2) == null ? "" : heading.group(2).strip();
    int closing = words.length();
    while (closing > 0 && words.charAt(closing - 1) == '#') {
      closing--;
    }
    if (closing == 0 || Character.isWhitespace(words.charAt(closing - 1))) {
      words = words.substring(0, closing).strip();
    }
    if (!words.isEmpty()) {
      path.put(level, words);
    }
    body = lineEnd;
  }

  private void end(int end) {
    sections.add(new Chunk(start, end, List.copyOf(path.values())));
    start = end;
  }
}
