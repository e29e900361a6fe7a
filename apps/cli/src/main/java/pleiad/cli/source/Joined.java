package pleiad.cli.source;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Streams one after another, each begun when the one before has ended, and read no further than it
/// is asked for. `Stream.flatMap` would read a whole stream for its first entry.
final class Joined extends Spliterators.AbstractSpliterator<Entry> {
  private final Iterator<Stream<Entry>> rest;
  private @Nullable Stream<Entry> current;
  private @Nullable Spliterator<Entry> entries;

  private Joined(Iterator<Stream<Entry>> rest) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.rest = rest;
  }

  /// @param streams asked for the next one when it is needed; closed at their ends
  static Stream<Entry> of(Iterator<Stream<Entry>> streams) {
    Joined joined = new Joined(streams);
    return StreamSupport.stream(joined, false).onClose(joined::close);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Entry> action) {
    while (entries != null || rest.hasNext()) {
      if (entries == null) {
        current = rest.next();
        entries = current.spliterator();
      }
      if (entries.tryAdvance(action)) {
        return true;
      }
      close();
    }
    return false;
  }

  private void close() {
    entries = null;
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
