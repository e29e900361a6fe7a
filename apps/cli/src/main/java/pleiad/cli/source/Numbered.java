package pleiad.cli.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A line and where it stands.
record Numbered(String where, String text) {
  /// What some editors put before a text's first character; no part of the text.
  static final String BYTE_ORDER_MARK = "\uFEFF";

  /// The lines of a source; closing the stream closes it.
  static Stream<Numbered> lines(String name, BufferedReader reader) {
    return StreamSupport.stream(new Lines(name, reader), false).onClose(() -> close(reader));
  }

  private static void close(BufferedReader reader) {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Lines extends Spliterators.AbstractSpliterator<Numbered> {
    private final String name;
    private final BufferedReader reader;
    private int number;

    Lines(String name, BufferedReader reader) {
      super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
      this.name = name;
      this.reader = reader;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Numbered> action) {
      number++;
      String where = name + ", line " + number;
      try {
        String line = reader.readLine();
        if (line == null) {
          return false;
        }
        boolean marked = number == 1 && line.startsWith(BYTE_ORDER_MARK);
        action.accept(new Numbered(where, marked ? line.substring(1) : line));
        return true;
      } catch (CharacterCodingException e) {
        throw new UncheckedIOException(
            new IOException(where + " or soon after: the bytes are no UTF-8 text", e));
      } catch (IOException e) {
        throw new UncheckedIOException(new IOException(where + ": " + e.getMessage(), e));
      }
    }
  }
}
