package pleiad.codec;

import java.util.SplittableRandom;

/// Fewer numbers with the same dot products on average: every number is added to one of them or
/// taken away from it, as chance has it (Charikar, Chen and Farach-Colton 2002).
///
/// Immutable and safe to share.
final class CountSketch {
  private final int[] target;
  private final float[] sign;

  /// @param from numbers before
  /// @param to numbers behind
  CountSketch(int from, int to, SplittableRandom random) {
    target = new int[from];
    sign = new float[from];
    for (int k = 0; k < from; k++) {
      target[k] = random.nextInt(to);
      sign[k] = random.nextBoolean() ? 1 : -1;
    }
  }

  /// Adds the sketch of what begins at `from` to what begins at `at`.
  void add(float[] values, int from, float[] sketch, int at) {
    for (int k = 0; k < target.length; k++) {
      sketch[at + target[k]] += sign[k] * values[from + k];
    }
  }
}
