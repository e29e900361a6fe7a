package pleiad;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pleiad.encode.Encoding;
import pleiad.encode.Token;
import pleiad.passage.Chunk;
import pleiad.vector.TokenVectors;

/// Late chunking: a text is encoded as a whole, and each passage has the vectors of the tokens that
/// lie in it, which saw what stands around it (Günther et al., 2024, "Late Chunking").
///
/// @param whole the encoding of the whole
/// @param textStart where the text begins in what was encoded, behind a title
record LateChunks(Encoding whole, int textStart) {
  /// The rows of the tokens that have a part in the passage, and as its one vector their mean, of
  /// length one. Tokens that stand for no text belong to no passage.
  ///
  /// Where a model's one vector has another number of dimensions than a token's, or the passage no
  /// token, its one vector is that of the whole.
  Encoding of(Chunk chunk) {
    TokenVectors vectors = whole.vectors();
    int dimension = vectors.dimension();
    List<Token> tokens = new ArrayList<>();
    float[] rows = new float[vectors.count() * dimension];
    for (int i = 0; i < vectors.count(); i++) {
      Token token = whole.tokens().get(i);
      int start = token.start() - textStart;
      int end = token.end() - textStart;
      if (start < end && start < chunk.end() && end > chunk.start()) {
        vectors.copyTo(i, i + 1, rows, tokens.size() * dimension);
        tokens.add(inPassage(token, chunk));
      }
    }
    TokenVectors kept = TokenVectors.of(Arrays.copyOf(rows, tokens.size() * dimension), dimension);
    return new Encoding(kept, tokens, single(kept));
  }

  private Token inPassage(Token token, Chunk chunk) {
    int before = textStart + chunk.start();
    return new Token(
        token.piece(),
        token.id(),
        Math.max(0, token.start() - before),
        Math.min(token.end() - before, chunk.end() - chunk.start()));
  }

  private float[] single(TokenVectors rows) {
    float[] ofWhole = whole.single();
    int dimension = rows.dimension();
    if (ofWhole.length != dimension || rows.count() == 0) {
      return ofWhole;
    }
    double[] sum = new double[dimension];
    for (int token = 0; token < rows.count(); token++) {
      for (int k = 0; k < dimension; k++) {
        sum[k] += rows.at(token, k);
      }
    }
    double squares = 0;
    for (double number : sum) {
      squares += number * number;
    }
    if (squares == 0) {
      return ofWhole;
    }
    float[] mean = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      mean[k] = (float) (sum[k] / Math.sqrt(squares));
    }
    return mean;
  }
}
