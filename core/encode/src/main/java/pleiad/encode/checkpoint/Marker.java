package pleiad.encode.checkpoint;

import java.util.OptionalInt;

/// What tells the model whether a text asks or is to be found.
public sealed interface Marker {
  /// Nothing tells it.
  record None() implements Marker {}

  /// A token put in at index 1, behind the tokenizer's first.
  ///
  /// @param text the token
  /// @param id its number
  record Inserted(String text, int id) implements Marker {}

  /// Text in front of the text.
  ///
  /// @param text with the blank that may end it
  /// @param id the number of its token, when the vocabulary has all of it, or its first word, as
  ///   one
  record Prefix(String text, OptionalInt id) implements Marker {}
}
