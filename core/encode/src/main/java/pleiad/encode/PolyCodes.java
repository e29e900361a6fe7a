package pleiad.encode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import pleiad.encode.weights.Safetensors;
import pleiad.encode.weights.Tensor;
import pleiad.vector.TokenVectors;

/// The learned codes of a poly-encoder: each attends over a text's token vectors and makes one
/// vector of them (Humeau et al., 2020, §4.4).
///
/// ```
/// yᵢ = Σⱼ softmaxⱼ(cᵢ · hⱼ) hⱼ
/// ```
public final class PolyCodes {
  private final TokenVectors codes;
  private final boolean trained;

  private PolyCodes(TokenVectors codes, boolean trained) {
    this.codes = codes;
    this.trained = trained;
  }

  /// Codes that were learned.
  public static PolyCodes of(TokenVectors codes) {
    if (codes.count() == 0) {
      throw new IllegalArgumentException("a poly-encoder has at least one code");
    }
    return new PolyCodes(codes, true);
  }

  /// Reads the tensor `codes` of a safetensors file, a row a code.
  ///
  /// @throws IOException when it cannot be read, or has another shape
  public static PolyCodes read(Path file) throws IOException {
    try (Safetensors weights = Safetensors.open(file)) {
      Tensor codes = weights.tensor("codes");
      List<Long> shape = codes.shape();
      if (shape.size() != 2 || shape.get(0) < 1 || shape.get(1) < 1) {
        throw new IOException(
            "the tensor 'codes' in '%s' has the shape %s; expected [codes, dimension]"
                .formatted(file, shape));
      }
      return of(TokenVectors.of(codes.floats(), Math.toIntExact(shape.get(1))));
    }
  }

  /// Codes that nobody has learned: each looks at a text in a way of its own, none in a useful one.
  /// They show how the parts fit together; for results, train codes.
  public static PolyCodes untrained(int count, int dimension, long seed) {
    if (count < 1 || dimension < 1) {
      throw new IllegalArgumentException(
          "a poly-encoder has at least one code of one number, got %d of %d"
              .formatted(count, dimension));
    }
    RandomGenerator random = new SplittableRandom(seed);
    float[] values = new float[count * dimension];
    for (int k = 0; k < values.length; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return new PolyCodes(TokenVectors.of(values, dimension), false);
  }

  /// How many codes there are.
  public int count() {
    return codes.count();
  }

  /// Numbers of a code.
  public int dimension() {
    return codes.dimension();
  }

  /// Whether they were learned.
  public boolean trained() {
    return trained;
  }

  /// One vector a code; rows of zeros for a text without tokens.
  ///
  /// @throws IllegalArgumentException when the dimensions differ
  public TokenVectors attend(TokenVectors tokens) {
    return attend(codes, tokens);
  }

  /// For each query row the mean of the rows that it attends over, weighted by the softmax of their
  /// products with it.
  static TokenVectors attend(TokenVectors queries, TokenVectors rows) {
    if (queries.dimension() != rows.dimension()) {
      throw new IllegalArgumentException(
          "codes of %d dimensions cannot attend over vectors of %d"
              .formatted(queries.dimension(), rows.dimension()));
    }
    float[][] keys = rows.toRows();
    int dimension = rows.dimension();
    float[] attended = new float[queries.count() * dimension];
    float[][] asking = queries.toRows();
    for (int i = 0; i < asking.length && keys.length > 0; i++) {
      double[] weights = softmax(asking[i], keys);
      for (int j = 0; j < keys.length; j++) {
        for (int k = 0; k < dimension; k++) {
          attended[i * dimension + k] += (float) (weights[j] * keys[j][k]);
        }
      }
    }
    return TokenVectors.of(attended, dimension);
  }

  private static double[] softmax(float[] query, float[][] keys) {
    double[] weights = new double[keys.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < keys.length; j++) {
      weights[j] = dot(query, keys[j]);
      largest = Math.max(largest, weights[j]);
    }
    double sum = 0;
    for (int j = 0; j < keys.length; j++) {
      weights[j] = Math.exp(weights[j] - largest);
      sum += weights[j];
    }
    for (int j = 0; j < keys.length; j++) {
      weights[j] /= sum;
    }
    return weights;
  }

  static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }
}
