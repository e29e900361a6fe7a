package pleiad;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import pleiad.index.MultiVectorField;
import pleiad.search.Plan;
import pleiad.vector.TokenVectors;

/// A document in Lucene's fields, and back.
///
/// | Lucene field          | holds                                                             |
/// |-----------------------|-------------------------------------------------------------------|
/// | `_id`                 | the id, indexed and stored                                        |
/// | `_digest`             | SHA-256 of the document, to know an unchanged one                 |
/// | `_title`, `_text`     | title and text, stored                                            |
/// | `text`                | title and text for BM25                                           |
/// | multi-vector fields   | token vectors, by the format of this name                         |
/// | `NAME.mean`           | the mean of the token vectors, by which candidates are found     |
/// | `NAME.single`         | the single vector beside a multi-vector field, HNSW               |
/// | `meta:`, `word:`, `number:` | metadata, see [Metadata]                                    |
final class DocumentFields {
  static final String ID = "_id";
  static final String DIGEST = "_digest";
  private static final String TITLE = "_title";
  private static final String TEXT = "_text";

  private DocumentFields() {}

  static Term idTerm(String id) {
    return new Term(ID, id);
  }

  /// The Lucene document without vectors.
  static org.apache.lucene.document.Document write(Document document, BytesRef digest) {
    var fields = new org.apache.lucene.document.Document();
    fields.add(new StringField(ID, document.id(), Field.Store.YES));
    fields.add(new BinaryDocValuesField(DIGEST, digest));
    fields.add(new StoredField(TITLE, document.title()));
    fields.add(new StoredField(TEXT, document.text()));
    fields.add(new TextField(Plan.TEXT_FIELD, Part.ALL.of(document), Field.Store.NO));
    Metadata.write(document.metadata(), fields);
    return fields;
  }

  static void addVectors(
      org.apache.lucene.document.Document fields, String field, TokenVectors vectors) {
    if (vectors.count() > 0) {
      fields.add(MultiVectorField.of(field, vectors));
      fields.add(MultiVectorField.meanOf(field, vectors));
    }
  }

  static void addSingle(org.apache.lucene.document.Document fields, String field, float[] vector) {
    fields.add(
        new KnnFloatVectorField(
            MultiVectorField.single(field), vector, VectorSimilarityFunction.DOT_PRODUCT));
  }

  /// The document of that number, without vectors.
  static Document read(IndexReader reader, int document) throws IOException {
    var stored = reader.storedFields().document(document);
    return new Document(
        stored.get(ID), stored.get(TITLE), stored.get(TEXT), Metadata.read(stored), Map.of());
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
