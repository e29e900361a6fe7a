package pleiad.encode.text;

import java.io.IOException;
import pleiad.encode.weights.Config;

/// A token beside the model's own pieces, or one of these that is to be found as it stands.
///
/// @param id its number
/// @param content as it stands in a text, blanks and all
/// @param lstrip whether it takes the blanks before it
/// @param rstrip whether it takes the blanks behind it
/// @param singleWord whether letters beside it keep it from being found
/// @param normalized whether it is looked for in the normalised text
/// @param special whether it was declared special
record AddedToken(
    int id,
    String content,
    boolean lstrip,
    boolean rstrip,
    boolean singleWord,
    boolean normalized,
    boolean special) {
  static AddedToken read(Config token) throws IOException {
    boolean special = token.flag("special", false);
    return new AddedToken(
        token.whole("id", 0, Names.MOST - 1),
        token.text("content"),
        token.flag("lstrip", false),
        token.flag("rstrip", false),
        token.flag("single_word", false),
        token.flag("normalized", !special),
        special);
  }

  /// A piece of the vocabulary that marks texts.
  static AddedToken marker(int id, String content) {
    return new AddedToken(id, content, false, false, false, false, true);
  }

  /// Whether it is written as special tokens are: `[MASK]`, `[Q] `, `<|endoftext|>`. Not `<td>`,
  /// which models of web pages have as a word.
  boolean looksSpecial() {
    String core = content.strip();
    return (core.length() > 2 && core.startsWith("[") && core.endsWith("]"))
        || (core.length() > 4 && core.startsWith("<|") && core.endsWith("|>"));
  }
}
