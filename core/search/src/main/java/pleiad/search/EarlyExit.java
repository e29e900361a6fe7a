package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.search.IndexSearcher;
import pleiad.index.MultiVectorValues;

/// Scores candidates in the order they have, until so many one after the other did not come among
/// the best (kANNolo, "early exit"). A good order leaves most of them unscored.
///
/// Candidates are scored some at a time, because segments are read in their order; what lies behind
/// the end of the last round is thrown away, so that rounds change nothing.
final class EarlyExit {
  private final IndexSearcher searcher;
  private final String field;
  private final DocumentScorer.Maker scorers;
  private final int wanted;
  private final int patience;
  private final Deadline deadline;

  /// @param patience candidates that may bring nothing; 0: all
  EarlyExit(
      IndexSearcher searcher,
      String field,
      DocumentScorer.Maker scorers,
      int wanted,
      int patience,
      Deadline deadline) {
    this.searcher = searcher;
    this.field = field;
    this.scorers = scorers;
    this.wanted = wanted;
    this.patience = patience;
    this.deadline = deadline;
  }

  Candidates among(Candidates before) throws IOException {
    Best best = new Best(Math.clamp(before.count(), 1, wanted));
    int stalls = 0;
    for (int from = 0; from < before.count(); ) {
      int to =
          patience == 0 ? before.count() : Math.min(before.count(), from + round(from, stalls));
      float[] scores = scores(before, from, to);
      for (int place = from; place < to; place++) {
        float score = scores[place - from];
        boolean better = !Float.isNaN(score) && score > best.least();
        if (!Float.isNaN(score)) {
          best.offer(before.document(place), score);
        }
        stalls = better || place < wanted ? 0 : stalls + 1;
        if (patience > 0 && stalls == patience) {
          return best.drain(!deadline.shouldExit());
        }
      }
      if (deadline.shouldExit()) {
        return best.drain(false);
      }
      from = to;
    }
    return best.drain(true);
  }

  /// As many as are needed until it can end.
  private int round(int from, int stalls) {
    return Math.max(wanted - from, 0) + patience - stalls;
  }

  /// By place behind the first; not a number: no tokens.
  private float[] scores(Candidates candidates, int from, int to) throws IOException {
    int[] documents = new int[to - from];
    Arrays.setAll(documents, i -> candidates.document(from + i));
    GivenDocuments given =
        GivenDocuments.of(Candidates.ordered(documents, new float[documents.length], true))
            .by(
                searcher,
                (leaf, theirs) -> {
                  MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
                  if (values == null) {
                    return;
                  }
                  DocumentScorer scorer = null;
                  for (int place = 0; place < theirs.count(); place++) {
                    if (!deadline.shouldExit()
                        && values.advanceExact(theirs.document(place))
                        && values.tokenCount() > 0) {
                      scorer = scorer == null ? scorers.of(values) : scorer;
                      theirs.score(place, scorer.score(values));
                    }
                  }
                });
    float[] scores = new float[documents.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = given.score(documents[i]);
    }
    return scores;
  }
}
