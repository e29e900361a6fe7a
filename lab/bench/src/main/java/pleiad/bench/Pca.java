package pleiad.bench;

import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import pleiad.vector.DotProducts;
import pleiad.vector.TokenVectors;

/// Fewer dimensions that keep as much of token vectors as possible: the leading eigenvectors of
/// their second moments, uncentred, so that dot products are kept. What was projected is normalised
/// again.
final class Pca {
  private final DotProducts axes;
  private final int from;
  private final int to;

  private Pca(float[] axes, int from) {
    this.axes = DotProducts.with(axes, from);
    this.from = from;
    this.to = axes.length / from;
  }

  /// Learns `dimension` axes from sample texts, of which there is at least one.
  static Pca of(List<TokenVectors> sample, int dimension) {
    int from = sample.getFirst().dimension();
    EigenDecomposition eigen =
        new EigenDecomposition(new Array2DRowRealMatrix(moments(sample, from), false));
    float[] axes = new float[dimension * from];
    for (int axis = 0; axis < dimension; axis++) {
      // Those of a symmetric matrix come by their eigenvalues, largest first.
      double[] vector = eigen.getEigenvector(axis).toArray();
      for (int k = 0; k < from; k++) {
        axes[axis * from + k] = (float) vector[k];
      }
    }
    return new Pca(axes, from);
  }

  /// The sum of `x·xᵀ` over all tokens.
  private static double[][] moments(List<TokenVectors> sample, int dimension) {
    double[][] moments = new double[dimension][dimension];
    double[] row = new double[dimension];
    for (TokenVectors text : sample) {
      float[] rows = text.toArray();
      for (int at = 0; at < rows.length; at += dimension) {
        for (int k = 0; k < dimension; k++) {
          row[k] = rows[at + k];
        }
        for (int i = 0; i < dimension; i++) {
          addScaled(row[i], row, moments[i], i + 1);
        }
      }
    }
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j < i; j++) {
        moments[j][i] = moments[i][j];
      }
    }
    return moments;
  }

  private static void addScaled(double factor, double[] row, double[] sum, int count) {
    for (int j = 0; j < count; j++) {
      sum[j] += factor * row[j];
    }
  }

  /// The vectors on these axes, each of length one; a zero vector stays one.
  TokenVectors project(TokenVectors vectors) {
    int width = axes.width();
    float[] products = new float[vectors.count() * width];
    axes.multiply(vectors.toArray(), 0, from, vectors.count(), products, 0);
    float[] projected = new float[vectors.count() * to];
    for (int token = 0; token < vectors.count(); token++) {
      System.arraycopy(products, token * width, projected, token * to, to);
      Vectors.normalise(projected, token * to, to);
    }
    return TokenVectors.of(projected, to);
  }
}
