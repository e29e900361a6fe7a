package pleiad.codec;

/// What sums of whole steps may be wrong by, for one query's [ByteTables].
///
/// Each code's steps are rounded, to a uniform error with a variance of a twelfth, and the factor
/// of the token's length multiplies that; its own product is cut off twice.
final class StepErrors {
  /// Rounding errors are independent of each other; a sum of them is within so many of its standard
  /// deviations but for one case in a hundred thousand.
  private static final double LIKELY = 4.5;

  /// What a product of whole steps lacks at most, in steps.
  private static final float CUT_OFF = 1.5f;

  private final float[] worth;
  private final int spread;
  private final float likely;
  private final float tolerance;

  StepErrors(CodeTables tables, ByteTables bytes) {
    Codebook codebook = tables.codebook();
    double factor = 1 + Math.scalb(254.0, -codebook.ratios().exponent());
    double deviation = Math.sqrt((codebook.shape().codes() * factor * factor + 2) / 12);
    double squares = 0;
    double cutOff = 0;
    this.worth = new float[tables.queryTokens()];
    for (int token = 0; token < worth.length; token++) {
      worth[token] = bytes.step(token) * codebook.ratios().shortest();
      squares += worth[token] * (double) worth[token];
      cutOff += CUT_OFF * worth[token];
    }
    this.likely = (float) (LIKELY * deviation) + CUT_OFF;
    this.spread = (int) Math.ceil(LIKELY * Math.sqrt(2) * deviation + CUT_OFF);
    this.tolerance = (float) (LIKELY * deviation * Math.sqrt(squares) + cutOff);
  }

  /// What a query token's step stands for.
  float worth(int queryToken) {
    return worth[queryToken];
  }

  /// Steps by which two tokens may seem to be in the other order.
  int spread() {
    return spread;
  }

  /// Steps by which a similarity may be larger than its sum says.
  float likely() {
    return likely;
  }

  /// By what a document's score may differ from what its steps come to.
  float tolerance() {
    return tolerance;
  }
}
