package pleiad;

import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.util.UnicodeUtil;
import pleiad.vector.TokenVectors;

/// What is checked of a document before anything of it is written, so that a flush never fails for
/// what a caller gave.
final class DocumentChecks {
  private DocumentChecks() {}

  /// @param pictured whether it comes with a picture of a page, which need not have a text
  static void check(Document document, boolean pictured, Description description) {
    checkId(document.id());
    if (!pictured
        && document.title().isBlank()
        && document.text().isBlank()
        && document.vectors().isEmpty()) {
      throw new IllegalArgumentException(
          "document '%s' is empty: it has neither text nor vectors".formatted(document.id()));
    }
    for (Map.Entry<String, TokenVectors> given : document.vectors().entrySet()) {
      checkVectors(document.id(), description.field(given.getKey()), given.getValue());
    }
  }

  private static void checkId(String id) {
    if (id.isBlank()) {
      throw new IllegalArgumentException("a document's id must not be empty");
    }
    int bytes = UnicodeUtil.calcUTF16toUTF8Length(id, 0, id.length());
    if (bytes > IndexWriter.MAX_TERM_LENGTH) {
      throw new IllegalArgumentException(
          "a document's id has %,d bytes, the limit is %,d: '%.40s…'"
              .formatted(bytes, IndexWriter.MAX_TERM_LENGTH, id));
    }
  }

  private static void checkVectors(String id, VectorField field, TokenVectors vectors) {
    if (vectors.dimension() != field.dimension()) {
      throw new IllegalArgumentException(
          "the vectors of document '%s' have %d dimensions, field '%s' has %d; were they made by another model?"
              .formatted(id, vectors.dimension(), field.name(), field.dimension()));
    }
    int token = vectors.firstNotFinite();
    if (token >= 0) {
      throw new IllegalArgumentException(
          "token %d of document '%s' holds a number that is not finite; field '%s' keeps finite numbers"
              .formatted(token, id, field.name()));
    }
  }
}
