package pleiad.search;

import java.util.Arrays;

/// Keeps the best documents of any number offered: higher score first, then lower document number.
///
/// A binary heap whose root is the worst kept one. `offer` costs one comparison for what is not
/// kept.
final class Best {
  private final int[] documents;
  private final float[] scores;
  private int size;

  Best(int wanted) {
    documents = new int[wanted];
    scores = new float[wanted];
  }

  void offer(int document, float score) {
    if (size < documents.length) {
      documents[size] = document;
      scores[size] = score;
      up(size++);
    } else if (size > 0 && worse(documents[0], scores[0], document, score)) {
      documents[0] = document;
      scores[0] = score;
      down();
    }
  }

  void offerAll(Best others) {
    for (int i = 0; i < others.size; i++) {
      offer(others.documents[i], others.scores[i]);
    }
  }

  /// What a document must have to be kept; negative infinity while there is room.
  float least() {
    return size < documents.length || size == 0 ? Float.NEGATIVE_INFINITY : scores[0];
  }

  /// The scores of those kept, in no order.
  float[] scores() {
    return Arrays.copyOf(scores, size);
  }

  /// Empties the heap into candidates, best first.
  Candidates drain(boolean complete) {
    int[] ordered = new int[size];
    float[] theirs = new float[size];
    for (int place = size - 1; place >= 0; place--) {
      ordered[place] = documents[0];
      theirs[place] = scores[0];
      size--;
      documents[0] = documents[size];
      scores[0] = scores[size];
      down();
    }
    return Candidates.ordered(ordered, theirs, complete);
  }

  private static boolean worse(int document, float score, int than, float thanScore) {
    return score < thanScore || (score == thanScore && document > than);
  }

  private boolean worse(int i, int than) {
    return worse(documents[i], scores[i], documents[than], scores[than]);
  }

  private void up(int i) {
    for (int parent = (i - 1) / 2; i > 0 && worse(i, parent); parent = (i - 1) / 2) {
      swap(i, parent);
      i = parent;
    }
  }

  private void down() {
    for (int i = 0; ; ) {
      int worst = i;
      for (int child = 2 * i + 1; child <= 2 * i + 2 && child < size; child++) {
        worst = worse(child, worst) ? child : worst;
      }
      if (worst == i) {
        return;
      }
      swap(i, worst);
      i = worst;
    }
  }

  private void swap(int i, int j) {
    int document = documents[i];
    documents[i] = documents[j];
    documents[j] = document;
    float score = scores[i];
    scores[i] = scores[j];
    scores[j] = score;
  }
}
