package pleiad.bench;

import java.nio.file.Path;

/// What is encoded, and how.
///
/// @param data a test collection's folder
/// @param cache a folder for the vectors of this very data, cut at so many tokens
/// @param maxTokens longer documents are cut
/// @param dimension numbers per token: the model's, or fewer by PCA
/// @param portion how much of it is taken
public record VectorSource(Path data, Path cache, int maxTokens, int dimension, Portion portion) {

  /// @throws IllegalArgumentException when no token or no dimension would be left
  public VectorSource {
    if (maxTokens < 1 || dimension < 1) {
      throw new IllegalArgumentException(
          "documents keep at least one token and vectors one dimension, got %d and %d"
              .formatted(maxTokens, dimension));
    }
  }

  /// How much of a collection is taken.
  ///
  /// @param documents so many at most, drawn by a fixed seed; a query none of whose relevant
  ///   documents is among them is left out
  /// @param queries so many at most, the first
  public record Portion(int documents, int queries) {
    public static final Portion ALL = new Portion(Integer.MAX_VALUE, Integer.MAX_VALUE);

    /// @throws IllegalArgumentException when nothing would be left
    public Portion {
      if (documents < 1 || queries < 1) {
        throw new IllegalArgumentException(
            "a sample has at least one document and one query, got %d and %d"
                .formatted(documents, queries));
      }
    }
  }
}
