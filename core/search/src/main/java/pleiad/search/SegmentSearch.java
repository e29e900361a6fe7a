package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Scorer;
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

  /// Scores all documents where there are no codes; finds candidates where there are.
  void gather() throws IOException {
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), search.field());
    if (values == null) {
      return;
    }
    Bits allowed = search.filter() == null ? leaf.reader().getLiveDocs() : filtered();
    Codebook codebook = values.codebook();
    if (codebook == null) {
      scoreAll(values, allowed);
      return;
    }
    if (values.dimension() != search.query().dimension()) {
      throw new IllegalArgumentException(
          "query has %d dimensions, field '%s' has %d; was it encoded by another model?"
              .formatted(search.query().dimension(), search.field(), values.dimension()));
    }
    coded = coded();
    int most =
        search.filter() != null && allowed instanceof FixedBitSet matching
            ? matching.cardinality()
            : leaf.reader().maxDoc();
    boolean hasMeans = MeanCandidates.areIn(leaf.reader(), search.field());
    CellPostings cells = values.cells();
    boolean means = search.route().byMeans(hasMeans);
    boolean centroids = search.route().byCells(hasMeans, cells != null);
    int breadth = centroids ? search.cellBreadth() : search.breadth();
    if (most <= breadth || !(means || centroids)) {
      unranked = all(values, allowed);
      return;
    }
    if (means) {
      byMeans =
          new CandidateQueue(
              search.means().find(leaf.reader(), search.field(), search.breadth(), allowed));
    }
    if (centroids && cells != null) {
      byCentroids = new CandidateQueue(byCentroids(codebook, cells, allowed));
      seen = means ? new FixedBitSet(leaf.reader().maxDoc()) : null;
    }
  }

  private CodedDocuments coded() throws IOException {
    MultiVectorValues values = MultiVectorValues.of(leaf.reader(), search.field());
    return new CodedDocuments(leaf.reader(), Objects.requireNonNull(values), search);
  }

  private Found byCentroids(Codebook codebook, CellPostings cells, @Nullable Bits allowed)
      throws IOException {
    CellTables tables = new CellTables(search.tables(codebook));
    Found found =
        new CellCandidates(tables, cells, allowed, search.deadline())
            .find(search.probes(), search.cellBreadth(), search.wanted(), leaf.reader().maxDoc());
    complete &= !search.deadline().shouldExit();
    return found;
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
