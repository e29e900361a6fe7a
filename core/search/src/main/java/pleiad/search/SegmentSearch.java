package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CodeScorer;
import pleiad.codec.Codebook;
import pleiad.index.MultiVectorField;
import pleiad.index.MultiVectorValues;

/// The steps of a [TokenSearch] in one segment. For one thread at a time.
final class SegmentSearch {
  /// Documents between two looks at the clock.
  private static final int CLOCK_INTERVAL = 64;

  /// Bytes behind codes, so that scorers need not copy them.
  private static final int SPARE_BYTES = 64;

  private final TokenSearch search;
  private final LeafReaderContext leaf;
  private final Best best;
  private boolean complete = true;

  /// The candidates, in ascending order, and how near their means are.
  private int[] candidates = {};

  private float[] nearness = {};
  private float[] estimates = {};
  private float tolerance;

  SegmentSearch(TokenSearch search, LeafReaderContext leaf) {
    this.search = search;
    this.leaf = leaf;
    this.best = new Best(search.wanted());
  }

  private @Nullable MultiVectorValues values() throws IOException {
    return MultiVectorValues.of(leaf.reader(), search.field());
  }

  /// Scores all documents where there are no codes; finds candidates where there are.
  void gather() throws IOException {
    MultiVectorValues values = values();
    if (values == null) {
      return;
    }
    FixedBitSet allowed = allowed();
    if (values.codebook() == null) {
      scoreAll(values, allowed);
      return;
    }
    if (values.dimension() != search.query().dimension()) {
      throw new IllegalArgumentException(
          "query has %d dimensions, field '%s' has %d; was it encoded by another model?"
              .formatted(search.query().dimension(), search.field(), values.dimension()));
    }
    int documents = allowed == null ? leaf.reader().maxDoc() : allowed.cardinality();
    if (documents <= search.breadth() || !hasMeans()) {
      takeAll(values, allowed);
    } else {
      takeNearest(allowed);
    }
  }

  /// The live documents that match the filter; null: all live ones.
  private @Nullable FixedBitSet allowed() throws IOException {
    if (search.filter() == null) {
      return null;
    }
    FixedBitSet allowed = new FixedBitSet(leaf.reader().maxDoc());
    Scorer matching = search.filter().scorer(leaf);
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

  private boolean allowed(@Nullable FixedBitSet allowed, int document) {
    if (allowed != null) {
      return allowed.get(document);
    }
    Bits live = leaf.reader().getLiveDocs();
    return live == null || live.get(document);
  }

  private boolean hasMeans() throws IOException {
    return leaf.reader().getByteVectorValues(MultiVectorField.mean(search.field())) != null;
  }

  private void scoreAll(MultiVectorValues values, @Nullable FixedBitSet allowed)
      throws IOException {
    DocumentScorer scorer = new DocumentScorer(search.field(), search.query());
    int seen = 0;
    for (int document = values.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = values.nextDoc()) {
      if (timeIsUp(seen++)) {
        return;
      }
      if (allowed(allowed, document)) {
        offer(document, scorer.score(values));
      }
    }
  }

  private void takeAll(MultiVectorValues values, @Nullable FixedBitSet allowed) throws IOException {
    int[] found = new int[16];
    int count = 0;
    for (int document = values.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = values.nextDoc()) {
      if (allowed(allowed, document)) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = document;
      }
    }
    candidates = Arrays.copyOf(found, count);
    nearness = new float[count];
    Arrays.fill(nearness, Float.POSITIVE_INFINITY);
  }

  private void takeNearest(@Nullable FixedBitSet allowed) throws IOException {
    int maxDoc = leaf.reader().maxDoc();
    Bits bits = allowed == null ? leaf.reader().getLiveDocs() : allowed;
    ScoreDoc[] nearest =
        leaf.reader()
            .searchNearestVectors(
                MultiVectorField.mean(search.field()),
                search.sketch(),
                search.breadth(),
                AcceptDocs.fromLiveDocs(bits, maxDoc),
                Integer.MAX_VALUE)
            .scoreDocs;
    Arrays.sort(nearest, (a, b) -> Integer.compare(a.doc, b.doc));
    candidates = new int[nearest.length];
    nearness = new float[nearest.length];
    for (int i = 0; i < nearest.length; i++) {
      candidates[i] = nearest[i].doc;
      nearness[i] = nearest[i].score;
    }
  }

  /// Estimates the candidates that are at least so near.
  void estimate(float least) throws IOException {
    MultiVectorValues values = candidates.length == 0 ? null : values();
    if (values == null) {
      return;
    }
    int kept = 0;
    for (int i = 0; i < candidates.length; i++) {
      if (nearness[i] >= least) {
        candidates[kept++] = candidates[i];
      }
    }
    candidates = Arrays.copyOf(candidates, kept);
    estimates = new float[kept];
    CodeReader reader = new CodeReader(values);
    tolerance = values.precise() ? preciseTolerance(reader) : reader.scorer.tolerance();
    for (int i = 0; i < kept; i++) {
      if (timeIsUp(i)) {
        candidates = Arrays.copyOf(candidates, i);
        estimates = Arrays.copyOf(estimates, i);
        return;
      }
      estimates[i] =
          values.advanceExact(candidates[i])
              ? reader.scorer.estimate(reader.codes(), values.tokenCount())
              : Float.NEGATIVE_INFINITY;
    }
  }

  /// What lies between the codes of a document and the vectors beside them is the codes' own error,
  /// in a random direction for every query token: two standard deviations of their sum.
  private float preciseTolerance(CodeReader reader) {
    double error = reader.codebook.error() / reader.codebook.dimension();
    return search.all()
        ? Float.POSITIVE_INFINITY
        : reader.scorer.tolerance() + (float) (2 * Math.sqrt(error * search.query().count()));
  }

  /// Scores the candidates whose estimates are at least so large.
  void score(float least) throws IOException {
    MultiVectorValues values = candidates.length == 0 ? null : values();
    if (values == null) {
      return;
    }
    CodeReader reader = new CodeReader(values);
    DocumentScorer precise =
        values.precise() ? new DocumentScorer(search.field(), search.query()) : null;
    for (int i = 0; i < candidates.length; i++) {
      if (estimates[i] >= least && values.advanceExact(candidates[i])) {
        offer(
            candidates[i],
            precise != null
                ? precise.score(values)
                : reader.scorer.score(reader.codes(), values.tokenCount()));
      }
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

  /// The codes of one document after the other.
  private final class CodeReader {
    private final MultiVectorValues values;
    final Codebook codebook;
    final CodeScorer scorer;
    private byte[] codes = new byte[0];

    CodeReader(MultiVectorValues values) {
      Codebook known = values.codebook();
      if (known == null) {
        throw new IllegalStateException("the segment had codes when candidates were gathered");
      }
      this.values = values;
      this.codebook = known;
      this.scorer = search.tables(known).scorer();
    }

    byte[] codes() throws IOException {
      int length = Math.addExact(values.codeBytes(), SPARE_BYTES);
      if (codes.length < length) {
        codes = new byte[length];
      }
      values.readCodes(codes);
      return codes;
    }
  }

  Best best() {
    return best;
  }

  boolean complete() {
    return complete;
  }

  float[] nearness() {
    return nearness;
  }

  float[] estimates() {
    return estimates;
  }

  float tolerance() {
    return tolerance;
  }
}
