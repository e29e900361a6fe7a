package pleiad.vector;

/// The inner loops of [DotProducts]. The scalar kernel is the definition; the vector kernel gives
/// the same within the rounding of fused multiply-adds, and the same bits on every call.
sealed interface DotKernel permits ScalarDots, VectorDots {
  /// The lanes of a group; fixed vectors are padded to whole pairs of groups.
  int lanes();

  /// `out[at + r · outStride + j] = Σₖ rows[from + r · stride + k] · fixed[j][k]` for `count` rows,
  /// where `packed` is `[pair of groups][dimension][2 · lanes]` and `width` a multiple of `2 ·
  /// lanes`.
  void products(
      float[] packed,
      int dimension,
      int width,
      float[] rows,
      int from,
      int stride,
      int count,
      float[] out,
      int at,
      int outStride);

  /// The place of the largest `values[at + j] + bias[j]` among the first `width`, which is a
  /// multiple of `2 · lanes`; the first of equals.
  int largest(float[] values, int at, float[] bias, int width);
}
