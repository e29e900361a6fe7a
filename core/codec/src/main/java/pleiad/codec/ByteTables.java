package pleiad.codec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import pleiad.codec.Codebook.Shape;

/// The tables of [CodeTables] in seven-bit steps, 64 to a register, so that a permutation of bytes
/// looks up 64 document tokens at once.
///
/// One step is the same for all: fine enough for the subspaces, whose numbers are small. What a
/// level needs beyond 127 steps is in a second table of 128 steps each.
///
/// A group of query tokens lies together, `[low of every code, then high of every
/// level][group][64]`: four query tokens a group, those that remain in groups of one.
final class ByteTables implements CodeTables.Kind {
  static final int GROUP = 4;
  private static final int LOW_STEPS = 127;
  private static final int HIGH_STEP = 128;

  /// Sums of steps stay below this, so that a factor fits beside them in sixteen bits.
  private static final float MOST_STEPS = 3_900;

  /// What the codes of a token add up to is about as long as its direction, which is one; no sum
  /// that nearest codes make is a quarter longer.
  private static final float LONGEST_SUM = 1.25f;

  private final MemorySegment steps;
  private final short[] zeros;
  private final float step;
  private final int rows;

  private ByteTables(MemorySegment steps, short[] zeros, float step, int rows) {
    this.steps = steps;
    this.zeros = zeros;
    this.step = step;
    this.rows = rows;
  }

  static ByteTables of(CodeTables tables) {
    Shape shape = tables.codebook().shape();
    int queryTokens = tables.queryTokens();
    int rows = shape.codes() + shape.levels();
    float[] least = new float[shape.codes() * queryTokens];
    float step = step(tables, least);
    MemorySegment steps =
        Arena.ofAuto().allocate((long) Math.max(1, queryTokens) * rows * SixBits.VALUES, 64);
    short[] zeros = new short[queryTokens];
    int[] low = new int[SixBits.VALUES];
    for (int token = 0; token < queryTokens; token++) {
      float sum = 0;
      for (int code = 0; code < shape.codes(); code++) {
        float smallest = least[code * queryTokens + token];
        sum += smallest;
        quantize(tables.dots(), tables.at(code, token), smallest, 1 / step, low);
        boolean level = code < shape.levels();
        long at = at(token, queryTokens, code, rows);
        put(low, level ? LOW_STEPS : 0xff, 0, steps, at);
        if (level) {
          put(low, 0xff, 7, steps, at(token, queryTokens, shape.codes() + code, rows));
        }
      }
      zeros[token] = (short) Math.round(-sum / step);
    }
    return new ByteTables(steps, zeros, step, rows);
  }

  /// The step, and the smallest number of each code and query token.
  private static float step(CodeTables tables, float[] least) {
    Shape shape = tables.codebook().shape();
    float step = LONGEST_SUM * tables.longest() / MOST_STEPS;
    for (int code = 0; code < shape.codes(); code++) {
      float steps = code < shape.levels() ? LOW_STEPS * HIGH_STEP : LOW_STEPS;
      for (int token = 0; token < tables.queryTokens(); token++) {
        int at = tables.at(code, token);
        float smallest = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (int value = at; value < at + SixBits.VALUES; value++) {
          smallest = Math.min(smallest, tables.dots()[value]);
          largest = Math.max(largest, tables.dots()[value]);
        }
        least[code * tables.queryTokens() + token] = smallest;
        step = Math.max(step, (largest - smallest) / steps);
      }
    }
    return step == 0 ? 1 : step;
  }

  private static void quantize(float[] dots, int from, float least, float perStep, int[] out) {
    for (int value = 0; value < SixBits.VALUES; value++) {
      out[value] = (int) ((dots[from + value] - least) * perStep + 0.5f);
    }
  }

  private static void put(int[] values, int mask, int shift, MemorySegment target, long at) {
    for (int value = 0; value < SixBits.VALUES; value++) {
      target.set(
          java.lang.foreign.ValueLayout.JAVA_BYTE,
          at + value,
          (byte) ((values[value] >>> shift) & mask));
    }
  }

  /// Where a query token's 64 bytes for a row of tables begin.
  private static long at(int token, int queryTokens, int row, int rows) {
    int whole = queryTokens / GROUP * GROUP;
    if (token < whole) {
      int group = token / GROUP * GROUP;
      return ((long) group * rows + (long) row * GROUP + token % GROUP) * SixBits.VALUES;
    }
    return ((long) token * rows + row) * SixBits.VALUES;
  }

  MemorySegment steps() {
    return steps;
  }

  /// The steps that stand for a similarity of zero, by query token.
  short[] zeros() {
    return zeros;
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
