package pleiad.codec;

import pleiad.codec.Codebook.Shape;

/// The tables of [CodeTables] in seven-bit steps, 64 to a register, so that a permutation of bytes
/// looks up 64 document tokens at once. The byte 64 stands for zero.
///
/// One step is the same for all: fine enough for the subspaces, whose numbers are small. What a
/// level needs beyond that is in a second table of 128 steps each.
///
/// A group of query tokens lies together, `[low of every code, then high of every
/// level][group][64]`: four query tokens a group, those that remain in groups of one.
final class ByteTables implements CodeTables.Kind {
  static final int GROUP = 4;
  static final int LOW_ZERO = 64;
  static final int HIGH_STEP = 128;
  private static final int LOW_MOST = 63;
  private static final int HIGH_MOST = LOW_MOST * HIGH_STEP;

  /// Sums of steps stay below this, so that a factor fits beside them in sixteen bits.
  private static final float MOST_STEPS = 3_900;

  /// What the codes of a token add up to is about as long as its direction, which is one; no sum
  /// that nearest codes make is a quarter longer.
  private static final float LONGEST_SUM = 1.25f;

  private final byte[] steps;
  private final short zero;
  private final float step;
  private final int rows;

  private ByteTables(byte[] steps, short zero, float step, int rows) {
    this.steps = steps;
    this.zero = zero;
    this.step = step;
    this.rows = rows;
  }

  static ByteTables of(CodeTables tables) {
    Shape shape = tables.codebook().shape();
    int queryTokens = tables.queryTokens();
    int rows = shape.codes() + shape.levels();
    float step = step(tables);
    byte[] steps = new byte[queryTokens * rows * SixBits.VALUES];
    for (int token = 0; token < queryTokens; token++) {
      for (int code = 0; code < shape.codes(); code++) {
        int from = tables.at(code, token);
        int low = at(token, queryTokens, code, rows);
        if (code < shape.levels()) {
          int high = at(token, queryTokens, shape.codes() + code, rows);
          PermuteTables.level(tables.dots(), from, 1 / step, steps, low, high);
        } else {
          PermuteTables.subspace(tables.dots(), from, 1 / step, steps, low);
        }
      }
    }
    int zero = LOW_ZERO * (shape.codes() + HIGH_STEP * shape.levels());
    return new ByteTables(steps, (short) zero, step, rows);
  }

  private static float step(CodeTables tables) {
    Shape shape = tables.codebook().shape();
    int levels = tables.at(shape.levels(), 0);
    float ofLevels = PermuteTables.largest(tables.dots(), 0, levels) / HIGH_MOST;
    float ofSubspaces =
        PermuteTables.largest(tables.dots(), levels, tables.dots().length) / LOW_MOST;
    float least = LONGEST_SUM * tables.longest() / MOST_STEPS;
    float step = Math.max(least, Math.max(ofLevels, ofSubspaces));
    return step == 0 ? 1 : step;
  }

  /// Where a query token's 64 bytes for a row of tables begin.
  private static int at(int token, int queryTokens, int row, int rows) {
    int whole = queryTokens / GROUP * GROUP;
    if (token < whole) {
      int group = token / GROUP * GROUP;
      return (group * rows + row * GROUP + token % GROUP) * SixBits.VALUES;
    }
    return (token * rows + row) * SixBits.VALUES;
  }

  byte[] steps() {
    return steps;
  }

  /// The sum of steps that stands for a similarity of zero.
  short zero() {
    return zero;
  }

  /// What one step is worth.
  float step() {
    return step;
  }

  /// Tables per query token.
  int rows() {
    return rows;
  }
}
