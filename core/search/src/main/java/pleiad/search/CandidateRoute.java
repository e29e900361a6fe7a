package pleiad.search;

/// How a late-interaction search finds the documents that it then scores, where there is a
/// codebook.
public enum CandidateRoute {
  /// By mean vectors where the segment has them, else every document.
  AUTOMATIC,
  /// The documents whose mean vectors are nearest to the sum of the query's vectors.
  MEANS,
  /// Every document.
  ALL
}
