package pleiad.codec;

import java.util.Arrays;

/// Tokens to train a [centred][Codebook#centred] codebook with, taken from one document after the
/// other.
public final class CentredSample {
  private final int dimension;
  private final float[] rows;
  private final byte[] centre;
  private int taken;

  /// Squared lengths of the tokens that were taken, before and after their centres were.
  private double before;

  private double after;

  /// @param dimension numbers per token
  /// @param tokens that can be taken
  public CentredSample(int dimension, int tokens) {
    this.dimension = dimension;
    this.rows = new float[Math.multiplyExact(tokens, dimension)];
    this.centre = new byte[DocumentCentre.bytes(dimension)];
  }

  /// Takes some tokens of a document.
  ///
  /// @param document all of its tokens, row-major; not to be used any more
  /// @param tokens the numbers of those to take
  public void add(float[] document, int[] tokens) {
    for (int token : tokens) {
      before += squares(document, token);
    }
    DocumentCentre.take(document, document.length / dimension, dimension, centre, 0);
    for (int token : tokens) {
      after += squares(document, token);
      System.arraycopy(document, token * dimension, rows, taken * dimension, dimension);
      taken++;
    }
  }

  /// The squared length of a token that can be learnt from; of others 0.
  private double squares(float[] document, int token) {
    double length = Directions.length(document, token * dimension, dimension);
    return Double.isFinite(length) ? length * length : 0;
  }

  int dimension() {
    return dimension;
  }

  /// What centres left of the tokens, not to be changed.
  float[] rows() {
    int length = taken * dimension;
    return length == rows.length ? rows : Arrays.copyOf(rows, length);
  }

  /// Which part of the tokens' squared lengths that is.
  double share() {
    return before > 0 ? after / before : 1;
  }
}
