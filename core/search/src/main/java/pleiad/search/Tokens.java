package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;
import pleiad.vector.TokenVectors;

/// Finds documents by late interaction: exact MaxSim of every document that matches the filter.
/// Scores are MaxSim itself.
record Tokens(String field, int wanted) implements Stage.Source {
  /// Documents between two looks at the clock.
  private static final int CLOCK_INTERVAL = 64;

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    TokenVectors query = request.multiVector(field);
    Weight filter = weight(searcher, request.filter());
    int most = Math.min(wanted, Math.max(1, searcher.getIndexReader().maxDoc()));
    List<Callable<Found>> segments = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      segments.add(() -> segment(leaf, query, filter, most, request.deadline()));
    }
    Best best = new Best(most);
    boolean complete = true;
    for (Found found : searcher.getTaskExecutor().invokeAll(segments)) {
      best.offerAll(found.best());
      complete &= found.complete();
    }
    return best.drain(complete);
  }

  private record Found(Best best, boolean complete) {}

  private static @Nullable Weight weight(IndexSearcher searcher, @Nullable Query filter)
      throws IOException {
    return filter == null
        ? null
        : searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
  }

  private Found segment(
      LeafReaderContext leaf,
      TokenVectors query,
      @Nullable Weight filter,
      int most,
      Deadline deadline)
      throws IOException {
    Best best = new Best(most);
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
    DocIdSetIterator documents = values == null ? null : documents(values, leaf, filter);
    if (values == null || documents == null) {
      return new Found(best, true);
    }
    Bits live = leaf.reader().getLiveDocs();
    DocumentScorer scorer = new DocumentScorer(field, query);
    int seen = 0;
    for (int document = documents.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = documents.nextDoc()) {
      if (seen++ % CLOCK_INTERVAL == 0 && deadline.shouldExit()) {
        return new Found(best, false);
      }
      boolean wanted = live == null || live.get(document);
      if (wanted && (filter == null || values.advanceExact(document))) {
        float score = scorer.score(values);
        if (score != Float.NEGATIVE_INFINITY) {
          best.offer(leaf.docBase + document, score);
        }
      }
    }
    return new Found(best, true);
  }

  /// The documents to look at, or null when the filter matches none.
  private static @Nullable DocIdSetIterator documents(
      MultiVectorValues values, LeafReaderContext leaf, @Nullable Weight filter)
      throws IOException {
    if (filter == null) {
      return values;
    }
    Scorer matching = filter.scorer(leaf);
    return matching == null ? null : matching.iterator();
  }
}
