package pleiad.codec;

/// The tables of [CodeTables] in steps of seven bits, 64 to a register, so that a permutation of
/// bytes looks up 64 document tokens at once. The byte 64 stands for zero.
///
/// A query token has one step for all of its tables, fine enough for most of them, whose numbers
/// are small. A few *wide* codes have larger ones: what they need beyond seven bits is in a second
/// table of 128 steps each.
///
/// A group of query tokens lies together, `[low of every code, then high of every wide
/// code][group][64]`: four query tokens a group, those that remain in groups of one.
final class ByteTables implements CodeTables.Kind {
  static final int GROUP = 4;
  static final int LOW_ZERO = 64;
  static final int HIGH_STEP = 128;

  /// High bytes are below 16, so that those of all wide codes fit a byte together.
  static final int HIGH_ZERO = 8;

  private static final int LOW_MOST = LOW_ZERO - 1;
  private static final int HIGH_MOST = HIGH_STEP * HIGH_ZERO - LOW_ZERO;

  /// Sums of steps stay below this, so that a factor fits beside them in sixteen bits.
  private static final float MOST_STEPS = 4_000;

  /// What a factor is multiplied with has at most so many steps: 127 · 254 fits sixteen bits.
  private static final float MOST_FACTOR_STEPS = 127;

  /// What the codes of a token add up to is about as long as its direction, which is one; no sum
  /// that nearest codes make is twice as long.
  private static final float LONGEST_SUM = 2;

  private final int codes;
  private final int[] wide;
  private final byte[] steps;
  private final float[] step;
  private final int factorShift;

  private ByteTables(int codes, int[] wide, byte[] steps, float[] step, int factorShift) {
    this.codes = codes;
    this.wide = wide;
    this.steps = steps;
    this.step = step;
    this.factorShift = factorShift;
  }

  /// @param room where they are put
  static ByteTables of(CodeTables tables, TableRoom room) {
    int queryTokens = tables.queryTokens();
    int codes = tables.codebook().shape().codes();
    int[] wide = tables.codebook().wide();
    int rows = codes + wide.length;
    byte[] steps = room.steps(queryTokens * rows * SixBits.VALUES);
    float[] step = new float[queryTokens];
    float most = 0;
    for (int token = 0; token < queryTokens; token++) {
      step[token] = step(tables, token, wide);
      most = Math.max(most, LONGEST_SUM * tables.length(token) / step[token]);
      for (int code = 0, place = 0; code < codes; code++) {
        int from = tables.at(code, token);
        int low = at(token, queryTokens, code, rows);
        if (place < wide.length && wide[place] == code) {
          int high = at(token, queryTokens, codes + place++, rows);
          PermuteTables.wide(tables.dots(), from, 1 / step[token], steps, low, high);
        } else {
          PermuteTables.narrow(tables.dots(), from, 1 / step[token], steps, low);
        }
      }
    }
    return new ByteTables(codes, wide, steps, step, factorShift(most));
  }

  /// The finest step that all tables of a query token fit.
  private static float step(CodeTables tables, int token, int[] wide) {
    float step = LONGEST_SUM * tables.length(token) / MOST_STEPS;
    int from = tables.at(0, token);
    for (int code : wide) {
      int at = tables.at(code, token);
      step = Math.max(step, PermuteTables.largest(tables.dots(), from, at) / LOW_MOST);
      from = at + SixBits.VALUES;
      step = Math.max(step, PermuteTables.largest(tables.dots(), at, from) / HIGH_MOST);
    }
    step =
        Math.max(
            step, PermuteTables.largest(tables.dots(), from, tables.at(0, token + 1)) / LOW_MOST);
    return step == 0 ? 1 : step;
  }

  /// The bits that a sum of so many steps loses before a factor multiplies it.
  private static int factorShift(float mostSteps) {
    int shift = 0;
    while (Math.scalb(mostSteps, -shift) > MOST_FACTOR_STEPS) {
      shift++;
    }
    return shift;
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

  /// The codes that have a high byte too.
  int[] wide() {
    return wide;
  }

  /// The sum of steps that stands for a similarity of zero.
  short zero() {
    return (short) (LOW_ZERO * codes + HIGH_STEP * HIGH_ZERO * wide.length);
  }

  /// What one step of a query token is worth.
  float step(int token) {
    return step[token];
  }

  /// Tables per query token.
  int rows() {
    return codes + wide.length;
  }

  /// Bits that a sum of steps loses before a factor multiplies it; at most
  /// [Codebook#LEAST_EXPONENT] and one.
  int factorShift() {
    return factorShift;
  }
}
