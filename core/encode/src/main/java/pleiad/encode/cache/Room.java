package pleiad.encode.cache;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// How much a cache may hold, and what goes when it is full: whole segments, those first that
/// nobody has used for the longest time.
final class Room {
  /// At most so much of a disk stays free, however large it is.
  private static final long MOST_SPARED = 2L << 30;

  private final Path folder;
  private final long maxBytes;
  private final FileStore disk;
  private final long sparedBytes;

  /// @param maxBytes of all files
  Room(Path folder, long maxBytes) throws IOException {
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.disk = Files.getFileStore(folder);
    this.sparedBytes = Math.min(MOST_SPARED, disk.getTotalSpace() / 10);
  }

  long maxBytes() {
    return maxBytes;
  }

  /// Whether the disk has room for so many bytes and what others will want of it.
  boolean onDisk(long bytes) throws IOException {
    return disk.getUsableSpace() >= bytes + sparedBytes;
  }

  /// The bytes a segment grows to: small enough that removing one is no great loss.
  long segmentBytes() {
    return Math.min(256L << 20, maxBytes / 8);
  }

  /// Removes segments until so many bytes more fit; says whether they do.
  ///
  /// @param kept those that stay
  boolean make(long bytes, Set<Segment> kept) throws IOException {
    List<Aged> oldestFirst = new ArrayList<>();
    long total = 0;
    for (String name : Segment.names(folder)) {
      Segment segment = new Segment(folder, name);
      Aged aged = new Aged(segment, segment.bytes(), segment.lastUsed().toMillis());
      oldestFirst.add(aged);
      total += aged.bytes();
    }
    oldestFirst.sort(Comparator.comparingLong(Aged::lastUsed));
    for (Aged each : oldestFirst) {
      if (total + bytes <= maxBytes) {
        break;
      }
      if (!kept.contains(each.segment()) && each.segment().remove()) {
        total -= each.bytes();
      }
    }
    return total + bytes <= maxBytes;
  }

  /// A segment as it was looked at, so that sorting compares what does not change.
  private record Aged(Segment segment, long bytes, long lastUsed) {}
}
