package pleiad.codec;

import java.util.Arrays;
import pleiad.vector.DotProducts;

/// Agglomerative clustering of directions by Ward's criterion on their cosine distance `1 - cos`.
///
/// Two clusters that are nearest to each other are joined wherever a chain of nearest neighbours
/// finds them (Murtagh, "A survey of recent advances in hierarchical clustering algorithms", 1983):
/// joining others never makes them less near, so these are the joins of the greedy algorithm in
/// another order, in `O(n²)` time. What is kept of `n` rows is their `n²` distances, as float32.
final class WardClusters {
  private static final float NONE = Float.POSITIVE_INFINITY;
  private static final int BLOCK_ROWS = 48;

  private final int count;

  /// `[cluster][cluster]`, squared, [#NONE] to itself. A cluster goes by the number of its first
  /// row; what belongs to other rows means nothing any more.
  private final float[] squares;

  private final int[] sizes;

  /// The clusters there are, ascending, and how many.
  private final int[] clusters;

  private int left;

  /// One join per element, in the order they were found: the bits of its squared distance (which
  /// order as the distances do, none being negative), then its number.
  private final long[] joins;

  private final int[] joined;
  private final int[] joining;

  private WardClusters(float[] directions, int dimension) {
    this.count = directions.length / dimension;
    this.squares = distances(directions, dimension);
    this.sizes = new int[count];
    Arrays.fill(sizes, 1);
    this.joins = new long[count - 1];
    this.joined = new int[count - 1];
    this.joining = new int[count - 1];
    this.clusters = new int[count];
    Arrays.setAll(clusters, i -> i);
    this.left = count;
  }

  /// Puts rows into `clusters` clusters; gives for each row the number of its cluster. Clusters are
  /// numbered by their first rows.
  ///
  /// @param directions at least one row, finite, of length one or zero
  /// @param clusters from one to the number of rows
  static int[] of(float[] directions, int dimension, int clusters) {
    WardClusters ward = new WardClusters(directions, dimension);
    ward.joinAll();
    return ward.cut(clusters);
  }

  private float[] distances(float[] directions, int dimension) {
    DotProducts products = DotProducts.with(directions, dimension);
    float[] cosines = new float[BLOCK_ROWS * products.width()];
    float[] distances = new float[Math.multiplyExact(count, count)];
    for (int first = 0; first < count; first += BLOCK_ROWS) {
      int rows = Math.min(BLOCK_ROWS, count - first);
      products.multiply(directions, first * dimension, dimension, rows, cosines, 0);
      for (int r = 0; r < rows; r++) {
        int row = (first + r) * count;
        for (int j = 0; j < count; j++) {
          float distance = Math.clamp(1 - cosines[r * products.width() + j], 0f, 2f);
          distances[row + j] = distance * distance;
        }
        distances[row + first + r] = NONE;
      }
    }
    return distances;
  }

  private void joinAll() {
    int[] chain = new int[count];
    int length = 0;
    for (int number = 0; number < count - 1; number++) {
      if (length == 0) {
        chain[length++] = clusters[0];
      }
      int last = chain[length - 1];
      int before = length > 1 ? chain[length - 2] : -1;
      int next = nearest(last, before);
      while (next != before) {
        chain[length++] = next;
        before = last;
        last = next;
        next = nearest(last, before);
      }
      length -= 2;
      join(number, Math.min(last, before), Math.max(last, before));
    }
  }

  /// The nearest cluster; among equals `preferred`, else the first. Preferring where the chain came
  /// from keeps it from going in circles.
  private int nearest(int cluster, int preferred) {
    int row = cluster * count;
    int nearest = preferred;
    float least = preferred < 0 ? NONE : squares[row + preferred];
    for (int i = 0; i < left; i++) {
      float square = squares[row + clusters[i]];
      if (square < least) {
        least = square;
        nearest = clusters[i];
      }
    }
    return nearest;
  }

  /// Joins cluster `b` to cluster `a`, by the formula of Lance and Williams for Ward's criterion.
  ///
  /// Rounded once, from double precision, so a joined cluster is never nearer to another than the
  /// nearer of the two was: what the chain relies on holds to the bit.
  private void join(int number, int a, int b) {
    float between = squares[a * count + b];
    joins[number] = (long) Float.floatToIntBits(between) << Integer.SIZE | number;
    joined[number] = a;
    joining[number] = b;
    remove(b);
    for (int i = 0; i < left; i++) {
      int k = clusters[i];
      if (k != a) {
        double toA = (double) (sizes[a] + sizes[k]) * squares[a * count + k];
        double toB = (double) (sizes[b] + sizes[k]) * squares[b * count + k];
        double all = sizes[a] + sizes[b] + sizes[k];
        float square = (float) ((toA + toB - (double) sizes[k] * between) / all);
        squares[a * count + k] = square;
        squares[k * count + a] = square;
      }
    }
    sizes[a] += sizes[b];
  }

  private void remove(int cluster) {
    int at = Arrays.binarySearch(clusters, 0, left, cluster);
    System.arraycopy(clusters, at + 1, clusters, at, left - at - 1);
    left--;
  }

  /// Keeps the joins at the smallest distances, of equals those found first.
  private int[] cut(int wanted) {
    Arrays.sort(joins);
    int[] parent = new int[count];
    Arrays.setAll(parent, i -> i);
    for (int i = 0; i < count - wanted; i++) {
      int number = (int) joins[i];
      int a = root(parent, joined[number]);
      int b = root(parent, joining[number]);
      parent[Math.max(a, b)] = Math.min(a, b);
    }
    int[] labels = new int[count];
    int next = 0;
    for (int row = 0; row < count; row++) {
      int root = root(parent, row);
      labels[row] = root == row ? next++ : labels[root];
    }
    return labels;
  }

  private static int root(int[] parent, int row) {
    int root = row;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }
}
