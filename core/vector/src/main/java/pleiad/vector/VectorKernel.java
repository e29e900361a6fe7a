package pleiad.vector;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// MaxSim whose lanes are query tokens: a document token's number is broadcast and multiplied with
/// that number of many query tokens at once, so that the running maximum is lane-wise and nothing
/// is ever added across lanes.
///
/// A query that would leave half of a register empty is the exception: its lanes are dimensions,
/// see [ShortQueryTile].
///
/// A group is one register of query tokens. The packed query is `[pass][dimension][group][lanes]`:
/// a pass takes two groups, the last one a single group where their number is odd.
final class VectorKernel implements MaxSimKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /// Document tokens of a tile. AVX-512 has the registers for the large tile of two groups.
  private static final boolean LARGE = SPECIES.vectorBitSize() == 512;

  private static final int TWO_GROUPS_ROWS = LARGE ? 6 : 5;
  private static final int ONE_GROUP_ROWS = 6;

  /// Queries of at most so many tokens take their lanes from the dimensions. Only worth it where a
  /// register is much wider than they are many.
  private static final int SHORT_QUERY = LARGE ? 8 : 0;

  /// A short query is packed as plain loops want it, too.
  private static final ScalarKernel FEW_ROWS = new ScalarKernel();

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int paddedTokens(int queryTokens, int dimension) {
    boolean isShort = queryTokens <= SHORT_QUERY && dimension % LANES == 0;
    int width = isShort ? ShortQueryTile.TOKENS : LANES;
    return Math.ceilDiv(queryTokens, width) * width;
  }

  @Override
  public float[] pack(TokenVectors query) {
    int dimension = query.dimension();
    int padded = paddedTokens(query.count(), dimension);
    float[] rows = query.toArray();
    if (padded <= SHORT_QUERY) {
      return Arrays.copyOf(rows, padded * dimension);
    }
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
    if (maxima.length <= SHORT_QUERY) {
      shortQuery(packed, rows, offset, count, dimension, maxima);
      return;
    }
    int at = 0;
    for (; at + 2 * LANES <= maxima.length; at += 2 * LANES) {
      twoGroups(packed, rows, offset, count, dimension, maxima, at);
    }
    if (at < maxima.length) {
      oneGroup(packed, rows, offset, count, dimension, maxima, at);
    }
  }

  private static void shortQuery(
      float[] packed, float[] rows, int from, int count, int dimension, float[] maxima) {
    if (count < ShortQueryTile.ROWS) {
      FEW_ROWS.accumulate(packed, rows, from, count, dimension, maxima);
      return;
    }
    for (int j = 0; j < count; j += ShortQueryTile.ROWS) {
      int row = from + Math.min(j, count - ShortQueryTile.ROWS) * dimension;
      for (int at = 0; at < maxima.length; at += ShortQueryTile.TOKENS) {
        ShortQueryTile.fourByFour(packed, rows, row, dimension, maxima, at);
      }
    }
  }

  /// A last tile that would stand over the end starts earlier: a maximum does not mind to see a row
  /// twice.
  private static void twoGroups(
      float[] packed, float[] rows, int from, int count, int dimension, float[] maxima, int at) {
    if (count < TWO_GROUPS_ROWS) {
      for (int j = 0; j < count; j++) {
        int row = from + j * dimension;
        VectorTiles.oneRow(packed, 2 * LANES, 0, rows, row, dimension, maxima, at);
        VectorTiles.oneRow(packed, 2 * LANES, LANES, rows, row, dimension, maxima, at);
      }
      return;
    }
    for (int j = 0; j < count; j += TWO_GROUPS_ROWS) {
      int row = from + Math.min(j, count - TWO_GROUPS_ROWS) * dimension;
      if (LARGE) {
        VectorTiles.twoGroupsSixRows(packed, rows, row, dimension, maxima, at);
      } else {
        VectorTiles.twoGroupsFiveRows(packed, rows, row, dimension, maxima, at);
      }
    }
  }

  private static void oneGroup(
      float[] packed, float[] rows, int from, int count, int dimension, float[] maxima, int at) {
    if (count < ONE_GROUP_ROWS) {
      for (int j = 0; j < count; j++) {
        VectorTiles.oneRow(packed, LANES, 0, rows, from + j * dimension, dimension, maxima, at);
      }
      return;
    }
    for (int j = 0; j < count; j += ONE_GROUP_ROWS) {
      int row = from + Math.min(j, count - ONE_GROUP_ROWS) * dimension;
      VectorTiles.oneGroupSixRows(packed, rows, row, dimension, maxima, at);
    }
  }
}
