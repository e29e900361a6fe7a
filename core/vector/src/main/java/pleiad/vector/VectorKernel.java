package pleiad.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// MaxSim whose lanes are query tokens: a document token's number is broadcast and multiplied with
/// that number of many query tokens at once, so that the running maximum is lane-wise and nothing
/// is ever added across lanes.
///
/// A group is one register of query tokens. The packed query is `[pass][dimension][group][lanes]`:
/// a pass takes two groups, the last one a single group where their number is odd.
final class VectorKernel implements MaxSimKernel {
  /*
   * What the compiler makes of a tile decides its speed more than the tile does.
   *
   * Five rows: one multiply-add has a latency of four cycles and two start in a cycle, so eight
   * sums must be under way; five rows are ten of them and the last tile whose row offsets still
   * fit the general registers of x86-64. With six, C2 spills one in every turn of the loop.
   *
   * No helper is called in a tile. The Vector API's methods are always inlined; one of ours may
   * not be, once the method has grown large, and then every vector it takes is put on the heap.
   *
   * The maximum is a compare and a blend: FloatVector.max spends six instructions on NaN and the
   * sign of zero, and would let a NaN win.
   */
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int ROWS = 5;

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public float[] pack(TokenVectors query) {
    int dimension = query.dimension();
    int padded = paddedTokens(query.count());
    float[] rows = query.toArray();
    float[] packed = new float[padded * dimension];
    for (int token = 0; token < query.count(); token++) {
      int pass = token / (2 * LANES) * (2 * LANES);
      int width = Math.min(2 * LANES, padded - pass);
      int target = pass * dimension + token - pass;
      for (int k = 0; k < dimension; k++) {
        packed[target + k * width] = rows[token * dimension + k];
      }
    }
    return packed;
  }

  @Override
  public void accumulate(
      float[] packed, float[] rows, int offset, int count, int dimension, float[] maxima) {
    int at = 0;
    for (; at + 2 * LANES <= maxima.length; at += 2 * LANES) {
      twoGroups(packed, rows, offset, count, dimension, maxima, at);
    }
    if (at < maxima.length) {
      oneGroup(packed, rows, offset, count, dimension, maxima, at);
    }
  }

  /// A last tile that would stand over the end starts earlier: a maximum does not mind to see a row
  /// twice.
  private static void twoGroups(
      float[] packed, float[] rows, int from, int count, int dimension, float[] maxima, int at) {
    if (count < ROWS) {
      for (int j = 0; j < count; j++) {
        oneRow(packed, 2 * LANES, 0, rows, from + j * dimension, dimension, maxima, at);
        oneRow(packed, 2 * LANES, LANES, rows, from + j * dimension, dimension, maxima, at);
      }
      return;
    }
    for (int j = 0; j < count; j += ROWS) {
      int row = from + Math.min(j, count - ROWS) * dimension;
      twoGroupsFiveRows(packed, rows, row, dimension, maxima, at);
    }
  }

  private static void oneGroup(
      float[] packed, float[] rows, int from, int count, int dimension, float[] maxima, int at) {
    if (count < ROWS) {
      for (int j = 0; j < count; j++) {
        oneRow(packed, LANES, 0, rows, from + j * dimension, dimension, maxima, at);
      }
      return;
    }
    for (int j = 0; j < count; j += ROWS) {
      int row = from + Math.min(j, count - ROWS) * dimension;
      oneGroupFiveRows(packed, rows, row, dimension, maxima, at);
    }
  }

  /// Ten sums in registers, seven loads for ten multiply-adds.
  private static void twoGroupsFiveRows(
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

  /// Ten sums as well: each row's even and odd dimensions apart, added at the end.
  private static void oneGroupFiveRows(
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
    int k = 0;
    for (; k < dimension - 1; k += 2) {
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
    }
    if (k < dimension) {
      FloatVector a = FloatVector.fromArray(SPECIES, packed, query + k * LANES);
      a0 = a.fma(FloatVector.broadcast(SPECIES, rows[r0 + k]), a0);
      a1 = a.fma(FloatVector.broadcast(SPECIES, rows[r1 + k]), a1);
      a2 = a.fma(FloatVector.broadcast(SPECIES, rows[r2 + k]), a2);
      a3 = a.fma(FloatVector.broadcast(SPECIES, rows[r3 + k]), a3);
      a4 = a.fma(FloatVector.broadcast(SPECIES, rows[r4 + k]), a4);
    }
    a0 = a0.add(b0);
    a1 = a1.add(b1);
    a2 = a2.add(b2);
    a3 = a3.add(b3);
    a4 = a4.add(b4);
    FloatVector best = FloatVector.fromArray(SPECIES, maxima, at);
    best = best.blend(a0, a0.compare(GT, best));
    best = best.blend(a1, a1.compare(GT, best));
    best = best.blend(a2, a2.compare(GT, best));
    best = best.blend(a3, a3.compare(GT, best));
    best = best.blend(a4, a4.compare(GT, best));
    best.intoArray(maxima, at);
  }

  /// One group and one row, for a document of fewer rows than a tile has.
  private static void oneRow(
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
