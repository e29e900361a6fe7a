package pleiad.encode.image;

/// The tokenizer of a checkpoint, as far as pages and queries need one.
@FunctionalInterface
public interface TextIds {
  /// The token numbers of a text. Tokens that were added to the vocabulary, such as `<image>`,
  /// count as one wherever they are spelled out.
  ///
  /// @param framed whether the tokenizer puts around the text what its template says (`[CLS]` and
  ///   `[SEP]` of ModernBERT; nothing for most); otherwise it adds nothing
  int[] ids(String text, boolean framed);

  /// The token numbers of a text between two others that are the model's own. A tokenizer that can
  /// tell them apart makes no added tokens of what the text spells.
  ///
  /// @param before what the model wants before the text
  /// @param after what it wants behind it
  /// @param framed as above
  default int[] ids(String before, String text, String after, boolean framed) {
    return ids(before + text + after, framed);
  }
}
