package pleiad;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRefHash;
import org.jspecify.annotations.Nullable;
import pleiad.search.Candidates;

/// Counts the values of metadata keys over documents, by what a reader keeps of them in columns:
/// one pass, each document once.
///
/// Passages of one document are the same document, wherever they are.
final class FacetCounts {
  private final List<KeyCounts> keys;
  private final Tally documents = new Tally();
  private final BytesRefHash wholes = new BytesRefHash();
  private SortedSetDocValues passageOf = DocValues.emptySortedSet();

  private FacetCounts(List<String> keys) {
    this.keys = keys.stream().map(KeyCounts::new).toList();
  }

  /// Of the documents that a filter leaves.
  ///
  /// @param filter null: all documents
  /// @param most how many values are given
  static List<Facet> of(
      IndexSearcher searcher, @Nullable Filter filter, List<String> keys, int most)
      throws IOException {
    if (most < 1) {
      throw new IllegalArgumentException(
          "a facet gives at least 1 value a key; asked for were " + most);
    }
    FacetCounts counts = new FacetCounts(keys);
    Query query = filter == null ? MatchAllDocsQuery.INSTANCE : Metadata.query(filter);
    Weight weight = searcher.createWeight(searcher.rewrite(query), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext segment : searcher.getIndexReader().leaves()) {
      counts.countMatches(segment, weight.scorer(segment));
    }
    return counts.facets(most);
  }

  /// Of candidates, with all of their values.
  static List<Facet> of(IndexSearcher searcher, Candidates candidates, List<String> keys)
      throws IOException {
    if (keys.isEmpty()) {
      return List.of();
    }
    FacetCounts counts = new FacetCounts(keys);
    List<LeafReaderContext> segments = searcher.getIndexReader().leaves();
    LeafReaderContext segment = null;
    for (int document : candidates.ascending()) {
      LeafReaderContext its = segments.get(ReaderUtil.subIndex(document, segments));
      if (its != segment) {
        segment = its;
        counts.open(segment);
      }
      counts.count(document - its.docBase);
    }
    return counts.facets(Integer.MAX_VALUE);
  }

  private void countMatches(LeafReaderContext segment, @Nullable Scorer matches)
      throws IOException {
    if (matches == null) {
      return;
    }
    open(segment);
    Bits live = segment.reader().getLiveDocs();
    DocIdSetIterator documents = matches.iterator();
    for (int document = documents.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      if (live == null || live.get(document)) {
        count(document);
      }
    }
  }

  private void open(LeafReaderContext segment) throws IOException {
    passageOf = DocValues.getSortedSet(segment.reader(), Metadata.words(Passages.OF));
    for (KeyCounts key : keys) {
      key.open(segment.reader());
    }
  }

  private void count(int document) throws IOException {
    int whole = whole(document);
    documents.count(0, whole);
    for (KeyCounts key : keys) {
      key.count(document, whole);
    }
  }

  /// Of which document this is a passage, counted from 0; [Tally#ALONE]: of none.
  private int whole(int document) throws IOException {
    if (!passageOf.advanceExact(document)) {
      return Tally.ALONE;
    }
    int added = wholes.add(passageOf.lookupOrd(passageOf.nextOrd()));
    return added < 0 ? -1 - added : added;
  }

  private List<Facet> facets(int most) {
    int all = documents.counts(1)[0];
    wholes.close();
    return keys.stream().map(key -> key.facet(all, most)).toList();
  }
}
