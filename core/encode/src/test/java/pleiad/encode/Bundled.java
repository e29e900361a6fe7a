package pleiad.encode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import pleiad.encode.text.Pieces;
import pleiad.encode.text.Tokenizer;
import pleiad.encode.text.Tokenizers;

/// The vocabulary of the bundled model.
final class Bundled {
  private static final Tokenizer TOKENIZER = open();

  private Bundled() {}

  static byte[] tokenizerFile() {
    try (InputStream in =
        Bundled.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json")) {
      return Objects.requireNonNull(in, "the vocabulary is not on the class path").readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static Tokenizer tokenizer() {
    return TOKENIZER;
  }

  /// The pieces of a text, as an encoder would name them.
  static List<Token> tokens(String text) {
    Pieces pieces = TOKENIZER.split(text);
    return IntStream.range(0, pieces.count())
        .mapToObj(
            i ->
                new Token(
                    TOKENIZER.piece(pieces.id(i)), pieces.id(i), pieces.start(i), pieces.end(i)))
        .toList();
  }

  private static Tokenizer open() {
    try {
      return Tokenizers.open(tokenizerFile(), "bundled");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
