package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.index.ConcurrentMergeScheduler;
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

  /// A document that is not there, or not as it is to be.
  private record Novelty(Draft draft, BytesRef digest) {}

  /// Adds documents that are encoded together; when one cannot be kept, none is.
  List<Added> addAll(List<Document> documents) throws IOException {
    Map<String, Added> outcomes = new LinkedHashMap<>();
    List<Novelty> novelties = new ArrayList<>();
    for (Document document : documents) {
      Added outcome = compare(document, null, DocumentFields.digest(document), novelties);
      if (outcomes.put(document.id(), outcome) != null) {
        throw new IllegalArgumentException(
            "two of the documents have the id '%s'; add them one after the other"
                .formatted(document.id()));
      }
    }
    write(novelties);
    return List.copyOf(outcomes.values());
  }

  /// Adds a page.
  Added add(Document document, PagePicture picture) throws IOException {
    List<Novelty> novelties = new ArrayList<>();
    Added outcome = compare(document, picture, DocumentFields.digest(document, picture), novelties);
    write(novelties);
    return outcome;
  }

  /// Says what is to become of a document, and adds it to the novelties where it is one.
  private Added compare(
      Document document, @Nullable PagePicture picture, BytesRef digest, List<Novelty> novelties)
      throws IOException {
    DocumentChecks.check(document, picture != null, description);
    BytesRef before = digests.find(document.id());
    if (digest.equals(before)) {
      return Added.UNCHANGED;
    }
    novelties.add(
        new Novelty(new Draft(document, picture, DocumentFields.write(document, digest)), digest));
    return before == null ? Added.ADDED : Added.REPLACED;
  }

  private void write(List<Novelty> novelties) throws IOException {
    encoder.addVectors(novelties.stream().map(Novelty::draft).toList());
    for (Novelty novelty : novelties) {
      String id = novelty.draft().document().id();
      change(
          () -> {
            writer.updateDocument(DocumentFields.idTerm(id), novelty.draft().fields());
            digests.added(id, novelty.digest());
            digests.passageChanged(id);
          });
    }
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
      return addAll(List.of(document)).getFirst();
    }
    List<Document> passages = Passages.of(document, chunks);
    for (Document passage : passages) {
      DocumentChecks.check(passage, false, description);
    }
    var fields = DocumentFields.write(document, passages, chunking, digest);
    if (chunking.late()) {
      encoder.addLate(document, chunks, Draft.of(passages, fields));
    } else {
      encoder.addVectors(Draft.of(passages, fields));
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
      finishMerges();
      writer.close();
    } finally {
      writer.rollback();
    }
  }

  /// Merges what is to be merged, and what that makes ready to be: a writer that closes begins no
  /// further merges.
  private void finishMerges() throws IOException {
    if (writer.isOpen()) {
      writer.flush();
      if (writer.getConfig().getMergeScheduler() instanceof ConcurrentMergeScheduler merges) {
        merges.sync();
      }
    }
  }
}
