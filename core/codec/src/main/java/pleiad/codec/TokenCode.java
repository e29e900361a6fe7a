package pleiad.codec;

/// How token vectors are kept: a fixed number of bytes per token.
///
/// Encoding what `int8` and `float16` decoded gives the same bytes again, so their codes survive
/// any number of merges. [ResidualCode] does not promise that: its codes are copied, not encoded
/// anew.
public sealed interface TokenCode permits Float16Code, Int8Code, ResidualCode {
  /// The code of that name for vectors of `dimension` numbers.
  ///
  /// @throws IllegalArgumentException when no code has that name; the message lists those that
  ///   exist
  static TokenCode named(String name, int dimension) {
    return switch (name) {
      case Float16Code.NAME -> new Float16Code(dimension);
      case Int8Code.NAME -> new Int8Code(dimension);
      default ->
          throw new IllegalArgumentException(
              "no token code is called '%s'; there are %s and %s"
                  .formatted(name, Float16Code.NAME, Int8Code.NAME));
    };
  }

  /// The name in files, flags and JSON.
  String name();

  /// Numbers per token.
  int dimension();

  /// Bytes per token.
  int tokenBytes();

  /// Bytes that follow the tokens of a document.
  default int documentBytes() {
    return 0;
  }

  /// Bytes of a document of so many tokens.
  ///
  /// @throws ArithmeticException when an array cannot hold them
  default int documentBytes(int count) {
    return Math.addExact(Math.multiplyExact(count, tokenBytes()), documentBytes());
  }

  /// Writes a document: its tokens, and what follows them.
  ///
  /// @param rows its tokens, row-major, the first `count`; not to be used any more
  /// @param codes at least [#documentBytes(int)] long
  default void encodeDocument(float[] rows, int count, byte[] codes) {
    encode(rows, 0, count, codes, 0);
  }

  /// Adds to decoded tokens what follows their document's.
  ///
  /// @param codes what follows the tokens, from index `from`
  /// @param rows `count` of the document's tokens as [#decode] gave them, from index `to`
  default void complete(byte[] codes, int from, int count, float[] rows, int to) {}

  /// Tokens of a document that are laid out together: 1 where each stands alone. The last block of
  /// a document may be shorter; [#encode] and [#decode] take tokens from the beginning of a block.
  default int blockTokens() {
    return 1;
  }

  /// Writes `count` tokens, row-major in `rows` from index `from`, as codes from index `to`.
  void encode(float[] rows, int from, int count, byte[] codes, int to);

  /// Reads `count` tokens, codes from index `from`, into row-major `rows` from index `to`.
  void decode(byte[] codes, int from, int count, float[] rows, int to);
}
