package pleiad.encode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The vocabulary of the bundled model.
final class Bundled {
  private Bundled() {}

  static byte[] tokenizerFile() {
    try (InputStream in =
        Bundled.class.getResourceAsStream("/bge-small-en-v1.5-q-tokenizer.json")) {
      return Objects.requireNonNull(in, "the vocabulary is not on the class path").readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static WordPiece wordPiece() {
    try {
      return new WordPiece(Vocabulary.read(tokenizerFile()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
