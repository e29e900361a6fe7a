package pleiad;

import java.util.Collections;
import java.util.List;
import pleiad.encode.Token;

/// How similar every token of a query is to every token of one document.
///
/// @param query the query's tokens, in their order
/// @param document the document's, as many as it has vectors
/// @param similarities dot products, a row for each token of the query
/// @param weights how much each token of the query counts: 1 where all count the same
public record SimilarityGrid(
    List<Label> query,
    List<Label> document,
    @SuppressWarnings("ArrayRecordComponent") float[][] similarities,
    List<Float> weights) {
  /// What a row or a column is of.
  ///
  /// @param text the piece of text, of pooled tokens all of them with ` + ` between; a number where
  ///   the text is unknown
  /// @param mark whether it is of no word, but of what a model puts around or behind the words
  public record Label(String text, boolean mark) {
    static Label of(Token token) {
      return new Label(token.piece(), token.start() == token.end());
    }
  }

  /// @throws IllegalArgumentException when there are not as many similarities and weights as tokens
  public SimilarityGrid {
    query = List.copyOf(query);
    document = List.copyOf(document);
    weights = List.copyOf(weights);
    boolean fits = similarities.length == query.size() && weights.size() == query.size();
    for (float[] row : similarities) {
      fits &= row.length == document.size();
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "expected similarities of %d query tokens with %d document tokens each, and a weight of each"
              .formatted(query.size(), document.size()));
    }
  }

  /// Where all of the query's tokens count the same.
  public SimilarityGrid(List<Label> query, List<Label> document, float[][] similarities) {
    this(query, document, similarities, Collections.nCopies(query.size(), 1f));
  }

  /// The dot product of a query token and a document token.
  public float similarity(int queryToken, int documentToken) {
    return similarities[queryToken][documentToken];
  }

  /// The number of the document token that a query token found: the most similar one, the first of
  /// equals.
  public int best(int queryToken) {
    float[] row = similarities[queryToken];
    int best = 0;
    for (int j = 1; j < row.length; j++) {
      if (row[j] > row[best]) {
        best = j;
      }
    }
    return best;
  }

  /// MaxSim: the sum over query tokens of the best similarity; 0 for a document without tokens.
  public float score() {
    if (document.isEmpty()) {
      return 0;
    }
    double score = 0;
    for (int i = 0; i < similarities.length; i++) {
      score += similarities[i][best(i)];
    }
    return (float) score;
  }
}
