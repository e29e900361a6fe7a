package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.ByteVectorValues;
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

  /// Null where candidates are not found by them, and so are the cells.
  private @Nullable ByteVectorValues means;

  private @Nullable CellPostings cells;

  /// Null where nothing is scored by codes.
  private @Nullable CodedDocuments coded;

  /// Null where everything is.
  private @Nullable StoredDocuments stored;

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

  /// Sees what there is to score documents by, and which there are to find candidates among.
  void begin() throws IOException {
    int[] given = search.given(leaf);
    MultiVectorValues values = given != null && given.length == 0 ? null : values();
    if (values == null) {
      return;
    }
    allowed = search.accepted().in(leaf);
    MultiVectorValues own = Objects.requireNonNull(values());
    if (values.codebook() == null || (values.precise() && search.route() == CandidateRoute.ALL)) {
      stored = new StoredDocuments(leaf.reader(), own, search.scoring());
    } else {
      search.scoring().check(values);
      coded = new CodedDocuments(leaf.reader(), own, search.scoring(), search.wanted());
    }
    if (given == null) {
      findRoutes(values);
    } else {
      unranked = given;
    }
  }

  private void findRoutes(MultiVectorValues values) throws IOException {
    CellPostings there = values.cells();
    ByteVectorValues kept = MeanCandidates.kept(leaf.reader(), search.scoring().field());
    boolean hasMeans = kept != null;
    if (search.route().byMeans(hasMeans)) {
      means = kept;
    }
    if (search.route().byCells(hasMeans, there != null)) {
      cells = there;
    }
    if (means == null && cells == null) {
      unranked = all(values, allowed);
    } else {
      unsought = values;
    }
  }

  /// So many documents at most are there to find candidates among.
  int unsought() {
    if (unsought == null) {
      return 0;
    }
    return search.accepted().filters() && allowed instanceof FixedBitSet matching
        ? matching.cardinality()
        : leaf.reader().numDocs();
  }

  /// Finds candidates.
  ///
  /// @param all documents to find them among in all segments: where that is few, all are
  void gather(long all) throws IOException {
    MultiVectorValues values = unsought;
    if (values == null) {
      return;
    }
    if (all <= (cells == null ? search.few() : search.cellBreadth())) {
      unranked = all(values, allowed);
      return;
    }
    if (means != null) {
      search.scoring().check(means.dimension());
      byMeans =
          new CandidateQueue(
              search
                  .means()
                  .find(leaf.reader(), search.scoring().field(), search.breadth(), allowed));
    }
    if (cells != null) {
      Codebook codebook = Objects.requireNonNull(values.codebook());
      byCentroids = new CandidateQueue(byCentroids(codebook, cells, allowed));
      seen = means == null ? null : new FixedBitSet(leaf.reader().maxDoc());
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
    for (int i = 0; i < unranked.length && !timeIsUp(i); i++) {
      score(unranked[i], least, Float.NEGATIVE_INFINITY);
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
    queue.scoreDue(document -> scoreOnce(document, least), this::timeIsUp);
    scoreLookedAt(least);
  }

  private float scoreOnce(int document, float least) throws IOException {
    return seen != null && seen.getAndSet(document)
        ? Float.NEGATIVE_INFINITY
        : score(document, least, Math.max(least, best.least()));
  }

  /// What a document comes to, or seems to where it is one of several that are scored together.
  ///
  /// @param givenUp what is below that need not be known
  private float score(int document, float least, float givenUp) throws IOException {
    if (stored != null) {
      float score = stored.score(document);
      if (score != Float.NEGATIVE_INFINITY) {
        best.offer(leaf.docBase + document, score);
      }
      return score;
    }
    CodedDocuments documents = Objects.requireNonNull(coded);
    if (documents.full()) {
      scoreLookedAt(least);
    }
    return documents.look(document, givenUp);
  }

  private void scoreLookedAt(float least) {
    if (coded != null) {
      coded.score(least, leaf.docBase, best);
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
