package pleiad.codec;

import org.jspecify.annotations.Nullable;
import pleiad.vector.DotProducts;

/// What the [centre][DocumentCentre] of each document adds to its MaxSim: every query token meets
/// it in whichever token it finds, so it is the product of the centre and the sum of the query's
/// tokens. Nothing where the codebook is not centred. For one thread.
final class CentreProducts {
  private final @Nullable DotProducts query;
  private final int tokenBytes;
  private final float[] centre;
  private final float[] product;

  /// @param query the sum of its tokens, to be multiplied; null: the codebook is not centred
  CentreProducts(Codebook codebook, @Nullable DotProducts query) {
    this.query = query;
    this.tokenBytes = SixBits.tokenBytes(codebook.shape().codes());
    this.centre = new float[query == null ? 0 : codebook.dimension()];
    this.product = new float[query == null ? 0 : query.width()];
  }

  /// @param codes of a document, the centre behind its `count` tokens
  float of(byte[] codes, int count) {
    if (query == null) {
      return 0;
    }
    DocumentCentre.read(codes, count * tokenBytes, centre);
    query.multiply(centre, 0, centre.length, 1, product, 0);
    return product[0];
  }
}
