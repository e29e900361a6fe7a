package pleiad.search;

import java.util.Arrays;

/// Documents, and what each seems to come to.
final class Estimates {
  private int[] documents = new int[16];
  private float[] estimates = new float[16];
  private int count;

  void add(int document, float estimate) {
    if (count == documents.length) {
      documents = Arrays.copyOf(documents, 2 * count);
      estimates = Arrays.copyOf(estimates, 2 * count);
    }
    documents[count] = document;
    estimates[count++] = estimate;
  }

  int count() {
    return count;
  }

  int document(int number) {
    return documents[number];
  }

  float estimate(int number) {
    return estimates[number];
  }

  /// What the best `wanted` have at least; negative infinity where there are fewer.
  float largest(int wanted) {
    if (count < wanted) {
      return Float.NEGATIVE_INFINITY;
    }
    float[] sorted = Arrays.copyOf(estimates, count);
    Arrays.sort(sorted);
    return sorted[count - wanted];
  }

  void clear() {
    count = 0;
  }
}
