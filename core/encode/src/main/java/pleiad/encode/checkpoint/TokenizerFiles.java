package pleiad.encode.checkpoint;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the files of a tokenizer say, without a tokenizer being made of them.
///
/// @param folder where they are
/// @param files the names of those that are there
/// @param kind how words are taken apart
/// @param size tokens of the vocabulary, with those that were added
/// @param special the special tokens by their use: `cls`, `sep`, `mask`, `pad`, `unk`, `bos`, `eos`
/// @param frame special tokens around a text
public record TokenizerFiles(
    Path folder,
    List<String> files,
    TokenizerKind kind,
    int size,
    Map<String, Special> special,
    Frame frame) {
  /// A token with a use.
  ///
  /// @param text how the vocabulary has it
  /// @param id its number
  public record Special(String text, int id) {}

  /// Special tokens around a single text.
  ///
  /// @param before how many in front of it
  /// @param after how many behind it
  public record Frame(int before, int after) {
    /// How many.
    public int tokens() {
      return before + after;
    }
  }

  /// Keeps the lists.
  public TokenizerFiles {
    files = List.copyOf(files);
    special = Collections.unmodifiableMap(new TreeMap<>(special));
  }
}
