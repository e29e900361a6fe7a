package pleiad;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// What was added under each id, to know an unchanged document: of what no search sees yet, and of
/// what searches see.
final class Digests {
  private final Recent recent = new Recent();
  private final ReadOnly reading;

  Digests(ReadOnly reading) {
    this.reading = reading;
  }

  /// The digest of the document with that id, or null when there is none.
  @Nullable BytesRef find(String id) throws IOException {
    BytesRef digest = recent.find(id);
    if (digest != null) {
      return digest.equals(Recent.DELETED) ? null : digest;
    }
    return reading.use(searcher -> find(searcher, id));
  }

  private static @Nullable BytesRef find(IndexSearcher searcher, String id) throws IOException {
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

  /// Whether the id is that of a passage whose whole no search has seen yet.
  boolean isOfRecentWhole(String id) {
    String whole = Passages.whole(id);
    return whole != null && recent.find(whole) != null;
  }

  void added(String id, BytesRef digest) {
    recent.added(id, digest);
  }

  void deleted(String id) {
    recent.deleted(id);
  }

  /// Where the id is that of a passage, the whole it is from is no longer what was added.
  void passageChanged(String id) throws IOException {
    String whole = Passages.whole(id);
    if (whole != null && find(whole) != null) {
      recent.added(whole, Recent.UNKNOWN);
    }
  }

  /// Lets searches see everything; nothing may be added meanwhile.
  void refresh() throws IOException {
    recent.refreshing();
    reading.refresh();
    recent.refreshed();
  }
}
