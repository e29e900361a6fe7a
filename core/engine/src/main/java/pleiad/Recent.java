package pleiad;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// What was added and deleted since the last refresh, which no reader shows yet: the digest of each
/// such document. Safe for any number of threads.
final class Recent {
  /// Stands for a document that was deleted.
  static final BytesRef DELETED = new BytesRef();

  /// Stands for a document that is there, yet not as it was added.
  static final BytesRef UNKNOWN = new BytesRef("unknown");

  private volatile Map<String, BytesRef> current = new ConcurrentHashMap<>();
  private volatile Map<String, BytesRef> beforeRefresh = Map.of();

  void added(String id, BytesRef digest) {
    current.put(id, digest);
  }

  void deleted(String id) {
    current.put(id, DELETED);
  }

  /// The digest, [#DELETED], or null when only the reader knows.
  @Nullable BytesRef find(String id) {
    BytesRef digest = current.get(id);
    return digest != null ? digest : beforeRefresh.get(id);
  }

  /// To be called before a reader is opened, while nothing is added.
  void refreshing() {
    beforeRefresh = current;
    current = new ConcurrentHashMap<>();
  }

  /// To be called when that reader is in use.
  void refreshed() {
    beforeRefresh = Map.of();
  }
}
