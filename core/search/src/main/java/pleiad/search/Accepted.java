package pleiad.search;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// The live documents that match a filter, segment by segment.
final class Accepted {
  private final @Nullable Weight filter;

  private Accepted(@Nullable Weight filter) {
    this.filter = filter;
  }

  /// @param filter null: every live document
  static Accepted of(IndexSearcher searcher, @Nullable Query filter) throws IOException {
    return new Accepted(
        filter == null
            ? null
            : searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1));
  }

  /// Whether some documents may be left out for another reason than that they are deleted.
  boolean filters() {
    return filter != null;
  }

  /// Those of a segment; null: all of them. Where there is a filter, a set of bits.
  @Nullable Bits in(LeafReaderContext leaf) throws IOException {
    Bits live = leaf.reader().getLiveDocs();
    return filter == null ? live : matching(filter, leaf, live);
  }

  private static FixedBitSet matching(Weight filter, LeafReaderContext leaf, @Nullable Bits live)
      throws IOException {
    FixedBitSet accepted = new FixedBitSet(leaf.reader().maxDoc());
    Scorer matching = filter.scorer(leaf);
    if (matching != null) {
      DocIdSetIterator each = matching.iterator();
      for (int document = each.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = each.nextDoc()) {
        if (live == null || live.get(document)) {
          accepted.set(document);
        }
      }
    }
    return accepted;
  }
}
