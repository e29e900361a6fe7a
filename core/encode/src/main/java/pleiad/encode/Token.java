package pleiad.encode;

import java.util.Objects;

/// A piece of text that has a vector: where it came from.
///
/// @param piece the entry of the model's vocabulary: normalised, `##` before what continues a word,
///   `[UNK]` for a word the vocabulary cannot spell
/// @param id the entry's number
/// @param start where the piece begins in the text given, as a UTF-16 index
/// @param end where it ends, exclusive; an accent that normalisation dropped belongs to its letter
public record Token(String piece, int id, int start, int end) {
  /// Checks that the piece lies somewhere.
  public Token {
    Objects.requireNonNull(piece, "piece");
    if (start < 0 || end < start) {
      throw new IllegalArgumentException(
          "a token lies at 0 <= start <= end, '%s' at %d to %d".formatted(piece, start, end));
    }
  }
}
