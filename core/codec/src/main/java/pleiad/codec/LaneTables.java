package pleiad.codec;

import pleiad.codec.Codebook.Shape;

/// The tables of [CodeTables] with query tokens side by side: `[code][64][padded query tokens]`.
///
/// @param width query tokens, padded to whole registers
record LaneTables(@SuppressWarnings("ArrayRecordComponent") float[] dots, int width)
    implements CodeTables.Kind {
  private static final int LANES = 16;

  static LaneTables of(CodeTables tables) {
    Shape shape = tables.codebook().shape();
    int width = Math.ceilDiv(tables.queryTokens(), LANES) * LANES;
    float[] dots = new float[shape.codes() * SixBits.VALUES * width];
    for (int code = 0; code < shape.codes(); code++) {
      for (int token = 0; token < tables.queryTokens(); token++) {
        int from = tables.at(code, token);
        int to = code * SixBits.VALUES * width + token;
        for (int value = 0; value < SixBits.VALUES; value++) {
          dots[to + value * width] = tables.dots()[from + value];
        }
      }
    }
    return new LaneTables(dots, width);
  }
}
