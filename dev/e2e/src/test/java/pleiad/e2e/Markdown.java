package pleiad.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Markdown file: its fenced blocks, and its prose without them.
record Markdown(Path file, List<Block> blocks, List<String> prose) {
  private static final Pattern FENCE = Pattern.compile("^\\s*```+\\s*([A-Za-z]*).*$");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *#*$");

  /// @param line where its fence stands, from 1
  record Block(String language, int line, List<String> lines) {
    String text() {
      return String.join("\n", lines);
    }
  }

  static List<Markdown> all() throws IOException {
    List<Markdown> all = new ArrayList<>();
    for (Path file : Repository.files(".md")) {
      all.add(read(file));
    }
    return all;
  }

  static Markdown read(Path file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    List<String> prose = new ArrayList<>();
    boolean inside = false;
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        inside = !inside;
        if (inside) {
          blocks.add(new Block(fence.group(1), i + 1, new ArrayList<>()));
        }
      } else if (inside) {
        blocks.getLast().lines().add(lines.get(i));
      } else {
        prose.add(lines.get(i));
      }
    }
    return new Markdown(file, blocks, prose);
  }

  /// The anchors of its headings, as the usual viewers make them.
  List<String> anchors() {
    List<String> anchors = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    for (String line : prose) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String anchor =
            heading
                .group(1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        int before = seen.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? anchor : anchor + "-" + before);
      }
    }
    return anchors;
  }

  String where(int line) {
    return Repository.ROOT.relativize(file) + ":" + line;
  }

  @Override
  public String toString() {
    return Repository.ROOT.relativize(file).toString();
  }
}
