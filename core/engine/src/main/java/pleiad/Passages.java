package pleiad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pleiad.passage.Chunk;

/// Long texts as passages, each a document of its own to searches: `ID#1`, `ID#2`, … Its title is
/// that of the whole and the headings above it; its metadata is that of the whole and says whose
/// passage it is and where it lies.
public final class Passages {
  /// The metadata key that holds the id of the whole.
  public static final String OF = "passage_of";

  /// The metadata key that holds the passage's number, from 1.
  public static final String NUMBER = "passage_number";

  /// The metadata keys that hold where it lies in the text of the whole, as UTF-16 indices.
  public static final String START = "passage_start";

  public static final String END = "passage_end";

  private static final List<String> KEYS = List.of(OF, NUMBER, START, END);
  private static final String TITLES = " > ";

  private Passages() {}

  /// The id of a passage, counted from 1.
  public static String id(String whole, int number) {
    return whole + "#" + number;
  }

  /// The id of the whole that a passage's id begins with; null when it is no passage's id.
  static @Nullable String whole(String id) {
    int mark = id.lastIndexOf('#');
    boolean number =
        mark > 0
            && mark + 1 < id.length()
            && id.chars().skip(mark + 1L).allMatch(each -> each >= '0' && each <= '9');
    return number ? id.substring(0, mark) : null;
  }

  /// A document in passages.
  ///
  /// @throws IllegalArgumentException when it brings what passages cannot have
  static List<Document> of(Document whole, List<Chunk> chunks) {
    check(whole);
    List<Document> passages = new ArrayList<>();
    for (Chunk chunk : chunks) {
      int number = passages.size() + 1;
      Map<String, Object> metadata = new HashMap<>(whole.metadata());
      metadata.put(OF, whole.id());
      metadata.put(NUMBER, number);
      metadata.put(START, chunk.start());
      metadata.put(END, chunk.end());
      passages.add(
          Document.of(id(whole.id(), number), whole.text().substring(chunk.start(), chunk.end()))
              .withTitle(title(whole.title(), chunk.headings()))
              .withMetadata(metadata));
    }
    return passages;
  }

  private static void check(Document whole) {
    if (!whole.vectors().isEmpty()) {
      throw new IllegalArgumentException(
          "document '%s' brings vectors of its own, which are not cut; add it whole, or each passage as a document"
              .formatted(whole.id()));
    }
    for (String key : KEYS) {
      if (whole.metadata().containsKey(key)) {
        throw new IllegalArgumentException(
            "document '%s' has metadata '%s', which says of a passage where it is from; give it another name"
                .formatted(whole.id(), key));
      }
    }
  }

  private static String title(String title, List<String> headings) {
    boolean repeated = !headings.isEmpty() && headings.getFirst().equalsIgnoreCase(title.strip());
    return String.join(
        TITLES,
        Stream.concat(
                Stream.of(title).filter(each -> !each.isBlank() && !repeated), headings.stream())
            .toList());
  }

  /// The metadata of the whole.
  static Map<String, Object> ofWhole(Map<String, Object> metadata) {
    Map<String, Object> without = new HashMap<>(metadata);
    KEYS.forEach(without::remove);
    return without;
  }
}
