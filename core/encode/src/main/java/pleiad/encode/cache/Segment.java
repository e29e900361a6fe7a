package pleiad.encode.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Some of a cache's encodings, in three files of one name: `.vectors` holds the entries one after
/// the other, `.keys` says where they lie, `.lock` is locked while someone writes or removes them.
///
/// | bytes      | `.keys`, little-endian                                            |
/// |------------|-------------------------------------------------------------------|
/// | 8          | `PLEIENC1`                                                        |
/// | 48 an entry | key (32), where it begins (8), its length (4), CRC-32C of these (4) |
///
/// An entry is there when its line in `.keys` is. That line is written after the entry, so what a
/// process leaves half done when it is killed is not there; what a loss of power leaves is told by
/// the checksums, one in either file. Nothing already written is ever changed.
///
/// @param name of the three files, without what follows the dot
record Segment(Path folder, String name) {
  static final byte[] MAGIC = "PLEIENC1".getBytes(StandardCharsets.US_ASCII);
  static final int LINE = EncodingKey.BYTES + Long.BYTES + Integer.BYTES + Integer.BYTES;

  private static final String VECTORS = ".vectors";
  private static final String KEYS = ".keys";
  private static final String LOCK = ".lock";
  private static final Pattern FILE = Pattern.compile("([0-9a-f-]{36})\\.(vectors|keys|lock)");

  /// Where an entry lies.
  record Place(Segment segment, long offset, int length) {}

  /// A name that nothing has yet.
  static Segment fresh(Path folder) {
    return new Segment(folder, UUID.randomUUID().toString());
  }

  /// Those that have any file in a folder, of which others in it are none.
  static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher known = FILE.matcher(file.getFileName().toString());
        if (known.matches()) {
          names.add(known.group(1));
        }
      }
    }
    return names;
  }

  Path vectors() {
    return folder.resolve(name + VECTORS);
  }

  Path keys() {
    return folder.resolve(name + KEYS);
  }

  Path lock() {
    return folder.resolve(name + LOCK);
  }

  /// Adds where each entry lies.
  void read(Map<EncodingKey, Place> places) throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(keys());
    } catch (NoSuchFileException removed) {
      return;
    }
    ByteBuffer lines = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < MAGIC.length
        || !lines.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
      return;
    }
    for (int at = MAGIC.length; at + LINE <= bytes.length; at += LINE) {
      ByteBuffer line = lines.slice(at, LINE).order(ByteOrder.LITTLE_ENDIAN);
      EncodingKey key = EncodingKey.read(line);
      long offset = line.getLong();
      int length = line.getInt();
      if (line.getInt() == Entry.checksum(line, LINE - Integer.BYTES) && length > 0) {
        places.put(key, new Place(this, offset, length));
      }
    }
  }

  /// Whether it is there and in this format.
  boolean readable() throws IOException {
    try (InputStream in = Files.newInputStream(keys())) {
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (NoSuchFileException removed) {
      return false;
    }
  }

  /// The bytes at a place; fewer where the file ends before.
  ByteBuffer read(Place place) throws IOException {
    // Opened for each entry: a file that another process removes then stands in nobody's way, and
    // no thread's interruption closes a channel that others read.
    try (FileChannel channel = FileChannel.open(vectors(), StandardOpenOption.READ)) {
      long there = Math.max(0, channel.size() - place.offset());
      ByteBuffer entry = Entry.allocate((int) Math.min(place.length(), there));
      while (entry.hasRemaining() && channel.read(entry, place.offset() + entry.position()) >= 0) {}
      return entry.flip();
    }
  }

  /// Of all three files.
  long bytes() throws IOException {
    return size(vectors()) + size(keys());
  }

  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException removed) {
      return 0;
    }
  }

  /// When it was last written or used; long ago, where there is nothing to use.
  FileTime lastUsed() throws IOException {
    try {
      return Files.getLastModifiedTime(keys());
    } catch (NoSuchFileException removed) {
      return FileTime.fromMillis(0);
    }
  }

  /// Removes the files unless someone writes to them; says whether they are gone.
  boolean remove() throws IOException {
    try (SegmentLock held = SegmentLock.tryToGet(lock())) {
      if (held == null) {
        return false;
      }
      // First what says that entries are there.
      Files.deleteIfExists(keys());
      Files.deleteIfExists(vectors());
      Files.deleteIfExists(lock());
      return true;
    }
  }
}
