package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;

/// The steps of a [TokenSearch] in one segment. For one thread at a time.
final class SegmentSearch {
  /// Documents between two looks at the clock.
  private static final int CLOCK_INTERVAL = 64;

  private final TokenSearch search;
  private final LeafReaderContext leaf;
  private final Best best;
  private boolean complete = true;

  /// Null where nothing is scored by codes.
  private @Nullable CodedDocuments coded;

  /// Documents that no route put into an order.
  private int[] unranked = {};

  /// The candidates: of the first `scored` the estimates are known, those up to `due` are this
  /// round's.
  private Found ranked = Found.NOTHING;

  private float[] estimates = {};
  private int scored;
  private int due;

  SegmentSearch(TokenSearch search, LeafReaderContext leaf) {
    this.search = search;
    this.leaf = leaf;
    this.best = new Best(search.wanted());
  }

  /// Scores all documents where there are no codes; finds candidates where there are.
  void gather() throws IOException {
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), search.field());
    if (values == null) {
      return;
    }
    Bits allowed = search.filter() == null ? leaf.reader().getLiveDocs() : filtered();
    if (values.codebook() == null) {
      scoreAll(values, allowed);
      return;
    }
    if (values.dimension() != search.query().dimension()) {
      throw new IllegalArgumentException(
          "query has %d dimensions, field '%s' has %d; was it encoded by another model?"
              .formatted(search.query().dimension(), search.field(), values.dimension()));
    }
    coded = new CodedDocuments(values, search);
    int most =
        allowed instanceof FixedBitSet filtered && search.filter() != null
            ? filtered.cardinality()
            : leaf.reader().maxDoc();
    if (most <= search.breadth() || !MeanCandidates.areIn(leaf.reader(), search.field())) {
      unranked = all(values, allowed);
    } else {
      ranked = search.means().find(leaf.reader(), search.field(), search.breadth(), allowed);
      estimates = new float[ranked.count()];
    }
  }

  /// The live documents that match the filter.
  private FixedBitSet filtered() throws IOException {
    FixedBitSet allowed = new FixedBitSet(leaf.reader().maxDoc());
    Scorer matching = search.filter() == null ? null : search.filter().scorer(leaf);
    if (matching != null) {
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator each = matching.iterator();
      for (int document = each.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = each.nextDoc()) {
        if (live == null || live.get(document)) {
          allowed.set(document);
        }
      }
    }
    return allowed;
  }

  private void scoreAll(MultiVectorValues values, @Nullable Bits allowed) throws IOException {
    DocumentScorer scorer = new DocumentScorer(search.field(), search.query());
    int seen = 0;
    for (int document = values.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = values.nextDoc()) {
      if (timeIsUp(seen++)) {
        return;
      }
      if (allowed == null || allowed.get(document)) {
        offer(document, scorer.score(values));
      }
    }
  }

  private static int[] all(MultiVectorValues values, @Nullable Bits allowed) throws IOException {
    int[] found = new int[16];
    int count = 0;
    for (int document = values.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = values.nextDoc()) {
      if (allowed == null || allowed.get(document)) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = document;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /// Scores the documents that are in no order.
  ///
  /// @param least what the best documents of all segments have so far
  void scoreUnranked(float least) throws IOException {
    for (int i = 0; coded != null && i < unranked.length && !timeIsUp(i); i++) {
      score(coded, unranked[i], least);
    }
  }

  /// How near the next candidate is that no round had yet; negative infinity when there is none.
  float next() {
    return ranked.nearness(due);
  }

  /// Takes the next candidate into the round.
  void takeNext() {
    due++;
  }

  /// Whether the round has candidates of this segment.
  boolean isDue() {
    return due > scored;
  }

  /// Scores this round's candidates.
  ///
  /// @param least what the best documents of all segments have so far
  void scoreDue(float least) throws IOException {
    for (int i = scored; coded != null && i < due; i++) {
      if (timeIsUp(i)) {
        due = i;
        return;
      }
      score(coded, ranked.documents()[i], least);
      estimates[i] = coded.estimate();
    }
  }

  /// Ends the round, and tells what came of it.
  void endRound(StopRule rule) {
    for (; scored < due; scored++) {
      if (estimates[scored] != Float.NEGATIVE_INFINITY) {
        rule.add(ranked.nearness(scored), estimates[scored]);
      }
    }
  }

  /// How many of the candidates that are left are to be expected among the best, up to a number
  /// that is too many.
  double expected(StopRule.Expectation expectation, double tooMany) {
    double sum = 0;
    for (int place = due; place < ranked.count() && sum <= tooMany; place++) {
      sum += expectation.of(ranked.nearness(place));
    }
    return sum;
  }

  private void score(CodedDocuments documents, int document, float least) throws IOException {
    offer(document, documents.score(document, Math.max(least, best.least())));
  }

  private void offer(int document, float score) {
    if (score != Float.NEGATIVE_INFINITY) {
      best.offer(leaf.docBase + document, score);
    }
  }

  private boolean timeIsUp(int seen) {
    if (seen % CLOCK_INTERVAL == 0 && search.deadline().shouldExit()) {
      complete = false;
    }
    return !complete;
  }

  /// The best so far: by codes where there are codes, and by what is stored elsewhere.
  Best best() {
    return best;
  }

  /// The best by the best vectors that are stored.
  ///
  /// @param least what the best documents of all segments have
  Best result(float least) throws IOException {
    if (coded == null || !coded.precise()) {
      return best;
    }
    Best result = new Best(search.wanted());
    coded.rescore(least, leaf.docBase, result);
    return result;
  }

  boolean complete() {
    return complete;
  }
}
