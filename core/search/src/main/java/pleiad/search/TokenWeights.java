package pleiad.search;

/// How much each token of a query counts.
@FunctionalInterface
public interface TokenWeights {
  /// One weight a query token, none below zero: by how rare its word is among the documents.
  ///
  /// @param field the multi-vector field whose query tokens are meant
  /// @throws IllegalArgumentException when nothing is known of the words behind them
  float[] of(String field);
}
