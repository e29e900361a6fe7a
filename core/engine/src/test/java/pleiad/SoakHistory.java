package pleiad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// What a collection may hold at each of its snapshots.
///
/// Every change of a document has a number and is noted before it is made. Now and then a marker is
/// put into the collection while nothing else changes; a snapshot with that marker holds each
/// document as it was then, or as it became later, and nothing older.
final class SoakHistory {
  private static final int ABSENT = 0;
  private static final long DELETED = 1;

  /// The changes of one document: twice their number, one more where it was deleted.
  private static final class Changes {
    private long[] all = new long[4];
    private int count;

    synchronized void add(long change) {
      if (count == all.length) {
        all = Arrays.copyOf(all, 2 * count);
      }
      all[count++] = change;
    }

    synchronized int count() {
      return count;
    }

    synchronized long last() {
      return count == 0 ? DELETED : all[count - 1];
    }

    /// Whether it may look like that, so many changes having been made for certain.
    synchronized boolean may(long seen, int certain) {
      if (certain == ABSENT && seen == DELETED) {
        return true;
      }
      for (int i = Math.max(0, certain - 1); i < count; i++) {
        if (all[i] == seen || (seen == DELETED && (all[i] & DELETED) == DELETED)) {
          return true;
        }
      }
      return false;
    }
  }

  private final List<Changes> documents = new ArrayList<>();
  private final AtomicLong changes = new AtomicLong();
  private final Map<Long, int[]> markers = new ConcurrentHashMap<>();
  private final AtomicLong lastMarker = new AtomicLong();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  SoakHistory(int documents) {
    for (int id = 0; id < documents; id++) {
      this.documents.add(new Changes());
    }
  }

  /// Something done to the collection.
  interface Step {
    void run() throws Exception;
  }

  /// Does what changes documents, in the company of others that do.
  void changing(Step step) throws Exception {
    lock.readLock().lock();
    try {
      step.run();
    } finally {
      lock.readLock().unlock();
    }
  }

  /// The number of a new version of the document.
  long added(int id) {
    long change = changes.incrementAndGet();
    documents.get(id).add(2 * change);
    return change;
  }

  void deleted(int id) {
    documents.get(id).add(2 * changes.incrementAndGet() + DELETED);
  }

  /// The number of the document's version, or -1 when it was deleted or never there.
  long version(int id) {
    long last = documents.get(id).last();
    return (last & DELETED) == DELETED ? -1 : last / 2;
  }

  int documents() {
    return documents.size();
  }

  /// Puts a marker into the collection by what is given, while nothing changes.
  void mark(MarkerStep put) throws Exception {
    lock.writeLock().lock();
    try {
      long marker = lastMarker.incrementAndGet();
      markers.put(marker, documents.stream().mapToInt(Changes::count).toArray());
      put.run(marker);
    } finally {
      lock.writeLock().unlock();
    }
  }

  /// Puts the marker of that number.
  interface MarkerStep {
    void run(long marker) throws Exception;
  }

  /// Whether a snapshot with that marker may hold the document in the version of that number, or
  /// not hold it when the number is -1.
  boolean may(long marker, int id, long version) {
    int[] certain = markers.get(marker);
    if (certain == null) {
      return false;
    }
    return documents.get(id).may(version < 0 ? DELETED : 2 * version, certain[id]);
  }
}
