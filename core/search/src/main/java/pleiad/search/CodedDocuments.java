package pleiad.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.LeafReader;
import pleiad.codec.CodeScorer;
import pleiad.codec.Codebook;
import pleiad.index.MultiVectorValues;

/// Scores documents of one segment by their codes, and those that turn out best once more by the
/// vectors beside the codes, where the segment keeps some. For one thread at a time.
///
/// Documents are looked at one after the other; those that may be among the best are then scored
/// together.
final class CodedDocuments implements AutoCloseable {
  private final StoredDocuments stored;
  private final int wanted;
  private final CodeScorer scorer;
  private final boolean precise;

  /// How far precise scores may put two documents into the other order.
  private final float margin;

  private final CodeBuffer codes = new CodeBuffer();

  /// What was looked at since documents were scored, and what each seemed to come to.
  private final Estimates due = new Estimates();

  /// What may be among the best by the vectors beside the codes.
  private final Estimates promising = new Estimates();

  /// @param values of a segment with codes, which nobody else goes through
  /// @param wanted documents that the search gives
  CodedDocuments(LeafReader reader, MultiVectorValues values, FieldScoring scoring, int wanted) {
    Codebook codebook = Objects.requireNonNull(values.codebook());
    this.stored = new StoredDocuments(reader, values, scoring);
    this.wanted = wanted;
    this.scorer = scoring.tables(codebook).scorer();
    this.precise = values.precise();
    this.margin = precise ? scorer.tolerance() + margin(codebook, scoring.query().count()) : 0;
  }

  /// What lies between the codes of a document and the vectors beside them is the codes' own error,
  /// in a random direction for every query token: two standard deviations of their sum, both ways.
  private static float margin(Codebook codebook, int queryTokens) {
    double error = codebook.error() / codebook.dimension();
    return (float) (4 * Math.sqrt(error * queryTokens));
  }

  /// What the codes of a document seem to come to; negative infinity when it has none. The document
  /// is scored with the others that were looked at.
  ///
  /// @param least what the best documents have so far
  float look(int document, float least) throws IOException {
    MultiVectorValues values = stored.at(document);
    if (values == null) {
      return Float.NEGATIVE_INFINITY;
    }
    float estimate = scorer.add(codes.read(values), values.tokenCount(), least - margin);
    due.add(document, estimate);
    return estimate;
  }

  /// Whether what was looked at should be scored before there is more.
  boolean full() {
    return scorer.full();
  }

  /// Scores what was looked at, and offers what may be among the best.
  ///
  /// @param least what the best documents of all segments have so far
  void score(float least, int docBase, Best best) {
    if (!precise) {
      float nearBest = due.largest(wanted);
      score(least, nearBest, Float.POSITIVE_INFINITY, docBase, best);
      score(least, Float.NEGATIVE_INFINITY, nearBest, docBase, best);
    } else {
      for (int i = 0; i < due.count(); i++) {
        if (due.estimate(i) == Float.NEGATIVE_INFINITY) {
          continue;
        }
        if (due.estimate(i) >= Math.max(least, best.least()) - margin) {
          promising.add(due.document(i), due.estimate(i));
        }
        best.offer(docBase + due.document(i), due.estimate(i));
      }
    }
    scorer.clear();
    due.clear();
  }

  /// Scores those whose estimate is at least `from` and below `to`.
  private void score(float least, float from, float to, int docBase, Best best) {
    float needed = Math.max(least, best.least()) - scorer.tolerance();
    int[] chosen = new int[due.count()];
    int count = 0;
    for (int i = 0; i < chosen.length; i++) {
      float estimate = due.estimate(i);
      if (estimate >= from
          && estimate < to
          && estimate >= needed
          && estimate > Float.NEGATIVE_INFINITY) {
        chosen[count++] = i;
      }
    }
    float[] scores = new float[count];
    scorer.score(chosen, count, scores);
    for (int i = 0; i < count; i++) {
      best.offer(docBase + due.document(chosen[i]), scores[i]);
    }
  }

  /// Whether there are better vectors to look at.
  boolean precise() {
    return precise;
  }

  /// Offers the documents that may be among the best with the score of their precise vectors.
  ///
  /// @param least what the codes of the best have
  void rescore(float least, int docBase, Best best) throws IOException {
    for (int i = 0; i < promising.count(); i++) {
      if (promising.estimate(i) >= least - margin) {
        best.offer(docBase + promising.document(i), stored.score(promising.document(i)));
      }
    }
  }

  @Override
  public void close() {
    scorer.close();
  }
}
