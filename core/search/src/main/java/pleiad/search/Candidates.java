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

  /// What somebody else found: documents by any numbers, best first, with their scores.
  ///
  /// @throws IllegalArgumentException when there are not as many scores as documents, a score is
  ///   not finite or above the one before it, or a document comes twice
  public static Candidates of(int[] documents, float[] scores) {
    if (documents.length != scores.length) {
      throw new IllegalArgumentException(
          "%d documents have %d scores".formatted(documents.length, scores.length));
    }
    for (int place = 0; place < scores.length; place++) {
      if (!Float.isFinite(scores[place]) || (place > 0 && scores[place] > scores[place - 1])) {
        throw new IllegalArgumentException(
            "candidates have finite scores, best first; at place %d stands %s%s"
                .formatted(place, scores[place], place > 0 ? " behind " + scores[place - 1] : ""));
      }
    }
    if (Arrays.stream(documents).distinct().count() < documents.length) {
      throw new IllegalArgumentException("a document is among the candidates twice");
    }
    return new Candidates(documents.clone(), scores.clone(), true);
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
  public int[] ascending() {
    int[] sorted = documents.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
