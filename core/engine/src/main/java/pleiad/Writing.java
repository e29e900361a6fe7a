package pleiad;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.passage.Chunk;
import pleiad.passage.Chunking;
import pleiad.passage.Chunks;

/// A collection's writing side: what is added and deleted, and when searches see it. Safe for any
/// number of threads.
final class Writing {
  private final Description description;
  private final DocumentEncoder encoder;
  private final IndexWriter writer;
  private final ReadOnly reading;
  private final Digests digests;

  /// Adding shares it, refreshing has it alone.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  Writing(Description description, DocumentEncoder encoder, IndexWriter writer, ReadOnly reading) {
    this.description = description;
    this.encoder = encoder;
    this.writer = writer;
    this.reading = reading;
    this.digests = new Digests(reading);
  }

  /// What is written while nothing is refreshed.
  private interface Change {
    void make() throws IOException;
  }

  private void change(Change change) throws IOException {
    Lock shared = lock.readLock();
    shared.lock();
    try {
      change.make();
    } finally {
      shared.unlock();
    }
  }

  /// @param picture of the document's page; null: it has none
  /// @param digest of both
  Added add(Document document, @Nullable PagePicture picture, BytesRef digest) throws IOException {
    DocumentChecks.check(document, picture != null, description);
    BytesRef before = digests.find(document.id());
    if (digest.equals(before)) {
      return Added.UNCHANGED;
    }
    var fields = DocumentFields.write(document, digest);
    encoder.addVectors(document, picture, fields);
    change(
        () -> {
          writer.updateDocument(DocumentFields.idTerm(document.id()), fields);
          digests.added(document.id(), digest);
          digests.passageChanged(document.id());
        });
    return before == null ? Added.ADDED : Added.REPLACED;
  }

  /// Adds a document in passages.
  Added add(Document document, Chunking chunking) throws IOException {
    DocumentChecks.check(document, false, description);
    BytesRef digest = DocumentFields.digest(document, chunking);
    BytesRef before = digests.find(document.id());
    if (digest.equals(before)) {
      return Added.UNCHANGED;
    }
    List<Chunk> chunks = chunks(document, chunking);
    if (chunks.size() < 2) {
      return add(document, null, DocumentFields.digest(document));
    }
    List<Document> passages = Passages.of(document, chunks);
    for (Document passage : passages) {
      DocumentChecks.check(passage, false, description);
    }
    var fields = DocumentFields.write(document, passages, chunking, digest);
    if (chunking.late()) {
      encoder.addLate(document, chunks, passages, fields);
    } else {
      for (int i = 0; i < passages.size(); i++) {
        encoder.addVectors(passages.get(i), null, fields.get(i));
      }
    }
    change(
        () -> {
          writer.updateDocuments(DocumentFields.idsQuery(document, passages), fields);
          digests.added(document.id(), digest);
        });
    return before == null ? Added.ADDED : Added.REPLACED;
  }

  private List<Chunk> chunks(Document document, Chunking chunking) {
    List<Token> tokens = encoder.counting().tokenize(document.text(), Role.DOCUMENT);
    return Chunks.of(document.text(), tokens, chunking, description.language().locale());
  }

  /// The passages of a document; itself where it is no longer than one.
  List<Document> split(Document document, Chunking chunking) {
    List<Chunk> chunks = chunks(document, chunking);
    return chunks.size() < 2 ? List.of(document) : Passages.of(document, chunks);
  }

  /// Says whether there was one.
  boolean delete(String id) throws IOException {
    if (digests.isOfRecentWhole(id)) {
      // Which passages it has by now only a reader knows.
      refresh();
    }
    boolean there = digests.find(id) != null;
    change(
        () -> {
          writer.deleteDocuments(DocumentFields.idTerm(id));
          digests.deleted(id);
          digests.passageChanged(id);
        });
    return there;
  }

  /// Says how many there were.
  int delete(Query query) throws IOException {
    Lock alone = lock.writeLock();
    alone.lock();
    try {
      digests.refresh();
      int matching = reading.use(searcher -> searcher.count(query));
      writer.deleteDocuments(query);
      digests.refresh();
      return matching;
    } finally {
      alone.unlock();
    }
  }

  /// Shows everything so far to searches.
  void refresh() throws IOException {
    Lock alone = lock.writeLock();
    alone.lock();
    try {
      digests.refresh();
    } finally {
      alone.unlock();
    }
  }

  /// Makes everything so far permanent.
  void commit() throws IOException {
    writer.commit();
    refresh();
  }

  /// Forgets everything since the last commit.
  void rollback() throws IOException {
    try {
      reading.endSearches();
    } finally {
      writer.rollback();
    }
  }

  /// Commits and ends; when the commit fails, what the last one kept is still there.
  void close() throws IOException {
    try {
      reading.endSearches();
      writer.close();
    } finally {
      writer.rollback();
    }
  }
}
