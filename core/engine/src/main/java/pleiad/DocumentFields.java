package pleiad;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.DocumentStoredFieldVisitor;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import pleiad.encode.image.PatchGrid;
import pleiad.index.MultiVectorField;
import pleiad.passage.Chunking;
import pleiad.search.Plan;
import pleiad.vector.TokenVectors;

/// A document in Lucene's fields, and back.
///
/// | Lucene field          | holds                                                             |
/// |-----------------------|-------------------------------------------------------------------|
/// | `_id`                 | the id, indexed and stored                                        |
/// | `_digest`             | SHA-256 of the document, to know an unchanged one                 |
/// | `_title`, `_text`     | title and text, stored                                            |
/// | `_passages`           | of a passage: how many the whole has; its `_id` is indexed with that of the whole beside it, its `_digest` is that of the whole |
/// | `_whole_title`, `_whole_text`, `_chunking` | of a first passage: the whole, and how it was cut; stored |
/// | `text`, `text.title`  | title and text, and the title alone, for BM25                     |
/// | multi-vector fields   | token vectors, by the format of this name                         |
/// | `_patches:NAME`       | of a page that was encoded as a picture: what each vector of the field stands for, as [PatchGrid#written()] has it; stored |
/// | `NAME.mean`           | the mean of the token vectors, by which candidates are found     |
/// | `NAME.rows`           | where tokens are pooled or left out: which vector each is in, see [TokenRows]; stored |
/// | `NAME.single`         | the single vector beside a multi-vector field, HNSW               |
/// | `meta:`, `word:`, `number:` | metadata, see [Metadata]                                    |
final class DocumentFields {
  static final String ID = "_id";
  static final String DIGEST = "_digest";
  static final String PASSAGES = "_passages";
  private static final String PATCHES = "_patches:";
  private static final String WHOLE_TITLE = "_whole_title";
  private static final String WHOLE_TEXT = "_whole_text";
  private static final String CHUNKING = "_chunking";
  private static final String TITLE = "_title";
  private static final String TEXT = "_text";

  /// Where the words of titles are; not the name of any multi-vector field, which has no dot.
  private static final String TITLE_WORDS = "text.title";

  /// The text fields of a plan, and where they are.
  static final Map<String, String> WORDS =
      Map.of(Plan.TEXT_FIELD, Plan.TEXT_FIELD, Plan.TITLE_FIELD, TITLE_WORDS);

  private DocumentFields() {}

  /// What a plan calls a text field; the same name where it is none.
  static String textField(String field) {
    return field.equals(TITLE_WORDS) ? Plan.TITLE_FIELD : field;
  }

  static Term idTerm(String id) {
    return new Term(ID, id);
  }

  /// Everything that a document's passages take the place of: itself, whole or in passages, and any
  /// document that has one of their ids.
  static Query idsQuery(Document whole, List<Document> passages) {
    List<BytesRef> ids = new ArrayList<>(List.of(new BytesRef(whole.id())));
    passages.forEach(passage -> ids.add(new BytesRef(passage.id())));
    return new TermInSetQuery(ID, ids);
  }

  /// The Lucene document without vectors.
  static org.apache.lucene.document.Document write(Document document, BytesRef digest) {
    var fields = new org.apache.lucene.document.Document();
    fields.add(new StringField(ID, document.id(), Field.Store.YES));
    fields.add(new BinaryDocValuesField(DIGEST, digest));
    fields.add(new StoredField(TITLE, document.title()));
    fields.add(new StoredField(TEXT, document.text()));
    fields.add(new TextField(Plan.TEXT_FIELD, Part.ALL.of(document), Field.Store.NO));
    if (!document.title().isEmpty()) {
      fields.add(new TextField(TITLE_WORDS, document.title(), Field.Store.NO));
    }
    Metadata.write(document.metadata(), fields);
    return fields;
  }

  /// The Lucene documents of a document's passages, in their order, without vectors. All are found
  /// by the id of the whole, so that one term replaces or deletes them together.
  static List<org.apache.lucene.document.Document> write(
      Document whole, List<Document> passages, Chunking chunking, BytesRef digest) {
    List<org.apache.lucene.document.Document> all = new ArrayList<>();
    for (Document passage : passages) {
      var fields = write(passage, digest);
      fields.add(new StringField(ID, whole.id(), Field.Store.NO));
      fields.add(new NumericDocValuesField(PASSAGES, passages.size()));
      all.add(fields);
    }
    var first = all.getFirst();
    first.add(new StoredField(WHOLE_TITLE, whole.title()));
    first.add(new StoredField(WHOLE_TEXT, whole.text()));
    first.add(new StoredField(CHUNKING, chunking.inWords()));
    return all;
  }

  static void addVectors(
      org.apache.lucene.document.Document fields, String field, TokenVectors vectors) {
    if (vectors.count() > 0) {
      fields.add(MultiVectorField.of(field, vectors));
      fields.add(MultiVectorField.meanOf(field, vectors));
    }
  }

  /// Adds which vector each token is in, where they are pooled or left out.
  static void addRows(org.apache.lucene.document.Document fields, String field, int[] row) {
    fields.add(new StoredField(rowsOf(field), TokenRows.write(row)));
  }

  /// Which vector of a field each token of a document is in, -1 for one that was left out; null
  /// where each has its own.
  static int @Nullable [] rows(IndexReader reader, int document, String field) throws IOException {
    BytesRef written =
        reader
            .storedFields()
            .document(document, Set.of(rowsOf(field)))
            .getBinaryValue(rowsOf(field));
    return written == null ? null : TokenRows.read(written);
  }

  private static String rowsOf(String field) {
    return field + ".rows";
  }

  static void addSingle(org.apache.lucene.document.Document fields, String field, float[] vector) {
    fields.add(
        new KnnFloatVectorField(
            MultiVectorField.single(field), vector, VectorSimilarityFunction.DOT_PRODUCT));
  }

  static void addPatches(
      org.apache.lucene.document.Document fields, String field, PatchGrid patches) {
    fields.add(new StoredField(PATCHES + field, patches.written()));
  }

  /// What the vectors of a field stand for; null when they are of no picture.
  static @Nullable PatchGrid readPatches(IndexReader reader, int document, String field)
      throws IOException {
    String name = PATCHES + field;
    String written = reader.storedFields().document(document, Set.of(name)).get(name);
    return written == null ? null : PatchGrid.parse(written);
  }

  /// The document of that number, without vectors.
  static Document read(IndexReader reader, int document) throws IOException {
    var wanted = new WithoutWhole();
    reader.storedFields().document(document, wanted);
    return read(wanted.getDocument());
  }

  private static Document read(org.apache.lucene.document.Document stored) {
    return new Document(
        stored.get(ID), stored.get(TITLE), stored.get(TEXT), Metadata.read(stored), Map.of());
  }

  /// A document that was cut, as it was added, and how it was cut.
  record Whole(Document document, Chunking chunking) {}

  /// The whole whose first passage has that number; null when it is no first passage.
  static @Nullable Whole readWhole(IndexReader reader, int document) throws IOException {
    var stored = reader.storedFields().document(document);
    String chunking = stored.get(CHUNKING);
    if (chunking == null) {
      return null;
    }
    Map<String, Object> metadata = Metadata.read(stored);
    return new Whole(
        new Document(
            String.valueOf(metadata.get(Passages.OF)),
            stored.get(WHOLE_TITLE),
            stored.get(WHOLE_TEXT),
            Passages.ofWhole(metadata),
            Map.of()),
        Chunking.parse(chunking));
  }

  /// Reads what a document is: a first passage without the whole that it holds.
  private static final class WithoutWhole extends DocumentStoredFieldVisitor {
    @Override
    public Status needsField(FieldInfo field) {
      return switch (field.name) {
        case WHOLE_TITLE, WHOLE_TEXT, CHUNKING -> Status.NO;
        default -> field.name.startsWith(PATCHES) ? Status.NO : Status.YES;
      };
    }
  }

  /// A digest of a document and of how it is cut.
  static BytesRef digest(Document document, Chunking chunking) {
    MessageDigest digest = sha256();
    digest.update(digest(document).bytes);
    update(digest, chunking.inWords());
    return new BytesRef(digest.digest());
  }

  /// A digest of a document and of its picture.
  static BytesRef digest(Document document, PagePicture picture) {
    MessageDigest digest = sha256();
    digest.update(digest(document).bytes);
    update(digest, "picture");
    update(digest, picture.identity());
    return new BytesRef(digest.digest());
  }

  /// A digest of everything the document is, so that an unchanged one is not encoded again.
  static BytesRef digest(Document document) {
    MessageDigest digest = sha256();
    update(digest, document.id());
    update(digest, document.title());
    update(digest, document.text());
    new TreeMap<>(document.metadata())
        .forEach(
            (key, value) -> {
              update(digest, key);
              update(digest, value.getClass().getSimpleName() + value);
            });
    new TreeMap<>(document.vectors())
        .forEach(
            (field, vectors) -> {
              update(digest, field);
              update(digest, vectors);
            });
    return new BytesRef(digest.digest());
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    digest.update(bytes);
  }

  private static void update(MessageDigest digest, TokenVectors vectors) {
    ByteBuffer bytes = ByteBuffer.allocate(vectors.count() * vectors.dimension() * Float.BYTES);
    bytes.asFloatBuffer().put(vectors.toArray());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
