package pleiad.search;

/// A score that matches of tokens explain: the sum over query tokens of what each finds, as often
/// as it counts.
///
/// @param field the multi-vector field in which they find it
/// @param weights how much each counts, as [TokenWeights] has it; empty: all the same, so that the
///   sum is MaxSim
public record MaxSimScore(String field, String weights) {
  /// Whether it is MaxSim of the query as it was given.
  public boolean isPlain() {
    return weights.isEmpty();
  }
}
