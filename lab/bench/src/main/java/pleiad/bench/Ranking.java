package pleiad.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/// Documents with scores, best first; equal scores by number.
record Ranking(List<Found> found) {
  /// A document's number in the collection, and its score.
  record Found(int document, float score) {}

  private static final Comparator<Found> WORST_FIRST =
      Comparator.<Found>comparingDouble(Found::score)
          .thenComparing(Found::document, Comparator.reverseOrder());

  Ranking {
    found = List.copyOf(found);
  }

  int count() {
    return found.size();
  }

  /// The first so many documents.
  List<Found> first(int cutoff) {
    return found.subList(0, Math.min(cutoff, found.size()));
  }

  /// Keeps the best of what is offered. Not for several threads.
  static final class Best {
    private final int wanted;
    private final PriorityQueue<Found> kept = new PriorityQueue<>(WORST_FIRST);

    Best(int wanted) {
      this.wanted = wanted;
    }

    /// Documents may come in any order. What scores negative infinity has no tokens and is no
    /// candidate.
    void offer(int document, float score) {
      if (score == Float.NEGATIVE_INFINITY
          || (kept.size() == wanted && score < kept.element().score())) {
        return;
      }
      kept.add(new Found(document, score));
      if (kept.size() > wanted) {
        kept.remove();
      }
    }

    void offerAll(Best other) {
      other.kept.forEach(each -> offer(each.document(), each.score()));
    }

    Ranking ranking() {
      List<Found> sorted = new ArrayList<>(kept);
      sorted.sort(WORST_FIRST.reversed());
      return new Ranking(sorted);
    }
  }
}
