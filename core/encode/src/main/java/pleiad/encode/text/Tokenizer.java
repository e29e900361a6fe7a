package pleiad.encode.text;

import java.util.OptionalInt;

/// Splits texts into the pieces of one vocabulary. Safe for many threads.
///
/// A text is data: what looks like a special token in it (`[SEP]`, `<mask>`) or like a marker (`[Q]
/// `) is split as text, so no text can end a sequence or pass for a query. Only the prefix of
/// [#split(String, String)], which is the model's own, may call such tokens up.
public interface Tokenizer extends AutoCloseable {
  /// The pieces of a text, all of it, without special tokens.
  ///
  /// @throws IllegalStateException when the tokenizer is closed
  Pieces split(String text);

  /// The pieces of a text with a prefix before it, split as one string. That differs from splitting
  /// the two apart where words may join or a vocabulary spells blanks.
  ///
  /// @param prefix what the model wants before a text: `query: `, `[Q] `. Tokens that it names
  ///   become those tokens.
  /// @return pieces of both, the prefix's first, which [Pieces#prefixed] counts; places are in the
  ///   text alone
  /// @throws IllegalStateException when the tokenizer is closed
  Pieces split(String prefix, String text);

  /// The entry of the vocabulary, added tokens among them, that has a number.
  ///
  /// @throws IllegalArgumentException when none has it
  String piece(int id);

  /// The number of an entry of the vocabulary, if it has it. Blanks count: `[Q] ` is not `[Q]`.
  OptionalInt id(String piece);

  /// One more than the largest number a piece has.
  int size();

  /// The numbers of the tokens with a duty.
  Specials specials();

  /// What stands around texts.
  Template template();

  /// The tokens a model takes at most, special ones included, where its files say so.
  OptionalInt maxLength();

  /// SHA-256, in hex, over all that decides which pieces a text has and what stands around them.
  String digest();

  /// Frees what the tokenizer holds outside the heap; a second call does nothing. A tokenizer that
  /// holds nothing there goes on working.
  @Override
  void close();
}
