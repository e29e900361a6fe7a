package pleiad.vector;

import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// MaxSim whose lanes are query tokens: a document token's number is broadcast and multiplied with
/// that number of many query tokens at once, so that the running maximum is lane-wise and nothing
/// is ever added across lanes.
///
/// The packed query is `[group][dimension][lanes]`; a group is one register of query tokens. Two
/// groups are taken together with six document tokens (12 sums in registers, 8 loads for 12
/// multiply-adds), a last odd group with twelve.
final class VectorKernel implements MaxSimKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

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
    float[] packed = new float[paddedTokens(query.count()) * dimension];
    for (int token = 0; token < query.count(); token++) {
      int group = token / LANES;
      for (int k = 0; k < dimension; k++) {
        packed[(group * dimension + k) * LANES + token % LANES] = query.at(token, k);
      }
    }
    return packed;
  }

  @Override
  public void accumulate(
      float[] packed, float[] rows, int offset, int count, int dimension, float[] maxima) {
    int groups = maxima.length / LANES;
    int group = 0;
    for (; group + 2 <= groups; group += 2) {
      int j = 0;
      for (; j + 6 <= count; j += 6) {
        twoGroupsSixRows(packed, group, rows, offset + j * dimension, dimension, maxima);
      }
      for (; j < count; j++) {
        oneGroupOneRow(packed, group, rows, offset + j * dimension, dimension, maxima);
        oneGroupOneRow(packed, group + 1, rows, offset + j * dimension, dimension, maxima);
      }
    }
    if (group < groups) {
      int j = 0;
      for (; j + 12 <= count; j += 12) {
        oneGroupTwelveRows(packed, group, rows, offset + j * dimension, dimension, maxima);
      }
      for (; j < count; j++) {
        oneGroupOneRow(packed, group, rows, offset + j * dimension, dimension, maxima);
      }
    }
  }

  private static void twoGroupsSixRows(
      float[] packed, int group, float[] rows, int row, int dimension, float[] maxima) {
    int first = group * dimension * LANES;
    int second = first + dimension * LANES;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero;
    FloatVector b0 = zero, b1 = zero, b2 = zero, b3 = zero, b4 = zero, b5 = zero;
    for (int k = 0; k < dimension; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, packed, first + k * LANES);
      FloatVector b = FloatVector.fromArray(SPECIES, packed, second + k * LANES);
      FloatVector d0 = FloatVector.broadcast(SPECIES, rows[row + k]);
      a0 = a.fma(d0, a0);
      b0 = b.fma(d0, b0);
      FloatVector d1 = FloatVector.broadcast(SPECIES, rows[row + dimension + k]);
      a1 = a.fma(d1, a1);
      b1 = b.fma(d1, b1);
      FloatVector d2 = FloatVector.broadcast(SPECIES, rows[row + 2 * dimension + k]);
      a2 = a.fma(d2, a2);
      b2 = b.fma(d2, b2);
      FloatVector d3 = FloatVector.broadcast(SPECIES, rows[row + 3 * dimension + k]);
      a3 = a.fma(d3, a3);
      b3 = b.fma(d3, b3);
      FloatVector d4 = FloatVector.broadcast(SPECIES, rows[row + 4 * dimension + k]);
      a4 = a.fma(d4, a4);
      b4 = b.fma(d4, b4);
      FloatVector d5 = FloatVector.broadcast(SPECIES, rows[row + 5 * dimension + k]);
      a5 = a.fma(d5, a5);
      b5 = b.fma(d5, b5);
    }
    raise(maxima, group, max(max(max(a0, a1), max(a2, a3)), max(a4, a5)));
    raise(maxima, group + 1, max(max(max(b0, b1), max(b2, b3)), max(b4, b5)));
  }

  private static void oneGroupTwelveRows(
      float[] packed, int group, float[] rows, int row, int dimension, float[] maxima) {
    int first = group * dimension * LANES;
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = zero, a1 = zero, a2 = zero, a3 = zero, a4 = zero, a5 = zero;
    FloatVector a6 = zero, a7 = zero, a8 = zero, a9 = zero, a10 = zero, a11 = zero;
    for (int k = 0; k < dimension; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, packed, first + k * LANES);
      int at = row + k;
      a0 = a.fma(FloatVector.broadcast(SPECIES, rows[at]), a0);
      a1 = a.fma(FloatVector.broadcast(SPECIES, rows[at + dimension]), a1);
      a2 = a.fma(FloatVector.broadcast(SPECIES, rows[at + 2 * dimension]), a2);
      a3 = a.fma(FloatVector.broadcast(SPECIES, rows[at + 3 * dimension]), a3);
      a4 = a.fma(FloatVector.broadcast(SPECIES, rows[at + 4 * dimension]), a4);
      a5 = a.fma(FloatVector.broadcast(SPECIES, rows[at + 5 * dimension]), a5);
      a6 = a.fma(FloatVector.broadcast(SPECIES, rows[at + 6 * dimension]), a6);
      a7 = a.fma(FloatVector.broadcast(SPECIES, rows[at + 7 * dimension]), a7);
      a8 = a.fma(FloatVector.broadcast(SPECIES, rows[at + 8 * dimension]), a8);
      a9 = a.fma(FloatVector.broadcast(SPECIES, rows[at + 9 * dimension]), a9);
      a10 = a.fma(FloatVector.broadcast(SPECIES, rows[at + 10 * dimension]), a10);
      a11 = a.fma(FloatVector.broadcast(SPECIES, rows[at + 11 * dimension]), a11);
    }
    FloatVector left = max(max(max(a0, a1), max(a2, a3)), max(a4, a5));
    FloatVector right = max(max(max(a6, a7), max(a8, a9)), max(a10, a11));
    raise(maxima, group, max(left, right));
  }

  private static void oneGroupOneRow(
      float[] packed, int group, float[] rows, int row, int dimension, float[] maxima) {
    int first = group * dimension * LANES;
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int k = 0; k < dimension; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, packed, first + k * LANES);
      sum = a.fma(FloatVector.broadcast(SPECIES, rows[row + k]), sum);
    }
    raise(maxima, group, sum);
  }

  private static void raise(float[] maxima, int group, FloatVector sums) {
    FloatVector best = FloatVector.fromArray(SPECIES, maxima, group * LANES);
    max(best, sums).intoArray(maxima, group * LANES);
  }

  /// Compare and blend, two instructions; `Vector.max` spends six on NaN and the sign of zero.
  private static FloatVector max(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(GT, a));
  }
}
