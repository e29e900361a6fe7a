package pleiad.encode.cache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Encoder;
import pleiad.encode.Encoding;
import pleiad.encode.PageEncoder;

/// Encodings that are kept in a folder: of any text, role and model, as the model gave them, bit by
/// bit. [#around(Encoder)] makes an encoder use them.
///
/// Safe for any number of threads, and for any number of processes on one folder: each writes files
/// of its own and waits for none. It shows what was there when it was opened and what it was given
/// since. Whatever happens to a process or the disk, an encoding comes back as it was or not at
/// all; a killed process has lost what it was writing, no more.
///
/// It is a help and no more than that: where the folder cannot be read or written, or the disk is
/// nearly full, it says so once to whoever opened it and encoding goes on without it.
///
/// When all files together reach the limit, those that were not used for the longest time go. What
/// this opening has read or written stays even then, so that a collection too large for the limit
/// still finds as much of itself as fits when it comes again; then nothing more is kept.
///
/// Costs about 100 bytes of memory for each text in the folder.
public final class EncodeCache implements Closeable {
  /// The limit that says nothing else, 8 GiB: 5.6 million tokens of 384 numbers, some 30,000
  /// abstracts, which take one core hours to encode.
  public static final long DEFAULT_BYTES = 8L << 30;

  private final Path folder;
  private final Consumer<String> trouble;
  private final InstantSource clock;
  private final Map<EncodingKey, Segment.Place> places = new ConcurrentHashMap<>();
  private final Set<Segment> used = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean toldOfReading = new AtomicBoolean();
  private final LongAdder reused = new LongAdder();
  private final LongAdder reusedTokens = new LongAdder();
  private final LongAdder encoded = new LongAdder();
  private final LongAdder encodedTokens = new LongAdder();

  /// Writing, one thread at a time.
  private final Lock writing = new ReentrantLock();

  /// Null when nothing is kept any more.
  private volatile @Nullable Room room;

  private @Nullable SegmentWriter writer;

  /// How often a text was found and how often it had to be encoded.
  ///
  /// @param reused texts that were found
  /// @param reusedTokens their tokens
  /// @param encoded texts that were not
  /// @param encodedTokens their tokens
  public record Counts(long reused, long reusedTokens, long encoded, long encodedTokens) {}

  private EncodeCache(Path folder, Consumer<String> trouble, InstantSource clock) {
    this.folder = folder;
    this.trouble = trouble;
    this.clock = clock;
  }

  /// Opens a folder, which is made where it is missing.
  ///
  /// @param maxBytes of all its files
  /// @param trouble is told, once, why encodings can no longer be read or kept; from any thread
  /// @throws IllegalArgumentException when the limit is below 1
  public static EncodeCache open(Path folder, long maxBytes, Consumer<String> trouble) {
    return open(folder, maxBytes, trouble, InstantSource.system());
  }

  static EncodeCache open(
      Path folder, long maxBytes, Consumer<String> trouble, InstantSource clock) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException(
          "the encode cache must be allowed at least 1 byte, got " + maxBytes);
    }
    EncodeCache cache = new EncodeCache(folder, trouble, clock);
    try {
      Files.createDirectories(folder);
      for (String name : Segment.names(folder)) {
        new Segment(folder, name).read(cache.places);
      }
      cache.room = new Room(folder, maxBytes);
    } catch (IOException failed) {
      trouble.accept("encodings are not kept: '%s' cannot be used (%s)".formatted(folder, failed));
    }
    return cache;
  }

  /// Removes every encoding in a folder but those that are being written, and gives the bytes that
  /// were freed. Other files stay.
  public static long clear(Path folder) throws IOException {
    long freed = 0;
    if (Files.isDirectory(folder)) {
      for (String name : Segment.names(folder)) {
        Segment segment = new Segment(folder, name);
        long bytes = segment.bytes();
        freed += segment.remove() ? bytes : 0;
      }
    }
    return freed;
  }

  /// The same encoder, whose model runs only for what is not here. Closing it closes the encoder,
  /// not the cache. An encoder of pages stays as it is: only what was made of texts is kept.
  public Encoder around(Encoder encoder) {
    return encoder instanceof PageEncoder ? encoder : new CachedEncoder(encoder, this);
  }

  /// Opens encoders by name as `opener` does, each with this cache around it.
  public Function<String, Encoder> around(Function<String, Encoder> opener) {
    return name -> around(opener.apply(name));
  }

  /// What was found and what was not since it was opened.
  public Counts counts() {
    return new Counts(reused.sum(), reusedTokens.sum(), encoded.sum(), encodedTokens.sum());
  }

  /// How many encodings can be found.
  public int size() {
    return places.size();
  }

  @Nullable Encoding find(EncodingKey key) {
    Segment.Place place = places.get(key);
    Encoding found = place == null ? null : read(key, place);
    if (found != null) {
      reused.increment();
      reusedTokens.add(found.tokens().size());
    }
    return found;
  }

  private @Nullable Encoding read(EncodingKey key, Segment.Place place) {
    try {
      Encoding found = Entry.read(key, place.segment().read(place));
      if (found == null) {
        places.remove(key, place);
        tellOfReading("'%s' is damaged".formatted(place.segment().vectors()));
      } else if (used.add(place.segment())) {
        markUsed(place.segment());
      }
      return found;
    } catch (NoSuchFileException removedByAnother) {
      places.remove(key, place);
      return null;
    } catch (ClosedByInterruptException _) {
      return null; // The thread stays interrupted, which is for the encoder to mind.
    } catch (IOException failed) {
      tellOfReading("it cannot be read (%s)".formatted(failed));
      return null;
    }
  }

  private void tellOfReading(String problem) {
    if (!toldOfReading.getAndSet(true)) {
      trouble.accept(
          "some of the encode cache in '%s' is lost and encoded anew: %s"
              .formatted(folder, problem));
    }
  }

  /// So that it is not the oldest.
  private void markUsed(Segment segment) {
    try {
      Files.setLastModifiedTime(segment.keys(), FileTime.from(clock.instant()));
    } catch (NoSuchFileException removedByAnother) {
      used.remove(segment);
    } catch (IOException unwritable) {
      stopKeeping("'%s' cannot be written (%s)".formatted(folder, unwritable));
    }
  }

  void keep(EncodingKey key, Encoding encoding) {
    encoded.increment();
    encodedTokens.add(encoding.tokens().size());
    long bytes = Entry.bytes(encoding);
    Room limits = room;
    if (limits == null || bytes > limits.segmentBytes() || places.containsKey(key)) {
      return;
    }
    ByteBuffer entry = Entry.write(key, encoding);
    writing.lock();
    try {
      write(key, entry, limits);
    } catch (ClosedByInterruptException _) {
      // The channels are closed now, and the thread stays interrupted; the next begins anew.
      closeWriter();
    } catch (IOException failed) {
      closeWriter();
      stopKeeping("'%s' cannot be written (%s)".formatted(folder, failed));
    } finally {
      writing.unlock();
    }
  }

  private void write(EncodingKey key, ByteBuffer entry, Room limits) throws IOException {
    if (room == null) {
      return;
    }
    if (!limits.onDisk(entry.remaining())) {
      closeWriter();
      stopKeeping("the disk of '%s' is nearly full".formatted(folder));
      return;
    }
    SegmentWriter open = writer;
    if (open == null || open.vectorsEnd() + entry.remaining() > limits.segmentBytes()) {
      closeWriter();
      open = nextWriter(limits);
      writer = open;
    }
    if (open == null) {
      stopKeeping(
          "this run has filled its limit of %,d bytes in '%s'; a larger one would keep more"
              .formatted(limits.maxBytes(), folder));
      return;
    }
    places.put(key, open.append(key, entry));
  }

  /// Goes on with a segment that is small, else begins one; null when there is no room for one.
  private @Nullable SegmentWriter nextWriter(Room limits) throws IOException {
    for (String name : Segment.names(folder)) {
      Segment segment = new Segment(folder, name);
      if (2 * segment.bytes() < limits.segmentBytes()) {
        SegmentWriter goesOn = SegmentWriter.tryToOpen(segment, false);
        if (goesOn != null) {
          used.add(segment);
          if (limits.make(limits.segmentBytes() - goesOn.vectorsEnd(), used)) {
            return goesOn;
          }
          goesOn.close();
          return null;
        }
      }
    }
    if (!limits.make(limits.segmentBytes(), used)) {
      return null;
    }
    Segment fresh = Segment.fresh(folder);
    used.add(fresh);
    return SegmentWriter.tryToOpen(fresh, true);
  }

  private void stopKeeping(String reason) {
    writing.lock();
    try {
      if (room != null) {
        room = null;
        trouble.accept("encodings are no longer kept: " + reason);
      }
    } finally {
      writing.unlock();
    }
  }

  private void closeWriter() {
    SegmentWriter open = writer;
    writer = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException failed) {
        stopKeeping("'%s' cannot be written (%s)".formatted(folder, failed));
      }
    }
  }

  /// Ends writing. Its encoders go on and find what is here.
  @Override
  public void close() {
    writing.lock();
    try {
      room = null;
      closeWriter();
    } finally {
      writing.unlock();
    }
  }
}
