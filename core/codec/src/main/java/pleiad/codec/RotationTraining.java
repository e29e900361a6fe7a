package pleiad.codec;

import java.util.Arrays;
import pleiad.codec.Codebook.Shape;

/// Learns a [Rotation] from sample rows: their [PrincipalAxes], dealt out to subspaces.
final class RotationTraining {
  /// More rows than this make the axes hardly better.
  private static final int ROWS = 1 << 14;

  /// Rows of a matrix that are added up together: they stay in the first cache, while sample rows
  /// come from memory.
  private static final int BAND = 8;

  private final float[] rows;
  private final int count;
  private final Shape shape;
  private final Rotation.Blocks blocks;
  private final Workers workers;

  private RotationTraining(float[] rows, Shape shape, Workers workers) {
    this.rows = rows;
    this.count = rows.length / shape.dimension();
    this.shape = shape;
    this.blocks = new Rotation.Blocks(shape.dimension());
    this.workers = workers;
  }

  /// @param rows what subspaces are to keep, finite, each as many numbers as the shape has
  ///   dimensions
  static Rotation of(float[] rows, Shape shape, Workers workers) {
    return new RotationTraining(rows, shape, workers).train();
  }

  private Rotation train() {
    float[][] axes = new float[shape.dimension()][];
    double[] spread = new double[shape.dimension()];
    for (int block = 0; block < blocks.count(); block++) {
      int start = blocks.start(block);
      double[][] matrix = moments(start, blocks.width(block));
      double[] eigenvalues = PrincipalAxes.of(matrix);
      for (int i = 0; i < eigenvalues.length; i++) {
        spread[start + i] = eigenvalues[i];
        axes[start + i] = floats(matrix[i]);
      }
    }
    return new Rotation(dealt(spread), axes);
  }

  /// The sum of `x · xᵀ` over rows at even distances, of some dimensions.
  private double[][] moments(int start, int width) {
    int step = Math.ceilDiv(count, ROWS);
    double[][] moments = new double[width][width];
    workers.run(
        Math.ceilDiv(width, BAND),
        band -> {
          int end = Math.min(width, (band + 1) * BAND);
          for (int row = 0; row < count; row += step) {
            int at = row * shape.dimension() + start;
            for (int i = band * BAND; i < end; i++) {
              addScaled(rows[at + i], rows, at, moments[i], i + 1);
            }
          }
        });
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        moments[j][i] = moments[i][j];
      }
    }
    return moments;
  }

  private static void addScaled(float factor, float[] row, int at, double[] sum, int count) {
    for (int j = 0; j < count; j++) {
      sum[j] += (double) factor * row[at + j];
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int k = 0; k < values.length; k++) {
      floats[k] = (float) values[k];
    }
    return floats;
  }

  /// The order of axes that gives every subspace as much to keep as the others: sorted by their
  /// spread, then dealt out to the subspaces forth and back. Without a subspace there is one
  /// dimension.
  private short[] dealt(double[] spread) {
    Integer[] sorted = new Integer[spread.length];
    Arrays.setAll(sorted, k -> k);
    Arrays.sort(sorted, (a, b) -> Double.compare(spread[b], spread[a]));
    short[] order = new short[spread.length];
    int next = 0;
    for (int lap = 0; next < order.length && shape.subspaces() > 0; lap++) {
      for (int i = 0; i < shape.subspaces(); i++) {
        int s = lap % 2 == 0 ? i : shape.subspaces() - 1 - i;
        if (lap < shape.width(s)) {
          order[shape.start(s) + lap] = sorted[next++].shortValue();
        }
      }
    }
    return order;
  }
}
