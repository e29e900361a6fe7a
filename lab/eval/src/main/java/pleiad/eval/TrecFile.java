package pleiad.eval;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Writes lines whose fields stand between blanks, as TREC's tools read them.
final class TrecFile implements AutoCloseable {
  private final BufferedWriter writer;

  private TrecFile(BufferedWriter writer) {
    this.writer = writer;
  }

  static TrecFile create(Path file) throws IOException {
    return new TrecFile(Files.newBufferedWriter(file));
  }

  /// A field that the format can hold, which is one without white space.
  static String field(String kind, String value) {
    if (value.isEmpty() || value.chars().anyMatch(Character::isWhitespace)) {
      throw new IllegalArgumentException(
          "%s '%s' is empty or has white space, which separates the fields of TREC's format"
              .formatted(kind, value));
    }
    return value;
  }

  void line(String... fields) throws IOException {
    writer.write(String.join(" ", fields));
    writer.write('\n');
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
