package pleiad.encode;

import java.util.Arrays;
import java.util.List;
import pleiad.encode.checkpoint.Pooling;
import pleiad.vector.TokenVectors;

/// How one vector comes of the rows of a text's tokens (Sentence-BERT, §3; SGPT, §3 for weighted
/// means).
final class Pooled {
  private Pooled() {}

  /// Pools the first `count` rows in each of the ways, one result behind the other.
  ///
  /// @param rows row-major, at least one of them
  static float[] of(List<Pooling.Mode> modes, float[] rows, int count, int dimension) {
    float[] all = new float[modes.size() * dimension];
    for (int i = 0; i < modes.size(); i++) {
      System.arraycopy(of(modes.get(i), rows, count, dimension), 0, all, i * dimension, dimension);
    }
    return all;
  }

  /// Pools the first `count` rows.
  static float[] of(Pooling.Mode mode, float[] rows, int count, int dimension) {
    return switch (mode) {
      case CLS -> row(rows, 0, dimension);
      case LASTTOKEN -> row(rows, count - 1, dimension);
      case MAX -> max(rows, count, dimension);
      case MEAN -> sum(rows, count, dimension, false, count);
      case WEIGHTEDMEAN -> sum(rows, count, dimension, true, (double) count * (count + 1) / 2);
      case MEAN_SQRT_LEN_TOKENS -> sum(rows, count, dimension, false, Math.sqrt(count));
    };
  }

  /// Pools all rows and scales the result to length one; zeros where there is no row.
  static float[] ofUnitLength(Pooling.Mode mode, TokenVectors vectors) {
    if (vectors.count() == 0) {
      return new float[vectors.dimension()];
    }
    return UnitRows.of(of(mode, vectors.toArray(), vectors.count(), vectors.dimension()));
  }

  private static float[] row(float[] rows, int index, int dimension) {
    return Arrays.copyOfRange(rows, index * dimension, (index + 1) * dimension);
  }

  private static float[] max(float[] rows, int count, int dimension) {
    float[] largest = row(rows, 0, dimension);
    for (int i = 1; i < count; i++) {
      for (int k = 0; k < dimension; k++) {
        largest[k] = Math.max(largest[k], rows[i * dimension + k]);
      }
    }
    return largest;
  }

  private static float[] sum(
      float[] rows, int count, int dimension, boolean weighted, double divisor) {
    double[] sum = new double[dimension];
    for (int i = 0; i < count; i++) {
      double weight = weighted ? i + 1 : 1;
      for (int k = 0; k < dimension; k++) {
        sum[k] += weight * rows[i * dimension + k];
      }
    }
    float[] scaled = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      scaled[k] = (float) (sum[k] / divisor);
    }
    return scaled;
  }
}
