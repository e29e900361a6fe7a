package pleiad.codec;

import org.jspecify.annotations.Nullable;
import pleiad.vector.DotProducts;

/// What the [centre][DocumentCentre] of each document adds to its MaxSim: every query token meets
/// it in whichever token it finds, so it is the sum of its products with the query's tokens.
/// Nothing where the codebook is not centred. For one thread.
final class CentreProducts {
  private final @Nullable DotProducts query;
  private final int queryTokens;
  private final int tokenBytes;
  private final float[] centre;

  /// Of the last document, one for each query token.
  private final float[] products;

  /// @param query its tokens, to be multiplied; null: the codebook is not centred
  CentreProducts(Codebook codebook, @Nullable DotProducts query, int queryTokens) {
    this.query = query;
    this.queryTokens = queryTokens;
    this.tokenBytes = SixBits.tokenBytes(codebook.shape().codes());
    this.centre = new float[query == null ? 0 : codebook.dimension()];
    this.products = new float[query == null ? 0 : query.width()];
  }

  /// What the centre adds to the score of a document, which is the last one from now on.
  ///
  /// @param codes of the document, the centre behind its `count` tokens
  float of(byte[] codes, int count) {
    if (query != null) {
      DocumentCentre.read(codes, count * tokenBytes, centre);
      query.multiply(centre, 0, centre.length, 1, products, 0);
    }
    return ofTokens(0, queryTokens);
  }

  /// What the centre of the last document adds for some of the query's tokens.
  float ofTokens(int from, int to) {
    float sum = 0;
    for (int token = from; query != null && token < to; token++) {
      sum += products[token];
    }
    return sum;
  }
}
