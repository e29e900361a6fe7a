package pleiad.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.apache.lucene.index.LeafReader;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CodeScorer;
import pleiad.codec.Codebook;
import pleiad.index.MultiVectorValues;

/// Scores documents of one segment by their codes, and those that turn out best once more by the
/// vectors beside the codes, where the segment keeps some. For one thread at a time.
final class CodedDocuments {
  /// Bytes behind codes, so that scorers need not copy them.
  private static final int SPARE_BYTES = 64;

  private final LeafReader reader;
  private final String field;
  private final CodeScorer scorer;
  private final @Nullable DocumentScorer precise;

  /// How far precise scores may put two documents into the other order.
  private final float margin;

  /// Goes forward only; begun anew for a document before the last one.
  private MultiVectorValues values;

  private int last = -1;
  private byte[] codes = new byte[0];

  /// What was scored, where there will be a second look.
  private int[] seen = {};

  private float[] scores = {};
  private int count;

  /// @param values of a segment with codes, which nobody else goes through
  CodedDocuments(LeafReader reader, MultiVectorValues values, TokenSearch search) {
    Codebook codebook = Objects.requireNonNull(values.codebook());
    this.reader = reader;
    this.field = search.field();
    this.values = values;
    this.scorer = search.tables(codebook).scorer();
    this.precise = values.precise() ? new DocumentScorer(search.field(), search.query()) : null;
    this.margin =
        precise == null
            ? 0
            : search.route() == CandidateRoute.ALL
                ? Float.POSITIVE_INFINITY
                : margin(codebook, search.query().count());
  }

  /// What lies between the codes of a document and the vectors beside them is the codes' own error,
  /// in a random direction for every query token: two standard deviations of their sum, both ways.
  private static float margin(Codebook codebook, int queryTokens) {
    double error = codebook.error() / codebook.dimension();
    return (float) (4 * Math.sqrt(error * queryTokens));
  }

  /// The MaxSim of a document's codes; negative infinity when it has none, or when it cannot be
  /// among the best, which have `least`.
  float score(int document, float least) throws IOException {
    if (!goTo(document)) {
      return Float.NEGATIVE_INFINITY;
    }
    int length = Math.addExact(values.codeBytes(), SPARE_BYTES);
    if (codes.length < length) {
      codes = new byte[length];
    }
    values.readCodes(codes);
    float score = scorer.score(codes, values.tokenCount(), least - margin);
    if (precise != null && score != Float.NEGATIVE_INFINITY) {
      remember(document, score);
    }
    return score;
  }

  private boolean goTo(int document) throws IOException {
    if (document <= last) {
      values = Objects.requireNonNull(MultiVectorValues.of(reader, field));
    }
    last = document;
    return values.advanceExact(document);
  }

  /// What the document that was scored last came to, coarsely; negative infinity when it has no
  /// tokens.
  float estimate() {
    return scorer.estimate();
  }

  private void remember(int document, float score) {
    if (count == seen.length) {
      seen = Arrays.copyOf(seen, Math.max(16, 2 * count));
      scores = Arrays.copyOf(scores, seen.length);
    }
    seen[count] = document;
    scores[count++] = score;
  }

  /// Whether there are better vectors to look at.
  boolean precise() {
    return precise != null;
  }

  /// Offers the documents that may be among the best with the score of their precise vectors.
  ///
  /// @param least what the codes of the best have
  void rescore(float least, int docBase, Best best) throws IOException {
    for (int i = 0; precise != null && i < count; i++) {
      if (scores[i] >= least - margin && goTo(seen[i])) {
        best.offer(docBase + seen[i], precise.score(values));
      }
    }
  }
}
