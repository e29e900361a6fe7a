package pleiad.encode.text;

import java.util.List;

/// What stands around texts when a model is given them: special tokens, and the type of every
/// token.
///
/// ```
/// single: [CLS] text [SEP]
/// pair:   [CLS] first [SEP] second [SEP]
/// ```
///
/// @param single around one text
/// @param pair around two, as a cross-encoder takes them
public record Template(Single single, Pair pair) {
  /// Nothing around a text, or two.
  static final Template BARE =
      new Template(
          new Single(Part.NONE, 0, Part.NONE), new Pair(Part.NONE, 0, Part.NONE, 0, Part.NONE));

  /// Around one text.
  ///
  /// @param before the tokens before it
  /// @param type of its own tokens
  /// @param after the tokens behind it
  public record Single(Part before, int type, Part after) {}

  /// Around two texts.
  ///
  /// @param before the tokens before the first
  /// @param firstType of the first text's own tokens
  /// @param between the tokens between the two
  /// @param secondType of the second text's own tokens
  /// @param after the tokens behind the second
  public record Pair(Part before, int firstType, Part between, int secondType, Part after) {}

  /// Special tokens in a row.
  ///
  /// @param ids their numbers
  /// @param types their types, one for each
  public record Part(List<Integer> ids, List<Integer> types) {
    static final Part NONE = new Part(List.of(), List.of());

    /// Checks that each token has a type, and copies both.
    public Part {
      ids = List.copyOf(ids);
      types = List.copyOf(types);
      if (ids.size() != types.size()) {
        throw new IllegalArgumentException(
            "%d special tokens have %d types".formatted(ids.size(), types.size()));
      }
    }

    /// Tokens.
    public int count() {
      return ids.size();
    }
  }
}
