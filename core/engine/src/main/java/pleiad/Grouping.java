package pleiad;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import pleiad.search.Candidates;

/// Which candidates become hits: the first ones, or of each document in passages its best passage
/// only.
final class Grouping {
  /// Passages that are looked for at first, for each document wanted; and how many times more when
  /// that was not enough.
  private static final int PASSAGES = 4;

  private Grouping() {}

  /// How many candidates to look for when so many hits are wanted, or so many candidates gave too
  /// few.
  static int deeper(int few) {
    return (int) Math.min(Integer.MAX_VALUE, (long) PASSAGES * few);
  }

  /// Whether more candidates would give more hits.
  ///
  /// @param asked how many candidates were asked for
  static boolean mayFindMore(Search search, int[] places, Candidates candidates, int asked) {
    return search.grouped()
        && search.findsAsManyAsAsked()
        && places.length < search.k()
        && candidates.count() >= asked
        && candidates.complete();
  }

  /// The places of the hits among the candidates, best first.
  static int[] places(IndexSearcher searcher, Search search, Candidates candidates)
      throws IOException {
    int[] places = new int[Math.min(search.k(), candidates.count())];
    int count = 0;
    Set<BytesRef> wholes = new HashSet<>();
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    for (int place = 0; place < candidates.count() && count < places.length; place++) {
      if (!search.grouped() || isFirst(leaves, candidates.document(place), wholes)) {
        places[count++] = place;
      }
    }
    return Arrays.copyOf(places, count);
  }

  private static boolean isFirst(List<LeafReaderContext> leaves, int document, Set<BytesRef> wholes)
      throws IOException {
    BytesRef whole = whole(leaves, document);
    return whole == null || wholes.add(whole);
  }

  /// Of which document this is a passage, by the number of either; null when it is a whole one.
  static @Nullable BytesRef whole(List<LeafReaderContext> leaves, int document) throws IOException {
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    SortedSetDocValues values = DocValues.getSortedSet(leaf.reader(), Metadata.words(Passages.OF));
    return values.advanceExact(document - leaf.docBase)
        ? BytesRef.deepCopyOf(values.lookupOrd(values.nextOrd()))
        : null;
  }
}
