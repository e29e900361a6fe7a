package pleiad;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Workers;
import pleiad.encode.Encoding;
import pleiad.encode.Fragmentation;
import pleiad.encode.Role;
import pleiad.index.Codebooks;
import pleiad.passage.Chunking;
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
  private final DocumentEncoder encoder;
  private final Codebooks codebooks;
  private final ReadOnly reading;
  private final Writing writing;

  private Pleiad(DocumentEncoder encoder, Codebooks codebooks, ReadOnly reading, Writing writing) {
    this.encoder = encoder;
    this.codebooks = codebooks;
    this.reading = reading;
    this.writing = writing;
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
      Description description =
          Folder.descriptionOrNew(directory, folder, options.settings(), models);
      Codebooks codebooks = new Codebooks(new Workers(options.threads()));
      writer = CollectionWriter.open(directory, folder, description, codebooks);
      CollectionWriter.describe(writer, description);
      CollectionWriter.continueWith(codebooks, directory, description.fields().keySet());
      DocumentEncoder encoder =
          new DocumentEncoder(description, models, options.maxDocumentTokens());
      ReadOnly reading =
          new ReadOnly(directory, description, models, new SearcherManager(writer, null));
      return new Pleiad(
          encoder, codebooks, reading, new Writing(description, encoder, writer, reading));
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

  /// Adds a document, or replaces the one with its id. An unchanged one is neither encoded nor
  /// written again. Everything is checked before anything changes.
  ///
  /// @throws IllegalArgumentException when the document cannot be kept; the message says why
  public Added add(Document document) throws IOException {
    return addAll(List.of(document)).getFirst();
  }

  /// Adds documents of different ids, each as [#add(Document)] does. They are encoded together,
  /// which is faster where they are short and the model calculates in floats, see
  /// [pleiad.encode.Encoder#encodeAll]. Everything is checked before anything changes: when one
  /// document cannot be kept, none is.
  ///
  /// @return what became of each, in their order
  /// @throws IllegalArgumentException when one cannot be kept, or two have the same id; the message
  ///   says which and why
  public List<Added> addAll(List<Document> documents) throws IOException {
    return writing.addAll(documents);
  }

  /// Adds a page, or replaces the one with the document's id: the document holds the page's text,
  /// which `bm25` finds and hits show, and may be empty; fields of page-image models are filled
  /// from the picture, all others from the text. Where no field is of such a model
  /// ([#readsPages()]) the picture is not looked at.
  ///
  /// A page whose document is the same as before, and whose picture says that it is, is not drawn.
  ///
  /// @throws IllegalArgumentException when the page cannot be kept or drawn; the message says why
  public Added add(Document document, PagePicture picture) throws IOException {
    return readsPages() ? writing.add(document, picture) : add(document);
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
    return writing.add(document, chunking);
  }

  /// The passages that [#add(Document, Chunking)] would make of a document; the document itself
  /// where it is no longer than one.
  ///
  /// @throws IllegalArgumentException when no field has a model that could count tokens
  public List<Document> split(Document document, Chunking chunking) {
    return writing.split(document, chunking);
  }

  /// Adds a text under an id.
  public Added add(String id, String text) throws IOException {
    return add(Document.of(id, text));
  }

  /// Adds vectors that were made elsewhere under an id, in the field `tokens`.
  public Added add(String id, TokenVectors vectors) throws IOException {
    return add(Document.of(id, "").withVectors(Plan.TOKENS_FIELD, vectors));
  }

  /// Whether a field is of a page-image model, which reads pictures of pages and no texts.
  public boolean readsPages() {
    return encoder.readsPages();
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

  /// Deletes the document with that id, and its passages where it was cut; says whether there was
  /// one. A single passage may be deleted, too: adding the whole again brings it back.
  public boolean delete(String id) throws IOException {
    return writing.delete(id);
  }

  /// Deletes the documents that a filter matches; says how many.
  public int delete(Filter filter) throws IOException {
    return writing.delete(Metadata.query(filter));
  }

  /// Makes everything so far permanent, and shows it to searches.
  public void commit() throws IOException {
    writing.commit();
  }

  /// Forgets everything since the last commit, and closes.
  public void rollback() throws IOException {
    try {
      writing.rollback();
    } finally {
      reading.close();
    }
  }

  @Override
  public void refresh() throws IOException {
    writing.refresh();
  }

  @Override
  public Hits search(Search search) throws IOException {
    return reading.search(search);
  }

  @Override
  public List<SampledQuery> sample(int count, long seed) throws IOException {
    return reading.sample(count, seed);
  }

  @Override
  public List<Facet> facets(@Nullable Filter filter, List<String> keys, int most)
      throws IOException {
    return reading.facets(filter, keys, most);
  }

  @Override
  public Calibration calibration(String field) throws IOException {
    return reading.calibration(field);
  }

  @Override
  public Explanation explain(Search search, String id) throws IOException {
    return reading.explain(search, id);
  }

  @Override
  public Optional<SimilarityGrid> similarities(Search search, String id) throws IOException {
    return reading.similarities(search, id);
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
      writing.close();
    } finally {
      reading.close();
    }
  }
}
