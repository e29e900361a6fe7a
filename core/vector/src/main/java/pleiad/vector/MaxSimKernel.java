package pleiad.vector;

/// The inner loop of MaxSim: for each query token the largest dot product over document tokens,
/// `maxima[i] = max(maxima[i], maxⱼ Σₖ query[i][k] · rows[j][k])` (ColBERT, §3.3).
///
/// The scalar kernel is the definition; the vector kernel gives the same within the rounding of a
/// different order of additions. Neither allocates in [#accumulate]. A dot product that is NaN
/// never wins and hides no other: what enters a collection is checked to be finite.
sealed interface MaxSimKernel permits ScalarKernel, VectorKernel {
  /// `scalar`, or `vector` with the width.
  String name();

  /// The numbers that a register holds.
  int lanes();

  /// Lays a query out for [#accumulate].
  float[] pack(TokenVectors query);

  /// The length of the running maxima of a query: its tokens, padded to whole passes.
  int paddedTokens(int queryTokens, int dimension);

  /// Raises `maxima` by `count` document tokens, which lie row-major in `rows` from index `offset`.
  ///
  /// Costs `queryTokens · count · dimension` multiply-adds. What stands in the padding of `maxima`
  /// afterwards means nothing.
  void accumulate(
      float[] packed, float[] rows, int offset, int count, int dimension, float[] maxima);
}
