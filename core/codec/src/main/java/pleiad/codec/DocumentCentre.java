package pleiad.codec;

import java.util.Arrays;

/// What the tokens of one document have in common, their mean, kept as one `int8` vector behind
/// their codes: codes of a [centred][Codebook#centred] codebook keep what a token differs from it.
///
/// Tokens that saw the same text share much of their direction. A document says that once; codes of
/// as many bytes then miss less of what is left for them.
final class DocumentCentre {
  private DocumentCentre() {}

  /// Bytes a document.
  static int bytes(int dimension) {
    return code(dimension).tokenBytes();
  }

  /// Writes the centre of a document, and takes what comes back of it from all of its tokens.
  /// Tokens with a number that is not finite have no part in it.
  ///
  /// @param rows the first `count` are the document's tokens
  /// @param to where its bytes begin in `codes`
  static void take(float[] rows, int count, int dimension, byte[] codes, int to) {
    float[] centre = mean(rows, count, dimension);
    code(dimension).encode(centre, 0, 1, codes, to);
    read(codes, to, centre);
    for (int at = 0; at < count * dimension; at += dimension) {
      for (int k = 0; k < dimension; k++) {
        rows[at + k] -= centre[k];
      }
    }
  }

  /// Reads a centre; zero where damage has made it something that is none.
  ///
  /// @param from where its bytes begin in `codes`
  static void read(byte[] codes, int from, float[] centre) {
    if (Float.isFinite(Int8Code.largest(codes, from))) {
      code(centre.length).decode(codes, from, 1, centre, 0);
    } else {
      Arrays.fill(centre, 0);
    }
  }

  private static float[] mean(float[] rows, int count, int dimension) {
    double[] sum = new double[dimension];
    int tokens = 0;
    for (int at = 0; at < count * dimension; at += dimension) {
      if (Double.isFinite(Directions.length(rows, at, dimension))) {
        tokens++;
        for (int k = 0; k < dimension; k++) {
          sum[k] += rows[at + k];
        }
      }
    }
    float[] mean = new float[dimension];
    for (int k = 0; k < dimension && tokens > 0; k++) {
      mean[k] = (float) (sum[k] / tokens);
    }
    return mean;
  }

  private static Int8Code code(int dimension) {
    return new Int8Code(dimension);
  }
}
