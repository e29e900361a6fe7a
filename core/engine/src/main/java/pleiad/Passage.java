package pleiad;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Of which document a found one is a passage, and where it lies there.
///
/// @param of the id of the whole
/// @param number of the passage, from 1
/// @param start where it begins in the text of the whole, as a UTF-16 index
/// @param end where it ends, exclusive
public record Passage(String of, int number, int start, int end) {
  /// What metadata says of it; null when it is of no passage.
  static @Nullable Passage of(Map<String, Object> metadata) {
    return metadata.get(Passages.OF) instanceof String of
            && metadata.get(Passages.NUMBER) instanceof Number number
            && metadata.get(Passages.START) instanceof Number start
            && metadata.get(Passages.END) instanceof Number end
        ? new Passage(of, number.intValue(), start.intValue(), end.intValue())
        : null;
  }
}
