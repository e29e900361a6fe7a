package pleiad.search;

/// What of an index a stage goes through to find or order documents.
public enum Stored {
  /// The words of texts and where they stand, for BM25.
  WORDS,

  /// The texts themselves.
  TEXTS,

  /// One vector a text, with the graph that finds it.
  SINGLE_VECTORS,

  /// The mean of each document's token vectors.
  MEAN_VECTORS,

  /// Token vectors, their codes and fixed-dimensional encodings.
  TOKEN_VECTORS
}
