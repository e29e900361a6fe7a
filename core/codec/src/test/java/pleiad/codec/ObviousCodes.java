package pleiad.codec;

import pleiad.codec.Codebook.Shape;

/// What codes stand for, the slow obvious way: bits as the tables of [SixBits] and [Codebook] have
/// them, numbers in double precision.
final class ObviousCodes {
  /// Half of the distance from one to the next float.
  static final double ROUNDING = 0x1p-24;

  private final Codebook codebook;
  private final Shape shape;
  private final byte[] codes;
  private final int count;
  private final ObviousRotation rotation;
  private final ObviousRotation magnitudes;

  ObviousCodes(Codebook codebook, byte[] codes, int count) {
    this.codebook = codebook;
    this.shape = codebook.shape();
    this.codes = codes;
    this.count = count;
    this.rotation = ObviousRotation.of(codebook);
    this.magnitudes = rotation.magnitudes();
  }

  int count() {
    return count;
  }

  /// Which of its 64 vectors a code of a token names.
  int value(int token, int code) {
    int inBlock = inBlock(token);
    int plane = plane(token, code / 4 * 3);
    if (code % 4 < 3) {
      return codes[plane + code % 4 * inBlock] & 63;
    }
    int value = 0;
    for (int third = 0; third < 3; third++) {
      value |= ((codes[plane + third * inBlock] & 192) >>> 6) << (2 * third);
    }
    return value;
  }

  int factorByte(int token) {
    return codes[plane(token, shape.codes() / 4 * 3)] & 0xff;
  }

  private int inBlock(int token) {
    return Math.min(64, count - token / 64 * 64);
  }

  private int plane(int token, int number) {
    int bytesPerToken = 3 * shape.codes() / 4 + 1;
    return token / 64 * 64 * bytesPerToken + number * inBlock(token) + token % 64;
  }

  double factor(int token) {
    int steps = factorByte(token) - 1;
    double shortest = codebook.ratios().shortest();
    return steps < 0 ? 0 : shortest * (1 + steps / Math.pow(2, codebook.ratios().exponent()));
  }

  /// The sum of the chosen vectors, turned back.
  double[] sum(int token) {
    return rotation.turnBack(atPlaces(token));
  }

  /// The sum of their magnitudes, turned back by the magnitudes of axes: what rounding errors are
  /// relative to.
  double[] mass(int token) {
    return magnitudes.turnBack(atPlaces(token, true));
  }

  /// The sum of the chosen vectors, in the order of places.
  double[] atPlaces(int token) {
    return atPlaces(token, false);
  }

  private double[] atPlaces(int token, boolean magnitudes) {
    double[] sum = new double[shape.dimension()];
    for (int code = 0; code < shape.codes(); code++) {
      double[] vector = vector(codebook, code, value(token, code));
      int start = start(codebook, code);
      for (int k = 0; k < vector.length; k++) {
        sum[start + k] += magnitudes ? Math.abs(vector[k]) : vector[k];
      }
    }
    return sum;
  }

  /// The place where a code's vectors begin.
  static int start(Codebook codebook, int code) {
    Shape shape = codebook.shape();
    return code < shape.levels()
        ? 0
        : (code - shape.levels()) * shape.dimension() / shape.subspaces();
  }

  /// One of the 64 vectors of a code, in the order of places.
  static double[] vector(Codebook codebook, int code, int value) {
    Shape shape = codebook.shape();
    boolean level = code < shape.levels();
    int start = start(codebook, code);
    int end = level ? shape.dimension() : start(codebook, code + 1);
    float[] all = level ? codebook.levels() : codebook.subspaces();
    int first = level ? code * 64 * shape.dimension() : 64 * start;
    double[] vector = new double[end - start];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = all[first + value * vector.length + k];
    }
    return vector;
  }
}
