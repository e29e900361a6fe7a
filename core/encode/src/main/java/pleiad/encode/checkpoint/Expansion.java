package pleiad.encode.checkpoint;

/// How queries are filled up with tokens that stand for no text, and whose vectors count in the
/// score.
public sealed interface Expansion {
  /// The token that fills a query up.
  ///
  /// @param text how the vocabulary has it
  /// @param id its number
  /// @param attended whether the model's other tokens see it
  record Filler(String text, int id, boolean attended) {}

  /// They are not.
  record None() implements Expansion {}

  /// Every query has this many tokens: shorter ones are filled up, longer ones are cut.
  ///
  /// @param length tokens, with special ones and marker
  /// @param filler what it is filled with
  record Fixed(int length, Filler filler) implements Expansion {}

  /// Queries that are shorter are filled up.
  ///
  /// @param length tokens, with special ones and marker
  /// @param filler what it is filled with
  record AtLeast(int length, Filler filler) implements Expansion {}
}
