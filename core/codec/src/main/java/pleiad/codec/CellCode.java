package pleiad.codec;

/// Which *cell* a token lies in: its first two codes together, one of 64 · 64. Tokens of a cell
/// have the sum of two codebook vectors in common, the cell's centroid; which one a token has costs
/// nothing beyond its residual code.
public final class CellCode {
  /// Number of cells.
  public static final int COUNT = SixBits.VALUES * SixBits.VALUES;

  private CellCode() {}

  /// Reads the cells of a document's tokens from its codes, as [ResidualCode] lays them out.
  ///
  /// @param count tokens of the document
  /// @param cells is given as many numbers below [#COUNT], in the order of tokens
  public static void read(Codebook codebook, byte[] codes, int count, int[] cells) {
    int tokenBytes = SixBits.tokenBytes(codebook.shape().codes());
    for (int first = 0; first < count; first += SixBits.BLOCK) {
      SixBits.firstPairs(
          codes, first * tokenBytes, Math.min(SixBits.BLOCK, count - first), cells, first);
    }
  }
}
