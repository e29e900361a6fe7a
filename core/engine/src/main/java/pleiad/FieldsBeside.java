package pleiad;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.IOUtils;
import org.jspecify.annotations.Nullable;
import pleiad.index.Codebooks;

/// New fields of one segment's documents, in an index of their own: as many documents in the same
/// order, those that are deleted empty. Beside the fields it holds only each document's place.
final class FieldsBeside implements Closeable {
  private static final String PLACE = "_place";

  private final Directory directory;
  private final IndexWriter writer;
  private @Nullable DirectoryReader reader;
  private @Nullable LeafReader joined;
  private int documents;

  private FieldsBeside(Directory directory, IndexWriter writer) {
    this.directory = directory;
    this.writer = writer;
    this.documents = writer.getDocStats().maxDoc;
  }

  /// Begins an index, or goes on with one.
  ///
  /// @param fields the new ones alone
  static FieldsBeside open(Path folder, Description fields, Codebooks codebooks)
      throws IOException {
    // Merges neighbours only, so that documents stay in their order.
    LogDocMergePolicy neighbours = new LogDocMergePolicy();
    neighbours.setNoCFSRatio(0);
    Directory directory = FSDirectory.open(folder);
    IndexWriter writer = null;
    try {
      writer = new IndexWriter(directory, CollectionWriter.config(fields, codebooks, neighbours));
      CollectionWriter.describe(writer, fields);
      CollectionWriter.continueWith(codebooks, directory, fields.fields().keySet());
      return new FieldsBeside(directory, writer);
    } catch (Throwable failed) {
      if (writer != null) {
        writer.rollback();
      }
      directory.close();
      throw failed;
    }
  }

  /// How many documents are there, deleted ones too.
  int documents() {
    return documents;
  }

  /// Adds what comes next in the segment: all of it or, when this fails, nothing.
  void add(List<org.apache.lucene.document.Document> next) throws IOException {
    for (int i = 0; i < next.size(); i++) {
      next.get(i).add(new NumericDocValuesField(PLACE, documents + i));
    }
    writer.addDocuments(next);
    documents += next.size();
  }

  void commit() throws IOException {
    writer.commit();
  }

  /// The segment together with the fields that are here, which must be those of all its documents.
  /// Nothing can be added any more.
  ///
  /// @throws CorruptIndexException when they are others than it has
  CodecReader with(LeafReader segment) throws IOException {
    writer.forceMerge(1);
    writer.close();
    DirectoryReader whole = DirectoryReader.open(directory);
    reader = whole;
    LeafReader fields = whole.leaves().getFirst().reader();
    if (whole.leaves().size() != 1 || fields.maxDoc() != segment.maxDoc() || !inOrder(fields)) {
      throw new CorruptIndexException(
          "the new fields are not those of the %d documents of segment %s"
              .formatted(segment.maxDoc(), segment),
          directory.toString());
    }
    LeafReader both = new JoinedSegment(segment, new WithoutPlace(fields));
    joined = both;
    return SlowCodecReaderWrapper.wrap(both);
  }

  private static boolean inOrder(LeafReader fields) throws IOException {
    NumericDocValues places = DocValues.getNumeric(fields, PLACE);
    for (int document = 0; document < fields.maxDoc(); document++) {
      if (!places.advanceExact(document) || places.longValue() != document) {
        return false;
      }
    }
    return true;
  }

  /// Hides where documents belong, once they are there.
  private static final class WithoutPlace extends FilterLeafReader {
    private final FieldInfos fields;

    WithoutPlace(LeafReader in) {
      super(in);
      this.fields =
          new FieldInfos(
              StreamSupport.stream(in.getFieldInfos().spliterator(), false)
                  .filter(field -> !field.name.equals(PLACE))
                  .toArray(FieldInfo[]::new));
    }

    @Override
    public FieldInfos getFieldInfos() {
      return fields;
    }

    @Override
    public CacheHelper getCoreCacheHelper() {
      return in.getCoreCacheHelper();
    }

    @Override
    public @Nullable CacheHelper getReaderCacheHelper() {
      return null;
    }
  }

  /// Keeps what was added.
  @Override
  public void close() throws IOException {
    try {
      IOUtils.close(joined, reader);
      writer.close();
    } finally {
      writer.rollback();
      directory.close();
    }
  }

  /// What the index in a folder holds; null when it was not yet begun.
  static @Nullable Description description(Path folder) throws IOException {
    try (Directory directory = Folder.existingOrNew(folder)) {
      return DirectoryReader.indexExists(directory)
          ? Folder.descriptionOrRefuse(directory, folder)
          : null;
    }
  }
}
