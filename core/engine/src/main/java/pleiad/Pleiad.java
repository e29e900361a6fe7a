package pleiad;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Workers;
import pleiad.encode.Encoding;
import pleiad.encode.Fragmentation;
import pleiad.encode.Role;
import pleiad.encode.Token;
import pleiad.index.Codebooks;
import pleiad.passage.Chunk;
import pleiad.passage.Chunking;
import pleiad.passage.Chunks;
import pleiad.search.Plan;
import pleiad.vector.TokenVectors;

/// A collection of documents in a folder, open to add, delete and search.
///
/// One writer at a time, in one process; any number of readers beside it, in other processes too
/// ([#openReadOnly(Path)]). Every method is safe for any number of threads; adding from one thread
/// a core is how encoding keeps all cores busy.
///
/// What was added or deleted is found after [#commit()] or [#refresh()], and is kept for good after
/// [#commit()]: whatever happens to the process or the disk then, the last commit opens. [#close()]
/// commits; [#rollback()] forgets everything since the last commit.
public final class Pleiad implements Searcher {
  private final Description description;
  private final DocumentEncoder encoder;
  private final IndexWriter writer;
  private final Codebooks codebooks;
  private final ReadOnly reading;
  private final Recent recent = new Recent();

  /// Adding shares it, refreshing has it alone.
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private Pleiad(
      Description description,
      Models models,
      int maxDocumentTokens,
      IndexWriter writer,
      Codebooks codebooks,
      Directory directory)
      throws IOException {
    this.description = description;
    this.encoder = new DocumentEncoder(description, models, maxDocumentTokens);
    this.writer = writer;
    this.codebooks = codebooks;
    this.reading = new ReadOnly(directory, description, models, new SearcherManager(writer, null));
  }

  /// Opens the collection in a folder, or begins one there with the embedded model.
  ///
  /// @throws IllegalArgumentException when the folder holds something else, or its vectors were
  ///   made by another model
  /// @throws IOException when it is open for writing elsewhere, or the folder cannot be written
  public static Pleiad open(Path folder) throws IOException {
    return open(folder, Options.DEFAULT);
  }

  /// Opens the collection in a folder, or begins one there with these settings.
  public static Pleiad open(Path folder, Options options) throws IOException {
    return open(Folder.existingOrNew(folder), folder, options);
  }

  static Pleiad open(Directory directory, Path folder, Options options) throws IOException {
    Models models = new Models(options);
    IndexWriter writer = null;
    try {
      Description description = description(directory, folder, options.settings(), models);
      Codebooks codebooks = new Codebooks(new Workers(options.threads()));
      writer = CollectionWriter.open(directory, folder, description, codebooks);
      CollectionWriter.describe(writer, description);
      CollectionWriter.continueWith(codebooks, directory, description.fields().keySet());
      return new Pleiad(
          description, models, options.maxDocumentTokens(), writer, codebooks, directory);
    } catch (Throwable t) {
      models.close();
      if (writer != null) {
        writer.rollback();
      }
      directory.close();
      throw t;
    }
  }

  /// Opens a collection to search only, while it may be written elsewhere.
  public static Searcher openReadOnly(Path folder) throws IOException {
    return openReadOnly(folder, Options.DEFAULT);
  }

  /// Opens a collection to search only, with models from elsewhere.
  public static Searcher openReadOnly(Path folder, Options options) throws IOException {
    return ReadOnly.open(folder, options);
  }

  /// What is in the collection in a folder, without opening its models.
  public static Stats stats(Path folder) throws IOException {
    try (Directory directory = Folder.existing(folder)) {
      return CollectionStats.of(directory, Folder.descriptionOrRefuse(directory, folder));
    }
  }

  /// Reads every file of the collection's newest commit, and gives those that are not what was
  /// written; none when it is sound.
  ///
  /// @throws IOException when the damage is such that the collection does not open; the message
  ///   names the file
  public static List<DamagedFile> verify(Path folder) throws IOException {
    try (Directory directory = Folder.existing(folder)) {
      Folder.descriptionOrRefuse(directory, folder);
      return Verification.of(directory);
    }
  }

  /// Whether a folder holds a collection.
  public static boolean exists(Path folder) throws IOException {
    return Folder.holdsCollection(folder);
  }

  private static Description description(
      Directory directory, Path folder, @Nullable Settings wanted, Models models)
      throws IOException {
    if (!DirectoryReader.indexExists(directory)) {
      return models.described(wanted == null ? Settings.DEFAULT : wanted);
    }
    Description found = Folder.descriptionOrRefuse(directory, folder);
    models.openAll(found);
    if (wanted != null) {
      refuseOtherSettings(found, models.described(wanted), folder);
    }
    return found;
  }

  private static void refuseOtherSettings(Description found, Description wanted, Path folder) {
    if (!found.equals(wanted)) {
      throw new IllegalArgumentException(
          "'%s' was made with %s; asked for was %s. Leave the settings out, or take another folder"
              .formatted(folder, found.inWords(), wanted.inWords()));
    }
  }

  /// Adds a document, or replaces the one with its id. An unchanged one is neither encoded nor
  /// written again. Everything is checked before anything changes.
  ///
  /// @throws IllegalArgumentException when the document cannot be kept; the message says why
  public Added add(Document document) throws IOException {
    DocumentChecks.check(document, description);
    BytesRef digest = DocumentFields.digest(document);
    BytesRef before = digestOf(document.id());
    if (digest.equals(before)) {
      return Added.UNCHANGED;
    }
    var fields = DocumentFields.write(document, digest);
    encoder.addVectors(document, fields);
    Lock shared = lock.readLock();
    shared.lock();
    try {
      writer.updateDocument(DocumentFields.idTerm(document.id()), fields);
      recent.added(document.id(), digest);
      passageChanged(document.id());
    } finally {
      shared.unlock();
    }
    return before == null ? Added.ADDED : Added.REPLACED;
  }

  /// Adds a document in passages, or replaces the one with its id and all its passages, in one
  /// step: no search and no commit has some of them. One that is no longer than a passage is added
  /// as it is. An unchanged one that was cut in the same way is neither cut nor encoded again.
  ///
  /// A search finds passages, see [Hit#passage()] and [Search#grouped(boolean)]; [#get(String)]
  /// gives the whole, as it was added, and [#delete(String)] deletes it with all its passages.
  ///
  /// @throws IllegalArgumentException when the document cannot be kept, or brings vectors of its
  ///   own
  public Added add(Document document, Chunking chunking) throws IOException {
    DocumentChecks.check(document, description);
    BytesRef digest = DocumentFields.digest(document, chunking);
    BytesRef before = digestOf(document.id());
    if (digest.equals(before)) {
      return Added.UNCHANGED;
    }
    List<Chunk> chunks = chunks(document, chunking);
    if (chunks.size() < 2) {
      return add(document);
    }
    List<Document> passages = Passages.of(document, chunks);
    for (Document passage : passages) {
      DocumentChecks.check(passage, description);
    }
    var fields = DocumentFields.write(document, passages, chunking, digest);
    if (chunking.late()) {
      encoder.addLate(document, chunks, passages, fields);
    } else {
      for (int i = 0; i < passages.size(); i++) {
        encoder.addVectors(passages.get(i), fields.get(i));
      }
    }
    Lock shared = lock.readLock();
    shared.lock();
    try {
      writer.updateDocuments(DocumentFields.idsQuery(document, passages), fields);
      recent.added(document.id(), digest);
    } finally {
      shared.unlock();
    }
    return before == null ? Added.ADDED : Added.REPLACED;
  }

  /// Where the id is that of a passage, the whole it is from is no longer what was added.
  private void passageChanged(String id) throws IOException {
    String whole = Passages.whole(id);
    if (whole != null && digestOf(whole) != null) {
      recent.added(whole, Recent.UNKNOWN);
    }
  }

  private List<Chunk> chunks(Document document, Chunking chunking) {
    List<Token> tokens = encoder.counting().tokenize(document.text(), Role.DOCUMENT);
    return Chunks.of(document.text(), tokens, chunking, description.language().locale());
  }

  /// The passages that [#add(Document, Chunking)] would make of a document; the document itself
  /// where it is no longer than one.
  ///
  /// @throws IllegalArgumentException when no field has a model that could count tokens
  public List<Document> split(Document document, Chunking chunking) {
    List<Chunk> chunks = chunks(document, chunking);
    return chunks.size() < 2 ? List.of(document) : Passages.of(document, chunks);
  }

  /// Adds a text under an id.
  public Added add(String id, String text) throws IOException {
    return add(Document.of(id, text));
  }

  /// Adds vectors that were made elsewhere under an id, in the field `tokens`.
  public Added add(String id, TokenVectors vectors) throws IOException {
    return add(Document.of(id, "").withVectors(Plan.TOKENS_FIELD, vectors));
  }

  /// What pooling and leaving out tokens saved and cost since the collection was opened, measured
  /// now; a field whose tokens are all kept is not among them.
  public List<ReductionCost> reductionCosts() {
    return encoder.reductionCosts();
  }

  /// Tokens of the texts that encoders were given since the collection was opened, those among them
  /// that an encoder remembered.
  public long encodedTokens() {
    return encoder.encodedTokens();
  }

  /// What training codebooks and encoding tokens with them took since the collection was opened;
  /// may be asked for when it is closed, too.
  public CodingTimes codingTimes() {
    return new CodingTimes(
        Duration.ofNanos(codebooks.trainingNanos()), Duration.ofNanos(codebooks.encodingNanos()));
  }

  /// How the words of the texts that were encoded since fell apart into tokens: whether the
  /// collection's language is the model's.
  public Fragmentation fragmentation() {
    return encoder.fragmentation();
  }

  /// The digest of the document with that id, or null when there is none.
  private @Nullable BytesRef digestOf(String id) throws IOException {
    BytesRef digest = recent.find(id);
    if (digest != null) {
      return digest.equals(Recent.DELETED) ? null : digest;
    }
    return reading.use(searcher -> digestOf(searcher, id));
  }

  private static @Nullable BytesRef digestOf(IndexSearcher searcher, String id) throws IOException {
    int document = View.number(searcher, id);
    if (document < 0) {
      return null;
    }
    IndexReader reader = searcher.getIndexReader();
    NumericDocValues passages = MultiDocValues.getNumericValues(reader, DocumentFields.PASSAGES);
    if (passages != null
        && passages.advanceExact(document)
        && passages.longValue() != searcher.count(new TermQuery(DocumentFields.idTerm(id)))) {
      return Recent.UNKNOWN;
    }
    BinaryDocValues digests = MultiDocValues.getBinaryValues(reader, DocumentFields.DIGEST);
    return digests != null && digests.advanceExact(document)
        ? BytesRef.deepCopyOf(digests.binaryValue())
        : Recent.UNKNOWN;
  }

  /// Deletes the document with that id, and its passages where it was cut; says whether there was
  /// one. A single passage may be deleted, too: adding the whole again brings it back.
  public boolean delete(String id) throws IOException {
    String whole = Passages.whole(id);
    if (whole != null && recent.find(whole) != null) {
      // Which passages it has by now only a reader knows.
      refresh();
    }
    boolean there = digestOf(id) != null;
    Lock shared = lock.readLock();
    shared.lock();
    try {
      writer.deleteDocuments(DocumentFields.idTerm(id));
      recent.deleted(id);
      passageChanged(id);
    } finally {
      shared.unlock();
    }
    return there;
  }

  /// Deletes the documents that a filter matches; says how many.
  public int delete(Filter filter) throws IOException {
    Query query = Metadata.query(filter);
    Lock alone = lock.writeLock();
    alone.lock();
    try {
      refreshAlone();
      int matching = reading.use(searcher -> searcher.count(query));
      writer.deleteDocuments(query);
      refreshAlone();
      return matching;
    } finally {
      alone.unlock();
    }
  }

  /// Makes everything so far permanent, and shows it to searches.
  public void commit() throws IOException {
    writer.commit();
    refresh();
  }

  /// Forgets everything since the last commit, and closes.
  public void rollback() throws IOException {
    try {
      reading.endSearches();
    } finally {
      writer.rollback();
      reading.close();
    }
  }

  @Override
  public void refresh() throws IOException {
    Lock alone = lock.writeLock();
    alone.lock();
    try {
      refreshAlone();
    } finally {
      alone.unlock();
    }
  }

  private void refreshAlone() throws IOException {
    recent.refreshing();
    reading.refresh();
    recent.refreshed();
  }

  @Override
  public Hits search(Search search) throws IOException {
    return reading.search(search);
  }

  @Override
  public Explanation explain(Search search, String id) throws IOException {
    return reading.explain(search, id);
  }

  @Override
  public Optional<Document> get(String id) throws IOException {
    return reading.get(id);
  }

  @Override
  public Encoding encode(String text, Role role) {
    return reading.encode(text, role);
  }

  @Override
  public int documents() throws IOException {
    return reading.documents();
  }

  @Override
  public Stats stats() throws IOException {
    return reading.stats();
  }

  /// What its searches look at.
  ReadOnly reading() {
    return reading;
  }

  /// Commits and closes. When the commit fails, what the last one kept is still there.
  @Override
  public void close() throws IOException {
    try {
      reading.endSearches();
      writer.close();
    } finally {
      writer.rollback();
      reading.close();
    }
  }
}
