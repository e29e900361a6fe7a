package pleiad.vector;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2S;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// Dot products of bytes, a row at a time. Two products of bytes up to 127 fit a short together;
/// their sums are added up in ints, low and high halves of the lanes in turn.
final class VectorBytes {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(SHORTS.vectorBitSize() / 2));
  private static final int LANES = SHORTS.length();
  private static final int HALF = Short.SIZE;

  private VectorBytes() {}

  static void products(short[] fixed, byte[] rows, int from, int count, int[] out, int at) {
    int dimension = fixed.length;
    int whole = dimension / (2 * LANES) * (2 * LANES);
    for (int r = 0; r < count; r++) {
      int row = from + r * dimension;
      out[at + r] = whole(fixed, whole, rows, row) + rest(fixed, whole, rows, row);
    }
  }

  private static int whole(short[] fixed, int whole, byte[] rows, int row) {
    IntVector sums = IntVector.zero(INTS);
    for (int k = 0; k < whole; k += 2 * LANES) {
      ShortVector a =
          (ShortVector) ByteVector.fromArray(BYTES, rows, row + k).convertShape(B2S, SHORTS, 0);
      ShortVector b =
          (ShortVector)
              ByteVector.fromArray(BYTES, rows, row + k + LANES).convertShape(B2S, SHORTS, 0);
      IntVector two =
          a.mul(ShortVector.fromArray(SHORTS, fixed, k))
              .add(b.mul(ShortVector.fromArray(SHORTS, fixed, k + LANES)))
              .reinterpretAsInts();
      sums = sums.add(two.lanewise(ASHR, HALF)).add(two.lanewise(LSHL, HALF).lanewise(ASHR, HALF));
    }
    return sums.reduceLanes(ADD);
  }

  private static int rest(short[] fixed, int whole, byte[] rows, int row) {
    int sum = 0;
    for (int k = whole; k < fixed.length; k++) {
      sum += fixed[k] * rows[row + k];
    }
    return sum;
  }
}
