package pleiad.search;

/// How much each token of a query counts.
@FunctionalInterface
public interface TokenWeights {
  /// The way by how rare a token's word is among the documents.
  String IDF = "idf";

  /// The same where all query tokens are pieces of its text. Elsewhere all count the same: where
  /// the vectors were brought, and where a model puts tokens of its own into a query, as those do
  /// that are trained for late interaction and know what counts.
  String AUTO = "auto";

  /// The way by what the caller says.
  String GIVEN = "given";

  /// How the name ends of a file that holds a way which was learned.
  String FILE_END = ".safetensors";

  /// One weight a query token, none below zero.
  ///
  /// @param way [#IDF], [#AUTO], [#GIVEN], or the name of a file that ends in [#FILE_END]
  /// @param field the multi-vector field whose query tokens are meant
  /// @throws IllegalArgumentException when there are no such weights for them
  float[] of(String way, String field);

  /// Whether there may be a way of that name.
  static boolean isWay(String way) {
    return way.equals(IDF) || way.equals(AUTO) || way.equals(GIVEN) || way.endsWith(FILE_END);
  }
}
