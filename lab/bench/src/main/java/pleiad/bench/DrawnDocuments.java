package pleiad.bench;

import java.util.SplittableRandom;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.search.Query;
import pleiad.Document;

/// A share of the documents, drawn by their numbers and always the same, which the index marks so
/// that a filter keeps them alone.
///
/// @param share from 0 to 1; 0: none is drawn, and none is marked
record DrawnDocuments(double share) {
  static final DrawnDocuments NONE = new DrawnDocuments(0);

  private static final String KEY = "drawn";

  /// Where the engine keeps metadata that are words.
  private static final String FIELD = "word:" + KEY;

  /// @throws IllegalArgumentException when it is no share
  DrawnDocuments {
    check(share);
  }

  static void check(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "a filter keeps a share of the documents from 0 to 1, got " + share);
    }
  }

  private boolean holds(int number) {
    return new SplittableRandom(number).nextDouble() < share;
  }

  /// The document of that number, marked where it is drawn.
  Document marked(Document document, int number) {
    return holds(number) ? document.with(KEY, true) : document;
  }

  /// Matches what is marked.
  Query query() {
    return KeywordField.newExactQuery(FIELD, "true");
  }
}
