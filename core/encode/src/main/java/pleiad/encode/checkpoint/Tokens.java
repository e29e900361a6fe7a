package pleiad.encode.checkpoint;

import java.util.Map;
import java.util.OptionalInt;

/// A tokenizer's vocabulary, as far as a report needs it.
///
/// @param files what is told of it
/// @param ids the number of each token, added ones among them
/// @param padsLeft whether shorter texts of a batch are filled up in front
/// @param longest tokens that the tokenizer lets pass; nothing where it does not say
record Tokens(
    TokenizerFiles files, Map<String, Integer> ids, boolean padsLeft, OptionalInt longest) {
  /// The number of a token.
  OptionalInt find(String token) {
    Integer id = ids.get(token);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  /// The token of a number; its number where it has none.
  String text(int id) {
    return ids.entrySet().stream()
        .filter(each -> each.getValue() == id)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Integer.toString(id));
  }
}
