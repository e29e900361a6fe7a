package pleiad.encode.checkpoint;

/// What a layer adds to its result of what it was given.
public sealed interface Residual {
  /// Nothing.
  record None() implements Residual {}

  /// What it was given, as it is.
  record Same() implements Residual {}

  /// What it was given, times a matrix of its own.
  ///
  /// @param linear the matrix
  record Projected(Linear linear) implements Residual {}
}
