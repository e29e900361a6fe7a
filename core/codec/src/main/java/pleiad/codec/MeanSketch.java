package pleiad.codec;

import java.util.SplittableRandom;
import pleiad.vector.TokenVectors;

/// One vector of bytes for a whole document: the direction of the mean of its token vectors. Its
/// dot product with the sum of a query's vectors orders documents much as MaxSim does, so it finds
/// the candidates that are worth scoring.
///
/// Means of one model share a large part and a few large numbers; a fixed rotation (signs, then
/// Hadamard transforms) spreads both over all dimensions, so that one step size serves every number
/// and dot products of bytes stay comparable between documents.
public final class MeanSketch {
  private static final int LEVELS = 127;
  private static final long SEED = 1;
  private static final int ROUNDS = 2;

  /// A rotated direction's numbers have a standard deviation of one over the square root of the
  /// dimension; nearly all are within so many of them.
  private static final float DEVIATIONS = 4.5f;

  private MeanSketch() {}

  /// The bytes of a document with at least one token.
  public static byte[] ofDocument(TokenVectors document) {
    float[] mean = sum(document);
    float length = ResidualCode.length(mean, 0, mean.length);
    rotate(mean);
    float scale = length == 0 ? 0 : LEVELS * (float) Math.sqrt(mean.length) / (DEVIATIONS * length);
    return bytes(mean, scale);
  }

  /// The bytes that a query's documents are found with: any scale, as only their order counts.
  public static byte[] ofQuery(TokenVectors query) {
    float[] sum = sum(query);
    rotate(sum);
    float largest = 0;
    for (float value : sum) {
      largest = Math.max(largest, Math.abs(value));
    }
    return bytes(sum, largest == 0 ? 0 : LEVELS / largest);
  }

  /// The sum of all tokens.
  private static float[] sum(TokenVectors vectors) {
    float[] sum = new float[vectors.dimension()];
    float[] rows = vectors.toArray();
    for (int from = 0; from < rows.length; from += sum.length) {
      for (int k = 0; k < sum.length; k++) {
        sum[k] += rows[from + k];
      }
    }
    return sum;
  }

  private static byte[] bytes(float[] values, float scale) {
    byte[] bytes = new byte[values.length];
    for (int k = 0; k < bytes.length; k++) {
      bytes[k] = (byte) Math.clamp(Math.round(values[k] * scale), -LEVELS, LEVELS);
    }
    return bytes;
  }

  /// Turns a vector in place. A dimension that is no power of two is covered by two transforms that
  /// overlap.
  private static void rotate(float[] values) {
    int length = Integer.highestOneBit(values.length);
    SplittableRandom signs = new SplittableRandom(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      for (int k = 0; k < values.length; k++) {
        values[k] = signs.nextBoolean() ? values[k] : -values[k];
      }
      hadamard(values, 0, length);
      if (length < values.length) {
        hadamard(values, values.length - length, length);
      }
    }
  }

  private static void hadamard(float[] values, int from, int length) {
    for (int half = 1; half < length; half *= 2) {
      for (int block = from; block < from + length; block += 2 * half) {
        for (int k = block; k < block + half; k++) {
          float a = values[k];
          float b = values[k + half];
          values[k] = a + b;
          values[k + half] = a - b;
        }
      }
    }
    float scale = 1 / (float) Math.sqrt(length);
    for (int k = from; k < from + length; k++) {
      values[k] *= scale;
    }
  }
}
