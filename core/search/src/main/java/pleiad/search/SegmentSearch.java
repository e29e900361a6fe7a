package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CellTables;
import pleiad.codec.Codebook;
import pleiad.index.CellPostings;
import pleiad.index.MultiVectorValues;

/// The steps of a [TokenSearch] in one segment. For one thread at a time.
final class SegmentSearch implements AutoCloseable {
  /// Documents between two looks at the clock.
  private static final int CLOCK_INTERVAL = 64;

  private final TokenSearch search;
  private final LeafReaderContext leaf;
  private final Best best;
  private boolean complete = true;

  /// The documents that may be scored; null: all.
  private @Nullable Bits allowed;

  /// Those to find candidates among; null where there is nothing to find.
  private @Nullable MultiVectorValues unsought;

  /// Null where nothing is scored by codes.
  private @Nullable CodedDocuments coded;

  /// Documents that no route put into an order.
  private int[] unranked = {};

  private CandidateQueue byMeans = CandidateQueue.EMPTY;
  private CandidateQueue byCentroids = CandidateQueue.EMPTY;

  /// What was scored already; null where candidates come by one route alone.
  private @Nullable FixedBitSet seen;

  SegmentSearch(TokenSearch search, LeafReaderContext leaf) {
    this.search = search;
    this.leaf = leaf;
    this.best = new Best(search.wanted());
  }

  /// Scores all documents where there are no codes, or all are to be scored by what is kept beside
  /// them; elsewhere sees which documents there are to find candidates among.
  void begin() throws IOException {
    int[] given = search.given(leaf);
    MultiVectorValues values = given != null && given.length == 0 ? null : values();
    if (values == null) {
      return;
    }
    allowed = search.accepted().in(leaf);
    if (values.codebook() == null || (values.precise() && search.route() == CandidateRoute.ALL)) {
      decodeAll(given == null ? all(values, allowed) : given);
      return;
    }
    search.scoring().check(values);
    coded =
        new CodedDocuments(
            leaf.reader(), Objects.requireNonNull(values()), search.scoring(), search.wanted());
    if (given == null) {
      unsought = values;
    } else {
      unranked = given;
    }
  }

  /// So many documents at most are there to find candidates among.
  int unsought() {
    if (unsought == null) {
      return 0;
    }
    return search.accepted().filters() && allowed instanceof FixedBitSet matching
        ? matching.cardinality()
        : leaf.reader().maxDoc();
  }

  /// Finds candidates.
  ///
  /// @param all documents to find them among in all segments: where that is few, all are
  void gather(long all) throws IOException {
    MultiVectorValues values = unsought;
    if (values == null) {
      return;
    }
    boolean hasMeans = MeanCandidates.areIn(leaf.reader(), search.scoring().field());
    CellPostings cells = values.cells();
    boolean means = search.route().byMeans(hasMeans);
    boolean centroids = search.route().byCells(hasMeans, cells != null);
    int few = centroids ? search.cellBreadth() : search.few();
    if (all <= few || !(means || centroids)) {
      unranked = all(values, allowed);
      return;
    }
    if (means) {
      byMeans =
          new CandidateQueue(
              search
                  .means()
                  .find(leaf.reader(), search.scoring().field(), search.breadth(), allowed));
    }
    if (centroids && cells != null) {
      byCentroids =
          new CandidateQueue(
              byCentroids(Objects.requireNonNull(values.codebook()), cells, allowed));
      seen = means ? new FixedBitSet(leaf.reader().maxDoc()) : null;
    }
  }

  /// New ones, before the first document; null where no document has the field.
  private @Nullable MultiVectorValues values() throws IOException {
    return MultiVectorValues.of(leaf.reader(), search.scoring().field());
  }

  private Found byCentroids(Codebook codebook, CellPostings cells, @Nullable Bits allowed)
      throws IOException {
    CellTables tables = new CellTables(search.scoring().tables(codebook));
    Found found =
        new CellCandidates(tables, cells, allowed, search.deadline())
            .find(search.probes(), search.cellBreadth(), search.wanted(), leaf.reader().maxDoc());
    complete &= !search.deadline().shouldExit();
    return found;
  }

  private void decodeAll(int[] documents) throws IOException {
    MultiVectorValues values = Objects.requireNonNull(values());
    DecodedScorer scorer = new DecodedScorer(search.scoring());
    for (int i = 0; i < documents.length && !timeIsUp(i); i++) {
      if (values.advanceExact(documents[i])) {
        offer(documents[i], scorer.score(values));
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

  /// Scores the documents that are in no order. None is given up early: the first of them say
  /// nothing of the best.
  ///
  /// @param least what the best documents of all segments have so far
  void scoreUnranked(float least) throws IOException {
    for (int i = 0; coded != null && i < unranked.length && !timeIsUp(i); i++) {
      if (coded.full()) {
        scoreLookedAt(least);
      }
      coded.look(unranked[i], Float.NEGATIVE_INFINITY);
    }
    scoreLookedAt(least);
  }

  /// The candidates by their means.
  CandidateQueue byMeans() {
    return byMeans;
  }

  /// The candidates by the centroids of their cells.
  CandidateQueue byCentroids() {
    return byCentroids;
  }

  /// Scores a round's candidates.
  ///
  /// @param least what the best documents of all segments have so far
  void scoreDue(CandidateQueue queue, float least) throws IOException {
    CodedDocuments documents = coded;
    if (documents != null) {
      queue.scoreDue(document -> lookOnce(documents, document, least), this::timeIsUp);
    }
    scoreLookedAt(least);
  }

  private float lookOnce(CodedDocuments documents, int document, float least) throws IOException {
    if (seen != null && seen.getAndSet(document)) {
      return Float.NEGATIVE_INFINITY;
    }
    if (documents.full()) {
      scoreLookedAt(least);
    }
    return documents.look(document, Math.max(least, best.least()));
  }

  private void scoreLookedAt(float least) {
    if (coded != null) {
      coded.score(least, leaf.docBase, best);
    }
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

  @Override
  public void close() {
    if (coded != null) {
      coded.close();
    }
  }
}
