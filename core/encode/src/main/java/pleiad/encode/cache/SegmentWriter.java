package pleiad.encode.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// Appends entries to a segment, alone. For one thread at a time.
final class SegmentWriter implements Closeable {
  private final Segment segment;
  private final SegmentLock lock;
  private final FileChannel vectors;
  private final FileChannel keys;
  private long vectorsEnd;
  private long keysEnd;

  private SegmentWriter(Segment segment, SegmentLock lock, FileChannel vectors, FileChannel keys) {
    this.segment = segment;
    this.lock = lock;
    this.vectors = vectors;
    this.keys = keys;
  }

  /// Begins a segment, or goes on with one that was there.
  ///
  /// @return null when another one writes to it or has removed it, or another format is in it
  static @Nullable SegmentWriter tryToOpen(Segment segment, boolean fresh) throws IOException {
    SegmentLock lock = SegmentLock.tryToGet(segment.lock());
    if (lock == null) {
      return null;
    }
    try {
      if (fresh || segment.readable()) {
        return open(segment, lock);
      }
      lock.close();
      return null;
    } catch (Throwable failed) {
      lock.close();
      throw failed;
    }
  }

  private static SegmentWriter open(Segment segment, SegmentLock lock) throws IOException {
    FileChannel vectors =
        FileChannel.open(segment.vectors(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileChannel keys =
          FileChannel.open(segment.keys(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        SegmentWriter writer = new SegmentWriter(segment, lock, vectors, keys);
        writer.goToEnd();
        return writer;
      } catch (Throwable failed) {
        keys.close();
        throw failed;
      }
    } catch (Throwable failed) {
      vectors.close();
      throw failed;
    }
  }

  private void goToEnd() throws IOException {
    vectorsEnd = vectors.size();
    long lines = (keys.size() - Segment.MAGIC.length) / Segment.LINE;
    if (keys.size() < Segment.MAGIC.length) {
      write(keys, ByteBuffer.wrap(Segment.MAGIC), 0);
      lines = 0;
    }
    // Behind the last whole line; half a one that a killed process left is written over.
    keysEnd = Segment.MAGIC.length + lines * Segment.LINE;
  }

  Segment segment() {
    return segment;
  }

  /// Where the next entry would begin.
  long vectorsEnd() {
    return vectorsEnd;
  }

  /// @throws java.nio.channels.ClosedByInterruptException when the thread was interrupted; the
  ///   writer is of no use then
  Segment.Place append(EncodingKey key, ByteBuffer entry) throws IOException {
    Segment.Place place = new Segment.Place(segment, vectorsEnd, entry.remaining());
    vectorsEnd += entry.remaining();
    write(vectors, entry, place.offset());
    ByteBuffer line = Entry.allocate(Segment.LINE);
    key.write(line);
    line.putLong(place.offset()).putInt(place.length());
    line.putInt(Entry.checksum(line, line.position())).flip();
    write(keys, line, keysEnd);
    keysEnd += Segment.LINE;
    return place;
  }

  private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
    int before = bytes.position();
    while (bytes.hasRemaining()) {
      channel.write(bytes, at + bytes.position() - before);
    }
  }

  @Override
  public void close() throws IOException {
    try (lock;
        vectors) {
      keys.close();
    }
  }
}
