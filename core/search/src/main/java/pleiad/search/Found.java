package pleiad.search;

import java.util.Arrays;

/// Documents of one segment that one route found, ascending, and how good they look by it. Only
/// what the same route says can be compared.
record Found(
    @SuppressWarnings("ArrayRecordComponent") int[] documents,
    @SuppressWarnings("ArrayRecordComponent") float[] nearness) {
  static final Found NOTHING = new Found(new int[0], new float[0]);

  /// Those of a heap.
  static Found of(Candidates candidates) {
    int count = candidates.count();
    Integer[] places = new Integer[count];
    Arrays.setAll(places, place -> place);
    Arrays.sort(places, (a, b) -> Integer.compare(candidates.document(a), candidates.document(b)));
    int[] documents = new int[count];
    float[] nearness = new float[count];
    for (int i = 0; i < count; i++) {
      documents[i] = candidates.document(places[i]);
      nearness[i] = candidates.score(places[i]);
    }
    return new Found(documents, nearness);
  }

  /// The documents that are at least so near.
  int[] atLeast(float least) {
    int[] kept = new int[documents.length];
    int count = 0;
    for (int i = 0; i < documents.length; i++) {
      if (nearness[i] >= least) {
        kept[count++] = documents[i];
      }
    }
    return Arrays.copyOf(kept, count);
  }

  /// What is in one of two ascending lists or in both, ascending.
  static int[] union(int[] a, int[] b) {
    if (a.length == 0 || b.length == 0) {
      return a.length == 0 ? b : a;
    }
    int[] both = new int[a.length + b.length];
    int count = 0;
    for (int i = 0, j = 0; i < a.length || j < b.length; ) {
      if (j == b.length || (i < a.length && a[i] < b[j])) {
        both[count++] = a[i++];
      } else {
        i += i < a.length && a[i] == b[j] ? 1 : 0;
        both[count++] = b[j++];
      }
    }
    return Arrays.copyOf(both, count);
  }
}
