package pleiad.codec;

import java.util.BitSet;
import java.util.function.IntPredicate;
import pleiad.vector.DotProducts;
import pleiad.vector.TokenVectors;

/// Fewer token vectors for a document: tokens that help no query are left out.
///
/// Which those are, the caller says by their numbers: stop words and punctuation, as the encoder's
/// vocabulary knows them, or [#duplicates], which looks at the vectors alone.
public final class TokenPruning {
  private static final int BLOCK_ROWS = 48;

  private TokenPruning() {}

  /// Leaves out the tokens that may go, but never all of them: see the other method, with 1 as the
  /// least.
  public static TokenVectors prune(TokenVectors document, IntPredicate goes) {
    return prune(document, goes, 1);
  }

  /// Leaves out the tokens that may go. Where fewer than `least` would be left, the first of those
  /// that may go stay as well, until so many are left or nothing was pruned. Order is kept.
  ///
  /// @param goes whether the token of a number may go; asked once per token, in order
  /// @param least how many tokens to keep, at least 1
  public static TokenVectors prune(TokenVectors document, IntPredicate goes, int least) {
    if (least < 1) {
      throw new IllegalArgumentException(
          "a document must keep at least 1 token to be found, got " + least);
    }
    BitSet kept = new BitSet(document.count());
    for (int token = 0; token < document.count(); token++) {
      kept.set(token, !goes.test(token));
    }
    int left = kept.cardinality();
    for (int token = 0; left < least && token < document.count(); token++) {
      if (!kept.get(token)) {
        kept.set(token);
        left++;
      }
    }
    return left == document.count() ? document : only(document, kept, left);
  }

  /// Says of a document's tokens which ones nearly repeat an earlier one: their cosine is at least
  /// `threshold`. A token that goes counts as nobody's original, so that every token that goes is
  /// that near to one that stays. The first token stays, and so does a zero vector, which has no
  /// direction.
  ///
  /// Costs `tokens² · dimension` operations at once; asking is then free.
  ///
  /// @param threshold above 0 and at most 1, where 1 means the same direction within rounding
  public static IntPredicate duplicates(TokenVectors document, float threshold) {
    if (!(threshold > 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "the cosine of duplicates must be above 0 and at most 1, got " + threshold);
    }
    float[] rows = Directions.of(document);
    int dimension = document.dimension();
    int count = document.count();
    DotProducts products = DotProducts.with(rows, dimension);
    float[] block = new float[BLOCK_ROWS * products.width()];
    float[] squares = new float[count];
    BitSet repeats = new BitSet(count);
    for (int first = 0; first < count; first += BLOCK_ROWS) {
      int n = Math.min(BLOCK_ROWS, count - first);
      products.multiply(rows, first * dimension, dimension, n, block, 0);
      for (int token = first; token < first + n; token++) {
        int at = (token - first) * products.width();
        squares[token] = block[at + token];
        repeats.set(token, repeats(block, at, squares, token, threshold, repeats));
      }
    }
    return repeats::get;
  }

  /// Compares with what a vector's product with itself came to, which is one but for rounding: a
  /// copy then has a cosine of exactly 1.
  private static boolean repeats(
      float[] products, int at, float[] squares, int token, float threshold, BitSet gone) {
    for (int other = gone.nextClearBit(0); other < token; other = gone.nextClearBit(other + 1)) {
      double cosine = products[at + other];
      double least = (double) threshold * threshold * squares[token] * squares[other];
      if (cosine > 0 && cosine * cosine >= least) {
        return true;
      }
    }
    return false;
  }

  private static TokenVectors only(TokenVectors document, BitSet kept, int count) {
    int dimension = document.dimension();
    float[] rows = new float[count * dimension];
    int at = 0;
    for (int token = kept.nextSetBit(0); token >= 0; token = kept.nextSetBit(token + 1)) {
      document.copyTo(token, token + 1, rows, at);
      at += dimension;
    }
    return TokenVectors.of(rows, dimension);
  }
}
