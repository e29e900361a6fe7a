package pleiad.eval;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.StringTokenizer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A line of a text file that is not blank, and where it stands: what every reader here starts
/// from, so that each can say where something is wrong.
///
/// @param number counted from 1, blank lines included
/// @param first whether no line that is not blank came before
record Line(Path file, long number, boolean first, String text) {
  private static final String WHITE_SPACE = " \t\n\u000B\f\r"; // C's isspace

  /// The lines of a UTF-8 file, without a byte order mark, read as they are asked for. Whoever asks
  /// closes the stream.
  static Stream<Line> stream(Path file) throws IOException {
    BufferedReader reader = Files.newBufferedReader(file);
    return StreamSupport.stream(new Reading(file, reader), false).onClose(() -> close(reader));
  }

  /// Hands over every line.
  static void forEach(Path file, Consumer<Line> reader) throws IOException {
    try (Stream<Line> lines = stream(file)) {
      lines.forEach(reader);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// What stands between tabs; at least `least` fields, at most `most`, not counting blank ones at
  /// the end.
  ///
  /// @param shape what was expected, for the message
  String[] tabbed(int least, int most, String shape) {
    String[] fields = text.split("\t", -1);
    int count = fields.length;
    while (count > most && fields[count - 1].isBlank()) {
      count--;
    }
    if (count < least || count > most) {
      throw wrong("expected %s between tabs, found %d fields".formatted(shape, count));
    }
    return fields;
  }

  /// The `count` fields of a TREC line, which stand between white space of any kind.
  ///
  /// @param shape what was expected, for the message
  String[] spaced(int count, String shape) {
    StringTokenizer tokens = new StringTokenizer(text, WHITE_SPACE);
    if (tokens.countTokens() != count) {
      throw wrong(
          "expected '%s' between white space, found %d fields"
              .formatted(shape, tokens.countTokens()));
    }
    String[] fields = new String[count];
    for (int i = 0; i < count; i++) {
      fields[i] = tokens.nextToken();
    }
    return fields;
  }

  /// The exception to throw when this line is not what it should be.
  MalformedFileException wrong(String problem) {
    return new MalformedFileException(file, number, problem);
  }

  private static void close(BufferedReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Reading extends Spliterators.AbstractSpliterator<Line> {
    private final Path file;
    private final BufferedReader reader;
    private long number;
    private boolean first = true;

    Reading(Path file, BufferedReader reader) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
      this.file = file;
      this.reader = reader;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Line> action) {
      try {
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
          number++;
          if (number == 1 && text.startsWith("\uFEFF")) {
            text = text.substring(1);
          }
          if (!text.isBlank()) {
            Line line = new Line(file, number, first, text);
            first = false;
            action.accept(line);
            return true;
          }
        }
        return false;
      } catch (CharacterCodingException e) {
        // The reader decodes ahead, so the bytes may stand some lines further on.
        throw new MalformedFileException(
            file, number + 1, "not UTF-8, here or soon after; convert the file");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
