package pleiad.codec;

import pleiad.vector.TokenVectors;

/// Products of one vector with many that are kept as [ResidualCode]s, good enough to find the
/// largest by. They are whole numbers of steps, which are the same for all vectors of the codebook;
/// how large a step is does not matter to their order. For one thread.
public sealed interface CodeProducts extends AutoCloseable permits PlainProducts, PermuteProducts {
  /// Vectors of a block, the most that are multiplied at a time.
  int BLOCK = SixBits.BLOCK;

  /// Bytes behind a block's codes that may be read, whatever they are.
  int BEHIND = SixBits.BLOCK;

  /// Makes a vector ready to be multiplied.
  ///
  /// @throws IllegalArgumentException when it has other dimensions than the codebook
  static CodeProducts of(Codebook codebook, float[] vector) {
    CodeTables tables = CodeTables.of(codebook, TokenVectors.of(vector, vector.length));
    return switch (tables.kind()) {
      case LaneTables _ -> new PlainProducts(tables);
      case ByteTables bytes -> new PermuteProducts(tables, bytes);
    };
  }

  /// Finds the vectors of a block whose products are large.
  ///
  /// @param codes the block's begin at `from`, laid out as [ResidualCode] does; [#BEHIND] more
  ///   bytes can be read behind them
  /// @param count vectors of the block
  /// @param least what a product must be
  /// @param places is given the numbers of the vectors found, from 0, in any order
  /// @param products is given theirs, in the same order
  /// @return how many were found
  int atLeast(byte[] codes, int from, int count, short least, int[] places, short[] products);

  /// Gives back what the vector's tables lie in.
  @Override
  void close();
}
