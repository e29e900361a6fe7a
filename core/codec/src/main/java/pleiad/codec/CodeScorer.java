package pleiad.codec;

/// MaxSim of documents over their codes. For one thread.
public sealed interface CodeScorer permits LaneScorer, PermuteScorer {
  /// MaxSim over what the codes stand for: each query token's largest similarity, added up. What
  /// the first `count` tokens of `codes` are, laid out by [ResidualCode].
  ///
  /// @return negative infinity for a document without tokens
  float score(byte[] codes, int count);

  /// The same, perhaps in coarser numbers and faster: within [#tolerance()] of [#score].
  float estimate(byte[] codes, int count);

  /// How far an estimate lies from the score at most, but for one in a billion.
  float tolerance();
}
