package pleiad;

import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.passage.Chunking;

/// Every document that an index keeps, as it was added, without vectors.
///
/// One in passages comes once, as the whole. Where some of its passages were deleted, those that
/// are left come as documents of their own.
final class StoredDocuments {
  private final IndexSearcher searcher;

  StoredDocuments(IndexReader reader) {
    this.searcher = new IndexSearcher(reader);
  }

  /// @param chunking how it is cut; null: not at all
  record Stored(Document document, @Nullable Chunking chunking) {}

  /// Takes a document, and says whether to go on.
  interface Taker {
    boolean take(Stored stored) throws IOException;
  }

  void forEach(Taker taker) throws IOException {
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Bits live = leaf.reader().getLiveDocs();
      NumericDocValues passages = DocValues.getNumeric(leaf.reader(), DocumentFields.PASSAGES);
      for (int document = 0; document < leaf.reader().maxDoc(); document++) {
        if (live != null && !live.get(document)) {
          continue;
        }
        int number = leaf.docBase + document;
        Stored stored =
            passages.advanceExact(document)
                ? ofPassage(number, passages.longValue())
                : new Stored(read(number), null);
        if (stored != null && !taker.take(stored)) {
          return;
        }
      }
    }
  }

  private Document read(int number) throws IOException {
    return DocumentFields.read(searcher.getIndexReader(), number);
  }

  /// The whole for its first passage, null for the others.
  private @Nullable Stored ofPassage(int number, long passages) throws IOException {
    Document passage = read(number);
    String id = String.valueOf(passage.metadata().get(Passages.OF));
    boolean complete = searcher.count(new TermQuery(DocumentFields.idTerm(id))) == passages;
    if (!complete) {
      return new Stored(passage, null);
    }
    DocumentFields.Whole whole = DocumentFields.readWhole(searcher.getIndexReader(), number);
    return whole == null ? null : new Stored(whole.document(), whole.chunking());
  }
}
