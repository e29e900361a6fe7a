package pleiad.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The inner loop of [VectorKernel] for queries that would leave half of the lanes empty: the lanes
/// are dimensions instead. For registers of sixteen lanes.
///
/// Four query tokens meet four document tokens: sixteen sums in registers, eight loads for sixteen
/// multiply-adds. At their end the sixteen registers are added up into one: in each of four steps
/// two become one, which holds in one half of its lanes what remains of the first, in the other
/// half what remains of the second. The query is packed row-major, padded to whole fours.
final class ShortQueryTile {
  /// Query tokens of a tile.
  static final int TOKENS = 4;

  /// Document tokens of a tile.
  static final int ROWS = 4;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  // Which lanes a step takes from the second of two, and how it brings the other lanes beside them.
  private static final VectorMask<Float> EIGHTS = VectorMask.fromLong(SPECIES, 0xFF00);
  private static final VectorMask<Float> FOURS = VectorMask.fromLong(SPECIES, 0xF0F0);
  private static final VectorMask<Float> TWOS = VectorMask.fromLong(SPECIES, 0xCCCC);
  private static final VectorMask<Float> ONES = VectorMask.fromLong(SPECIES, 0xAAAA);
  private static final VectorShuffle<Float> BY_8 = VectorShuffle.fromOp(SPECIES, i -> i ^ 8);
  private static final VectorShuffle<Float> BY_4 = VectorShuffle.fromOp(SPECIES, i -> i ^ 4);
  private static final VectorShuffle<Float> BY_2 = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
  private static final VectorShuffle<Float> BY_1 = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);

  private ShortQueryTile() {}

  /// Raises four maxima from index `at` by four document tokens from index `row`. The dimension is
  /// a multiple of the lanes. At 8 query tokens and 128, 384 dimensions 56 and 89 GFLOP/s of a peak
  /// of 171, where lanes of query tokens have 51 and 44.
  static void fourByFour(
      float[] packed, float[] rows, int row, int dimension, float[] maxima, int at) {
    int q0 = at * dimension;
    int q1 = (at + 1) * dimension;
    int q2 = (at + 2) * dimension;
    int q3 = (at + 3) * dimension;
    int r0 = row;
    int r1 = row + dimension;
    int r2 = row + 2 * dimension;
    int r3 = row + 3 * dimension;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector s00 = zero, s01 = zero, s02 = zero, s03 = zero;
    FloatVector s10 = zero, s11 = zero, s12 = zero, s13 = zero;
    FloatVector s20 = zero, s21 = zero, s22 = zero, s23 = zero;
    FloatVector s30 = zero, s31 = zero, s32 = zero, s33 = zero;
    for (int k = 0; k < dimension; k += LANES) {
      FloatVector d0 = FloatVector.fromArray(SPECIES, rows, r0 + k);
      FloatVector d1 = FloatVector.fromArray(SPECIES, rows, r1 + k);
      FloatVector d2 = FloatVector.fromArray(SPECIES, rows, r2 + k);
      FloatVector d3 = FloatVector.fromArray(SPECIES, rows, r3 + k);
      FloatVector a0 = FloatVector.fromArray(SPECIES, packed, q0 + k);
      s00 = a0.fma(d0, s00);
      s01 = a0.fma(d1, s01);
      s02 = a0.fma(d2, s02);
      s03 = a0.fma(d3, s03);
      FloatVector a1 = FloatVector.fromArray(SPECIES, packed, q1 + k);
      s10 = a1.fma(d0, s10);
      s11 = a1.fma(d1, s11);
      s12 = a1.fma(d2, s12);
      s13 = a1.fma(d3, s13);
      FloatVector a2 = FloatVector.fromArray(SPECIES, packed, q2 + k);
      s20 = a2.fma(d0, s20);
      s21 = a2.fma(d1, s21);
      s22 = a2.fma(d2, s22);
      s23 = a2.fma(d3, s23);
      FloatVector a3 = FloatVector.fromArray(SPECIES, packed, q3 + k);
      s30 = a3.fma(d0, s30);
      s31 = a3.fma(d1, s31);
      s32 = a3.fma(d2, s32);
      s33 = a3.fma(d3, s33);
    }
    FloatVector e00 = s00.blend(s02, EIGHTS).add(s02.blend(s00, EIGHTS).rearrange(BY_8));
    FloatVector e01 = s01.blend(s03, EIGHTS).add(s03.blend(s01, EIGHTS).rearrange(BY_8));
    FloatVector f0 = e00.blend(e01, FOURS).add(e01.blend(e00, FOURS).rearrange(BY_4));
    FloatVector e10 = s10.blend(s12, EIGHTS).add(s12.blend(s10, EIGHTS).rearrange(BY_8));
    FloatVector e11 = s11.blend(s13, EIGHTS).add(s13.blend(s11, EIGHTS).rearrange(BY_8));
    FloatVector f1 = e10.blend(e11, FOURS).add(e11.blend(e10, FOURS).rearrange(BY_4));
    FloatVector e20 = s20.blend(s22, EIGHTS).add(s22.blend(s20, EIGHTS).rearrange(BY_8));
    FloatVector e21 = s21.blend(s23, EIGHTS).add(s23.blend(s21, EIGHTS).rearrange(BY_8));
    FloatVector f2 = e20.blend(e21, FOURS).add(e21.blend(e20, FOURS).rearrange(BY_4));
    FloatVector e30 = s30.blend(s32, EIGHTS).add(s32.blend(s30, EIGHTS).rearrange(BY_8));
    FloatVector e31 = s31.blend(s33, EIGHTS).add(s33.blend(s31, EIGHTS).rearrange(BY_8));
    FloatVector f3 = e30.blend(e31, FOURS).add(e31.blend(e30, FOURS).rearrange(BY_4));
    FloatVector g0 = f0.blend(f2, TWOS).add(f2.blend(f0, TWOS).rearrange(BY_2));
    FloatVector g1 = f1.blend(f3, TWOS).add(f3.blend(f1, TWOS).rearrange(BY_2));
    FloatVector sums = g0.blend(g1, ONES).add(g1.blend(g0, ONES).rearrange(BY_1));
    // Lane 4 · row + token now holds a dot product. What is compared with NaN is false, so NaN
    // drops
    // out here.
    FloatVector best = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    best = best.blend(sums, sums.compare(GT, best));
    FloatVector other = best.rearrange(BY_8);
    best = best.blend(other, other.compare(GT, best));
    other = best.rearrange(BY_4);
    best = best.blend(other, other.compare(GT, best));
    raise(maxima, at, best.lane(0));
    raise(maxima, at + 1, best.lane(1));
    raise(maxima, at + 2, best.lane(2));
    raise(maxima, at + 3, best.lane(3));
  }

  private static void raise(float[] maxima, int at, float dot) {
    if (dot > maxima[at]) {
      maxima[at] = dot;
    }
  }
}
