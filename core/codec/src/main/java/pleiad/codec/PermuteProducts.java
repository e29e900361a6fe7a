package pleiad.codec;

import static jdk.incubator.vector.VectorOperators.GE;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/// A block's 64 products by permutations of bytes, in steps of [ByteTables].
final class PermuteProducts implements CodeProducts {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_512;

  private final CodeTables tables;
  private final ByteTables bytes;
  private final PermuteTiles.Work work;
  private final byte[] block;

  /// Of the even vectors, then of the odd ones.
  private final short[] sums = new short[BLOCK];

  PermuteProducts(CodeTables tables, ByteTables bytes) {
    this.tables = tables;
    this.bytes = bytes;
    this.work = PermuteTiles.Work.of(tables.codebook(), bytes);
    this.block = new byte[(work.codes() + 2) * BLOCK];
  }

  @Override
  public int atLeast(
      byte[] codes, int from, int count, short least, int[] places, short[] products) {
    multiply(codes, from, count);
    int found = 0;
    for (int half = 0; half < BLOCK; half += SHORTS.length()) {
      long lanes = ShortVector.fromArray(SHORTS, sums, half).compare(GE, least).toLong();
      for (; lanes != 0; lanes &= lanes - 1) {
        int lane = Long.numberOfTrailingZeros(lanes);
        int place = 2 * lane + half / SHORTS.length();
        if (place < count) {
          places[found] = place;
          products[found++] = sums[half + lane];
        }
      }
    }
    return found;
  }

  private void multiply(byte[] source, int from, int count) {
    int at = from;
    int to = 0;
    for (int code = 0; code < work.codes(); code += 4, at += 3 * count, to += 4 * BLOCK) {
      PermuteTiles.unpackQuad(source, at, count, block, to);
    }
    long zeros = PermuteTiles.unpackFactors(source, at, block, to);
    PermuteTiles.oneToken(block, 0, work, bytes.wide(), bytes.steps(), 0, count, sums, 0, BLOCK);
    for (zeros &= -1L >>> (BLOCK - count); zeros != 0; zeros &= zeros - 1) {
      int place = Long.numberOfTrailingZeros(zeros);
      sums[place % 2 * SHORTS.length() + place / 2] = 0;
    }
  }

  @Override
  public void close() {
    tables.close();
  }
}
