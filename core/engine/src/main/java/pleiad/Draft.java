package pleiad;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A document on its way into the index. Compared by identity.
///
/// @param picture of the document's page; null: it has none
/// @param fields what Lucene is given; vectors are added to it
record Draft(
    Document document, @Nullable PagePicture picture, org.apache.lucene.document.Document fields) {

  /// Drafts of texts.
  static List<Draft> of(
      List<Document> documents, List<org.apache.lucene.document.Document> fields) {
    List<Draft> drafts = new ArrayList<>();
    for (int i = 0; i < documents.size(); i++) {
      drafts.add(new Draft(documents.get(i), null, fields.get(i)));
    }
    return drafts;
  }
}
