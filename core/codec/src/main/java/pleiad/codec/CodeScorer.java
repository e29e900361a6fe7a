package pleiad.codec;

/// MaxSim of documents over their codes. For one thread.
public sealed interface CodeScorer permits LaneScorer, PermuteScorer {
  /// MaxSim over what the codes stand for: each query token's largest similarity, added up. What
  /// the first `count` tokens of `codes` are, laid out by [ResidualCode].
  ///
  /// @return negative infinity for a document without tokens
  default float score(byte[] codes, int count) {
    return score(codes, count, Float.NEGATIVE_INFINITY);
  }

  /// The same, where only documents with `least` or more are wanted: for others it may give
  /// negative infinity, sooner. One in ten thousand of those that are just good enough may be taken
  /// for one that is not.
  float score(byte[] codes, int count, float least);

  /// What the document that was scored last came to before it was looked at closely: near to its
  /// score, also where that is negative infinity; negative infinity for one without tokens.
  float estimate();
}
