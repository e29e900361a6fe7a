package pleiad.search;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.VectorUtil;
import pleiad.vector.TokenVectors;

/// What one query token found in a document: the token most similar to it. Their similarities add
/// up to MaxSim.
///
/// @param queryToken its number in the query
/// @param documentToken the number of the document token that it found; the first of equals
/// @param similarity their dot product
public record TokenMatch(int queryToken, int documentToken, float similarity) {
  /// The matches of all query tokens, in their order; none for a document without tokens.
  ///
  /// Costs `query tokens · document tokens · dimension` multiply-adds.
  public static List<TokenMatch> all(TokenVectors query, TokenVectors document) {
    List<TokenMatch> matches = new ArrayList<>();
    if (document.count() == 0) {
      return matches;
    }
    float[][] matrix = similarities(query, document);
    for (int i = 0; i < matrix.length; i++) {
      int best = 0;
      for (int j = 1; j < matrix[i].length; j++) {
        if (matrix[i][j] > matrix[i][best]) {
          best = j;
        }
      }
      matches.add(new TokenMatch(i, best, matrix[i][best]));
    }
    return matches;
  }

  /// The dot product of every query token with every document token: one row a query token.
  public static float[][] similarities(TokenVectors query, TokenVectors document) {
    float[][] queries = query.toRows();
    float[][] documents = document.toRows();
    float[][] matrix = new float[queries.length][documents.length];
    for (int i = 0; i < queries.length; i++) {
      for (int j = 0; j < documents.length; j++) {
        matrix[i][j] = VectorUtil.dotProduct(queries[i], documents[j]);
      }
    }
    return matrix;
  }
}
