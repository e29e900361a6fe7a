package pleiad.search;

import java.util.Arrays;

/// Documents with scores, best first; equal scores in document order. `documents[i]` is the number
/// of a document in the whole reader, `scores[i]` what the last stage made of it.
///
/// `complete` is false when the time ran out before everything was looked at.
public final class Candidates {
  private final int[] documents;
  private final float[] scores;
  private final boolean complete;

  private Candidates(int[] documents, float[] scores, boolean complete) {
    this.documents = documents;
    this.scores = scores;
    this.complete = complete;
  }

  /// Candidates in the order given, which must be best first.
  static Candidates ordered(int[] documents, float[] scores, boolean complete) {
    return new Candidates(documents, scores, complete);
  }

  /// Number of candidates.
  public int count() {
    return documents.length;
  }

  /// The document at that place of the order.
  public int document(int place) {
    return documents[place];
  }

  /// Its score.
  public float score(int place) {
    return scores[place];
  }

  /// Whether everything was looked at.
  public boolean complete() {
    return complete;
  }

  /// The first `wanted` of them.
  public Candidates first(int wanted) {
    if (wanted >= documents.length) {
      return this;
    }
    return new Candidates(
        Arrays.copyOf(documents, wanted), Arrays.copyOf(scores, wanted), complete);
  }

  /// The same, of a search that did not look at everything.
  Candidates asIncomplete() {
    return new Candidates(documents, scores, false);
  }

  /// The documents in ascending order, as segments want to be read.
  int[] ascending() {
    int[] sorted = documents.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
