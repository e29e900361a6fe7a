package pleiad.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of [VectorKernel]: dot products of one or two groups of query tokens with some
/// document tokens, kept in registers until they raise the running maxima. One shape, one method.
///
/// `row` is where the first document token lies in `rows`, `at` where the first group lies in
/// `maxima`, and so its place in the packed query.
final class VectorTiles {
  /*
   * What the compiler makes of a tile decides its speed more than the tile does.
   *
   * A multiply-add takes four cycles and two start in a cycle, so at least eight sums must be under
   * way. More rows mean fewer loads of the query, but each row also needs its offset in a general
   * register, and with too many C2 moves one in and out of memory in every turn of the loop. Two
   * dimensions a turn share the offsets; they need sums of their own, as C2 would otherwise put
   * the two multiply-adds that wait for each other side by side.
   *
   * No helper is called in a tile. The Vector API's methods are always inlined; one of ours may
   * not be, once the method has grown large, and then every vector it takes is put on the heap.
   *
   * The maximum is a compare and a blend: FloatVector.max spends six instructions on NaN and the
   * sign of zero, and would let a NaN win.
   *
   * The numbers below are GFLOP/s at 128 dimensions on one core of a Xeon with AVX-512 and a peak
   * of 178, with documents in the second cache unless said otherwise.
   */
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorTiles() {}

  /// Twenty-four sums, each row's even and odd dimensions apart, for the 32 registers of AVX-512:
  /// 155 where the tile of five rows has 145, and 142 against 115 with documents in the third
  /// cache.
  static void twoGroupsSixRows(
      float[] packed, float[] rows, int row, int dimension, float[] maxima, int at) {
    int query = at * dimension;
    int r0 = row;
    int r1 = row + dimension;
    int r2 = row + 2 * dimension;
    int r3 = row + 3 * dimension;
    int r4 = row + 4 * dimension;
    int r5 = row + 5 * dimension;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero;
    FloatVector b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero, b5 = zero;
    FloatVector c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero, c5 = zero;
    FloatVector d0 = zero, d1 = zero, d2 = zero, d3 = zero, d4 = zero, d5 = zero;
    int last = dimension - 1;
    for (int k = 0; k < last; k += 2) {
      int even = query + k * 2 * LANES;
      FloatVector a = FloatVector.fromArray(SPECIES, packed, even);
      FloatVector b = FloatVector.fromArray(SPECIES, packed, even + LANES);
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
      FloatVector c = FloatVector.fromArray(SPECIES, packed, even + 2 * LANES);
      FloatVector d = FloatVector.fromArray(SPECIES, packed, even + 3 * LANES);
      FloatVector o0 = FloatVector.broadcast(SPECIES, rows[r0 + k + 1]);
      c0 = c.fma(o0, c0);
      d0 = d.fma(o0, d0);
      FloatVector o1 = FloatVector.broadcast(SPECIES, rows[r1 + k + 1]);
      c1 = c.fma(o1, c1);
      d1 = d.fma(o1, d1);
      FloatVector o2 = FloatVector.broadcast(SPECIES, rows[r2 + k + 1]);
      c2 = c.fma(o2, c2);
      d2 = d.fma(o2, d2);
      FloatVector o3 = FloatVector.broadcast(SPECIES, rows[r3 + k + 1]);
      c3 = c.fma(o3, c3);
      d3 = d.fma(o3, d3);
      FloatVector o4 = FloatVector.broadcast(SPECIES, rows[r4 + k + 1]);
      c4 = c.fma(o4, c4);
      d4 = d.fma(o4, d4);
      FloatVector o5 = FloatVector.broadcast(SPECIES, rows[r5 + k + 1]);
      c5 = c.fma(o5, c5);
      d5 = d.fma(o5, d5);
    }
    if (last % 2 == 0) {
      FloatVector a = FloatVector.fromArray(SPECIES, packed, query + last * 2 * LANES);
      FloatVector b = FloatVector.fromArray(SPECIES, packed, query + last * 2 * LANES + LANES);
      FloatVector e0 = FloatVector.broadcast(SPECIES, rows[r0 + last]);
      a0 = a.fma(e0, a0);
      b0 = b.fma(e0, b0);
      FloatVector e1 = FloatVector.broadcast(SPECIES, rows[r1 + last]);
      a1 = a.fma(e1, a1);
      b1 = b.fma(e1, b1);
      FloatVector e2 = FloatVector.broadcast(SPECIES, rows[r2 + last]);
      a2 = a.fma(e2, a2);
      b2 = b.fma(e2, b2);
      FloatVector e3 = FloatVector.broadcast(SPECIES, rows[r3 + last]);
      a3 = a.fma(e3, a3);
      b3 = b.fma(e3, b3);
      FloatVector e4 = FloatVector.broadcast(SPECIES, rows[r4 + last]);
      a4 = a.fma(e4, a4);
      b4 = b.fma(e4, b4);
      FloatVector e5 = FloatVector.broadcast(SPECIES, rows[r5 + last]);
      a5 = a.fma(e5, a5);
      b5 = b.fma(e5, b5);
    }
    FloatVector bestA = FloatVector.fromArray(SPECIES, maxima, at);
    FloatVector bestB = FloatVector.fromArray(SPECIES, maxima, at + LANES);
    a0 = a0.add(c0);
    b0 = b0.add(d0);
    a1 = a1.add(c1);
    b1 = b1.add(d1);
    a2 = a2.add(c2);
    b2 = b2.add(d2);
    a3 = a3.add(c3);
    b3 = b3.add(d3);
    a4 = a4.add(c4);
    b4 = b4.add(d4);
    a5 = a5.add(c5);
    b5 = b5.add(d5);
    bestA = bestA.blend(a0, a0.compare(GT, bestA));
    bestA = bestA.blend(a1, a1.compare(GT, bestA));
    bestA = bestA.blend(a2, a2.compare(GT, bestA));
    bestA = bestA.blend(a3, a3.compare(GT, bestA));
    bestA = bestA.blend(a4, a4.compare(GT, bestA));
    bestA = bestA.blend(a5, a5.compare(GT, bestA));
    bestB = bestB.blend(b0, b0.compare(GT, bestB));
    bestB = bestB.blend(b1, b1.compare(GT, bestB));
    bestB = bestB.blend(b2, b2.compare(GT, bestB));
    bestB = bestB.blend(b3, b3.compare(GT, bestB));
    bestB = bestB.blend(b4, b4.compare(GT, bestB));
    bestB = bestB.blend(b5, b5.compare(GT, bestB));
    bestA.intoArray(maxima, at);
    bestB.intoArray(maxima, at + LANES);
  }

  /// Ten sums, for sixteen registers: 144, six rows in the same form 89.
  static void twoGroupsFiveRows(
      float[] packed, float[] rows, int row, int dimension, float[] maxima, int at) {
    int query = at * dimension;
    int r0 = row;
    int r1 = row + dimension;
    int r2 = row + 2 * dimension;
    int r3 = row + 3 * dimension;
    int r4 = row + 4 * dimension;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero;
    FloatVector b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero;
    for (int k = 0; k < dimension; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, packed, query + k * 2 * LANES);
      FloatVector b = FloatVector.fromArray(SPECIES, packed, query + k * 2 * LANES + LANES);
      FloatVector d0 = FloatVector.broadcast(SPECIES, rows[r0 + k]);
      a0 = a.fma(d0, a0);
      b0 = b.fma(d0, b0);
      FloatVector d1 = FloatVector.broadcast(SPECIES, rows[r1 + k]);
      a1 = a.fma(d1, a1);
      b1 = b.fma(d1, b1);
      FloatVector d2 = FloatVector.broadcast(SPECIES, rows[r2 + k]);
      a2 = a.fma(d2, a2);
      b2 = b.fma(d2, b2);
      FloatVector d3 = FloatVector.broadcast(SPECIES, rows[r3 + k]);
      a3 = a.fma(d3, a3);
      b3 = b.fma(d3, b3);
      FloatVector d4 = FloatVector.broadcast(SPECIES, rows[r4 + k]);
      a4 = a.fma(d4, a4);
      b4 = b.fma(d4, b4);
    }
    FloatVector bestA = FloatVector.fromArray(SPECIES, maxima, at);
    FloatVector bestB = FloatVector.fromArray(SPECIES, maxima, at + LANES);
    bestA = bestA.blend(a0, a0.compare(GT, bestA));
    bestA = bestA.blend(a1, a1.compare(GT, bestA));
    bestA = bestA.blend(a2, a2.compare(GT, bestA));
    bestA = bestA.blend(a3, a3.compare(GT, bestA));
    bestA = bestA.blend(a4, a4.compare(GT, bestA));
    bestB = bestB.blend(b0, b0.compare(GT, bestB));
    bestB = bestB.blend(b1, b1.compare(GT, bestB));
    bestB = bestB.blend(b2, b2.compare(GT, bestB));
    bestB = bestB.blend(b3, b3.compare(GT, bestB));
    bestB = bestB.blend(b4, b4.compare(GT, bestB));
    bestA.intoArray(maxima, at);
    bestB.intoArray(maxima, at + LANES);
  }

  /// Twelve sums, each row's even and odd dimensions apart: 121, twelve rows of one sum each 86.
  static void oneGroupSixRows(
      float[] packed, float[] rows, int row, int dimension, float[] maxima, int at) {
    int query = at * dimension;
    int r0 = row;
    int r1 = row + dimension;
    int r2 = row + 2 * dimension;
    int r3 = row + 3 * dimension;
    int r4 = row + 4 * dimension;
    int r5 = row + 5 * dimension;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero;
    FloatVector b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero, b5 = zero;
    int last = dimension - 1;
    for (int k = 0; k < last; k += 2) {
      FloatVector a = FloatVector.fromArray(SPECIES, packed, query + k * LANES);
      FloatVector b = FloatVector.fromArray(SPECIES, packed, query + k * LANES + LANES);
      a0 = a.fma(FloatVector.broadcast(SPECIES, rows[r0 + k]), a0);
      b0 = b.fma(FloatVector.broadcast(SPECIES, rows[r0 + k + 1]), b0);
      a1 = a.fma(FloatVector.broadcast(SPECIES, rows[r1 + k]), a1);
      b1 = b.fma(FloatVector.broadcast(SPECIES, rows[r1 + k + 1]), b1);
      a2 = a.fma(FloatVector.broadcast(SPECIES, rows[r2 + k]), a2);
      b2 = b.fma(FloatVector.broadcast(SPECIES, rows[r2 + k + 1]), b2);
      a3 = a.fma(FloatVector.broadcast(SPECIES, rows[r3 + k]), a3);
      b3 = b.fma(FloatVector.broadcast(SPECIES, rows[r3 + k + 1]), b3);
      a4 = a.fma(FloatVector.broadcast(SPECIES, rows[r4 + k]), a4);
      b4 = b.fma(FloatVector.broadcast(SPECIES, rows[r4 + k + 1]), b4);
      a5 = a.fma(FloatVector.broadcast(SPECIES, rows[r5 + k]), a5);
      b5 = b.fma(FloatVector.broadcast(SPECIES, rows[r5 + k + 1]), b5);
    }
    if (last % 2 == 0) {
      FloatVector a = FloatVector.fromArray(SPECIES, packed, query + last * LANES);
      a0 = a.fma(FloatVector.broadcast(SPECIES, rows[r0 + last]), a0);
      a1 = a.fma(FloatVector.broadcast(SPECIES, rows[r1 + last]), a1);
      a2 = a.fma(FloatVector.broadcast(SPECIES, rows[r2 + last]), a2);
      a3 = a.fma(FloatVector.broadcast(SPECIES, rows[r3 + last]), a3);
      a4 = a.fma(FloatVector.broadcast(SPECIES, rows[r4 + last]), a4);
      a5 = a.fma(FloatVector.broadcast(SPECIES, rows[r5 + last]), a5);
    }
    a0 = a0.add(b0);
    a1 = a1.add(b1);
    a2 = a2.add(b2);
    a3 = a3.add(b3);
    a4 = a4.add(b4);
    a5 = a5.add(b5);
    FloatVector best = FloatVector.fromArray(SPECIES, maxima, at);
    best = best.blend(a0, a0.compare(GT, best));
    best = best.blend(a1, a1.compare(GT, best));
    best = best.blend(a2, a2.compare(GT, best));
    best = best.blend(a3, a3.compare(GT, best));
    best = best.blend(a4, a4.compare(GT, best));
    best = best.blend(a5, a5.compare(GT, best));
    best.intoArray(maxima, at);
  }

  /// One group and one row, for a document of fewer rows than a tile has.
  static void oneRow(
      float[] packed,
      int passWidth,
      int group,
      float[] rows,
      int row,
      int dimension,
      float[] maxima,
      int at) {
    int query = at * dimension + group;
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int k = 0; k < dimension; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, packed, query + k * passWidth);
      sum = a.fma(FloatVector.broadcast(SPECIES, rows[row + k]), sum);
    }
    FloatVector best = FloatVector.fromArray(SPECIES, maxima, at + group);
    best.blend(sum, sum.compare(GT, best)).intoArray(maxima, at + group);
  }
}
