package pleiad.codec;

/// The *clusters* of a document's tokens that its codes name already: tokens with the same first
/// code have a vector of the codebook's first level in common, which stands for all of them. A
/// query token opens those whose vectors are most similar to it; what it looks for is likely there.
///
/// For one thread.
public final class TokenClusters {
  /// Clusters that a document has at most.
  public static final int MOST = SixBits.VALUES;

  private final Codebook codebook;
  private final int each;

  /// `[query token][64]`: first codes, the most similar one first.
  private final byte[] order;

  private int[] cells = {};

  /// @param tables of the query, still open; not needed afterwards
  /// @param each how many of a document's clusters a query token opens, at least 1
  public TokenClusters(CodeTables tables, int each) {
    if (each < 1) {
      throw new IllegalArgumentException("a query token opens 1 cluster or more, got " + each);
    }
    this.codebook = tables.codebook();
    this.each = each;
    this.order = new byte[tables.queryTokens() * SixBits.VALUES];
    for (int token = 0; token < tables.queryTokens(); token++) {
      byte[] places = CellTables.descending(tables.dots(), tables.at(0, token));
      System.arraycopy(places, 0, order, token * SixBits.VALUES, SixBits.VALUES);
    }
  }

  /// Finds the tokens of a document that lie in a cluster which some query token opens.
  ///
  /// @param codes of the document, as [ResidualCode] lays them out
  /// @param count tokens of the document
  /// @param opened is given their numbers, ascending; at least `count` long
  /// @return how many they are
  public int open(byte[] codes, int count, int[] opened) {
    if (cells.length < count) {
      cells = new int[count];
    }
    CellCode.read(codebook, codes, count, cells);
    long present = 0;
    for (int token = 0; token < count; token++) {
      present |= 1L << (cells[token] / SixBits.VALUES);
    }
    long open = Long.bitCount(present) <= each ? present : chosen(present);
    int found = 0;
    for (int token = 0; token < count; token++) {
      if ((open >>> (cells[token] / SixBits.VALUES) & 1) != 0) {
        opened[found++] = token;
      }
    }
    return found;
  }

  /// For every query token the most similar ones of those that are there.
  private long chosen(long present) {
    long open = 0;
    for (int from = 0; from < order.length; from += SixBits.VALUES) {
      int left = each;
      for (int place = from; left > 0; place++) {
        long cluster = 1L << order[place];
        if ((present & cluster) != 0) {
          open |= cluster;
          left--;
        }
      }
    }
    return open;
  }
}
