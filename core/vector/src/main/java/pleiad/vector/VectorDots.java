package pleiad.vector;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.MAX;
import static jdk.incubator.vector.VectorOperators.MIN;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Dot products whose lanes are the fixed vectors: a row's number is broadcast and multiplied with
/// that number of two registers of them. Tiles of six rows, single ones where there are fewer; see
/// [VectorTiles] on why they are written out.
final class VectorDots implements DotKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> PLACES = IntVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int PAIR = 2 * LANES;
  private static final int TILE = 6;
  private static final IntVector IOTA = IntVector.zero(PLACES).addIndex(1);

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void products(
      float[] packed,
      int dimension,
      int width,
      float[] rows,
      int from,
      int stride,
      int count,
      float[] out,
      int at,
      int outStride) {
    for (int next = 0; next < count && count >= TILE; next += TILE) {
      // The last tile begins where it is whole, with rows that were multiplied already: that is
      // sooner done than reading the fixed vectors once for every row that remains.
      int first = Math.min(next, count - TILE);
      int row = from + first * stride;
      int target = at + first * outStride;
      for (int j = 0; j < width; j += PAIR) {
        sixRows(packed, j * dimension, dimension, rows, row, stride, out, target + j, outStride);
      }
    }
    for (int r = 0; r < count && count < TILE; r++) {
      int row = from + r * stride;
      int target = at + r * outStride;
      for (int j = 0; j < width; j += PAIR) {
        oneRow(packed, j * dimension, dimension, rows, row, out, target + j);
      }
    }
  }

  private static void sixRows(
      float[] packed,
      int fixed,
      int dimension,
      float[] rows,
      int r0,
      int stride,
      float[] out,
      int at,
      int outStride) {
    int r1 = r0 + stride;
    int r2 = r1 + stride;
    int r3 = r2 + stride;
    int r4 = r3 + stride;
    int r5 = r4 + stride;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero;
    FloatVector b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero, b5 = zero;
    for (int k = 0; k < dimension; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, packed, fixed + k * PAIR);
      FloatVector b = FloatVector.fromArray(SPECIES, packed, fixed + k * PAIR + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, rows[r0 + k]);
      a0 = a.fma(e0, a0);
      b0 = b.fma(e0, b0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, rows[r1 + k]);
      a1 = a.fma(e1, a1);
      b1 = b.fma(e1, b1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, rows[r2 + k]);
      a2 = a.fma(e2, a2);
      b2 = b.fma(e2, b2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, rows[r3 + k]);
      a3 = a.fma(e3, a3);
      b3 = b.fma(e3, b3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, rows[r4 + k]);
      a4 = a.fma(e4, a4);
      b4 = b.fma(e4, b4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, rows[r5 + k]);
      a5 = a.fma(e5, a5);
      b5 = b.fma(e5, b5);
    }
    a0.intoArray(out, at);
    b0.intoArray(out, at + LANES);
    a1.intoArray(out, at + outStride);
    b1.intoArray(out, at + outStride + LANES);
    a2.intoArray(out, at + 2 * outStride);
    b2.intoArray(out, at + 2 * outStride + LANES);
    a3.intoArray(out, at + 3 * outStride);
    b3.intoArray(out, at + 3 * outStride + LANES);
    a4.intoArray(out, at + 4 * outStride);
    b4.intoArray(out, at + 4 * outStride + LANES);
    a5.intoArray(out, at + 5 * outStride);
    b5.intoArray(out, at + 5 * outStride + LANES);
  }

  private static void oneRow(
      float[] packed, int fixed, int dimension, float[] rows, int row, float[] out, int at) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = FloatVector.zero(SPECIES);
    for (int k = 0; k < dimension; k++) {
      FloatVector e = FloatVector.broadcast(SPECIES, rows[row + k]);
      a = FloatVector.fromArray(SPECIES, packed, fixed + k * PAIR).fma(e, a);
      b = FloatVector.fromArray(SPECIES, packed, fixed + k * PAIR + LANES).fma(e, b);
    }
    a.intoArray(out, at);
    b.intoArray(out, at + LANES);
  }

  @Override
  public int largest(float[] values, int at, float[] bias, int width) {
    FloatVector best =
        FloatVector.fromArray(SPECIES, values, at).add(FloatVector.fromArray(SPECIES, bias, 0));
    IntVector places = IntVector.zero(PLACES);
    for (int j = LANES; j < width; j += LANES) {
      FloatVector next =
          FloatVector.fromArray(SPECIES, values, at + j)
              .add(FloatVector.fromArray(SPECIES, bias, j));
      VectorMask<Float> larger = next.compare(GT, best);
      best = best.blend(next, larger);
      places = places.blend(j, larger.cast(PLACES));
    }
    VectorMask<Integer> largest = best.compare(EQ, best.reduceLanes(MAX)).cast(PLACES);
    // Only a row of NaN has no largest.
    return largest.anyTrue() ? places.add(IOTA).reduceLanes(MIN, largest) : 0;
  }
}
