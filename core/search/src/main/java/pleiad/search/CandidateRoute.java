package pleiad.search;

/// How a late-interaction search finds the documents that it then scores, where there is a
/// codebook. A segment that lacks what a route goes by gives every document.
public enum CandidateRoute {
  /// By mean vectors where the segment has them, else by centroids where it has cells, else every
  /// document.
  AUTOMATIC,
  /// The documents whose mean vectors are nearest to the sum of the query's vectors.
  MEANS,
  /// The documents with tokens in the cells that are nearest to the query's tokens, best first by
  /// the centroids of those cells.
  CENTROIDS,
  /// What [#MEANS] and [#CENTROIDS] find, each as much as it would alone.
  BOTH,
  /// Every document.
  ALL;

  /// Whether a segment with mean vectors is asked for them.
  boolean byMeans(boolean hasMeans) {
    return hasMeans && this != CENTROIDS && this != ALL;
  }

  /// Whether a segment with cells is asked for them.
  boolean byCells(boolean hasMeans, boolean hasCells) {
    return hasCells && (this == CENTROIDS || this == BOTH || (this == AUTOMATIC && !hasMeans));
  }
}
