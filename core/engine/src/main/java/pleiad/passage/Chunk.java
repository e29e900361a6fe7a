package pleiad.passage;

import java.util.List;

/// A passage of a text: where it lies, and under which headings.
///
/// @param start where it begins, as a UTF-16 index
/// @param end where it ends, exclusive
/// @param headings those it stands under, outermost first; none where nothing was cut by headings
public record Chunk(int start, int end, List<String> headings) {
  public Chunk {
    headings = List.copyOf(headings);
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "a passage lies at 0 <= start <= end, not at %d to %d".formatted(start, end));
    }
  }
}
