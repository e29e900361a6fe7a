package pleiad;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorValues;

/// How much of tokens their codes miss, by a sample of documents that keep something more precise
/// beside them: `1 - cos²` of a token and what its codes make of it, as a mean over tokens. That is
/// what training calls the error: the squared distance to the nearest point in that direction, of a
/// token of length one.
final class CodeError {
  /// Documents at even distances, of one segment.
  private static final int SAMPLE = 200;

  private double sum;
  private long tokens;

  /// Takes a sample of a segment.
  void sample(MultiVectorValues values, int maxDoc) throws IOException {
    int step = Math.max(1, maxDoc / SAMPLE);
    for (int document = 0; document < maxDoc; document += step) {
      if (values.advanceExact(document)) {
        add(values);
      }
    }
  }

  private void add(MultiVectorValues values) throws IOException {
    int count = values.tokenCount();
    int dimension = values.dimension();
    float[] precise = new float[count * dimension];
    values.read(0, count, precise, 0);
    float[] coded = new float[count * dimension];
    values.decodeCodes(coded);
    for (int at = 0; at < precise.length; at += dimension) {
      add(precise, coded, at, dimension);
    }
  }

  private void add(float[] precise, float[] coded, int from, int dimension) {
    double product = 0;
    double squares = 0;
    double codedSquares = 0;
    for (int k = from; k < from + dimension; k++) {
      product += (double) precise[k] * coded[k];
      squares += (double) precise[k] * precise[k];
      codedSquares += (double) coded[k] * coded[k];
    }
    if (squares > 0) {
      sum += codedSquares == 0 ? 1 : 1 - product * product / (squares * codedSquares);
      tokens++;
    }
  }

  /// The mean, or null without a token.
  @Nullable Double mean() {
    return tokens == 0 ? null : sum / tokens;
  }
}
