package pleiad.codec;

import java.util.Arrays;
import java.util.Random;

/// Ward's clustering the slow obvious way, in double precision: look at all pairs of clusters, join
/// the nearest two, until there are few enough.
final class ObviousWard {
  private ObviousWard() {}

  static int[] clusters(float[] rows, int dimension, int clusters) {
    return clusters(distances(rows, dimension), clusters);
  }

  /// Whether distances that are off by far more than rounding give the same clusters.
  static boolean isStable(float[] rows, int dimension, int clusters, Random random) {
    double[][] distances = distances(rows, dimension);
    int[] expected = clusters(distances, clusters);
    for (int round = 0; round < 20; round++) {
      double[][] other = distances(rows, dimension);
      for (int i = 0; i < other.length; i++) {
        for (int j = 0; j < i; j++) {
          other[i][j] = Math.abs(other[i][j] + 2e-6 * random.nextGaussian());
          other[j][i] = other[i][j];
        }
      }
      if (!Arrays.equals(clusters(other, clusters), expected)) {
        return false;
      }
    }
    return true;
  }

  private static double[][] distances(float[] rows, int dimension) {
    int count = rows.length / dimension;
    double[][] distances = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        distances[i][j] = 1 - cosine(rows, i * dimension, j * dimension, dimension);
      }
    }
    return distances;
  }

  private static double cosine(float[] rows, int a, int b, int dimension) {
    double dot = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int k = 0; k < dimension; k++) {
      dot += (double) rows[a + k] * rows[b + k];
      squaresA += (double) rows[a + k] * rows[a + k];
      squaresB += (double) rows[b + k] * rows[b + k];
    }
    return dot == 0 ? 0 : dot / Math.sqrt(squaresA * squaresB);
  }

  private static int[] clusters(double[][] distances, int clusters) {
    int count = distances.length;
    double[][] squares = new double[count][count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        squares[i][j] = distances[i][j] * distances[i][j];
      }
    }
    int[] cluster = new int[count];
    Arrays.setAll(cluster, i -> i);
    int[] sizes = new int[count];
    Arrays.fill(sizes, 1);
    for (int left = count; left > clusters; left--) {
      joinTheNearest(squares, sizes, cluster);
    }
    return numberedByFirst(cluster);
  }

  private static void joinTheNearest(double[][] squares, int[] sizes, int[] cluster) {
    int a = -1;
    int b = -1;
    for (int i = 0; i < sizes.length; i++) {
      for (int j = i + 1; j < sizes.length; j++) {
        boolean both = sizes[i] > 0 && sizes[j] > 0;
        if (both && (a < 0 || squares[i][j] < squares[a][b])) {
          a = i;
          b = j;
        }
      }
    }
    for (int k = 0; k < sizes.length; k++) {
      if (k != a && k != b && sizes[k] > 0) {
        squares[a][k] =
            ((sizes[a] + sizes[k]) * squares[a][k]
                    + (sizes[b] + sizes[k]) * squares[b][k]
                    - sizes[k] * squares[a][b])
                / (sizes[a] + sizes[b] + sizes[k]);
        squares[k][a] = squares[a][k];
      }
      cluster[k] = cluster[k] == b ? a : cluster[k];
    }
    sizes[a] += sizes[b];
    sizes[b] = 0;
  }

  private static int[] numberedByFirst(int[] cluster) {
    int[] numbers = new int[cluster.length];
    int next = 0;
    for (int i = 0; i < cluster.length; i++) {
      numbers[i] = -1;
      for (int j = 0; j < i; j++) {
        numbers[i] = cluster[j] == cluster[i] ? numbers[j] : numbers[i];
      }
      numbers[i] = numbers[i] < 0 ? next++ : numbers[i];
    }
    return numbers;
  }
}
