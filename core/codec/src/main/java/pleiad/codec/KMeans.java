package pleiad.codec;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import pleiad.vector.DotProducts;

/// Lloyd's k-means. The same rows and seed give the same centroids, bit by bit, on any number of
/// threads: rows are assigned independently of each other, and each centroid is the mean of its
/// rows, added up in their order.
///
/// Starts from distinct rows drawn at random; a centroid that lost all its rows takes the row that
/// lies farthest from its own.
final class KMeans {
  private static final int CHUNK = 2_048;

  private final RowView rows;
  private final int dimension;
  private final int count;
  private final Workers workers;
  private final float[] centroids;
  private final int[] assigned;

  private KMeans(RowView rows, int dimension, int count, RandomGenerator random, Workers workers) {
    this.rows = rows;
    this.dimension = dimension;
    this.count = count;
    this.workers = workers;
    this.centroids = start(random);
    this.assigned = new int[rows.count()];
  }

  /// Finds `count` centroids, row-major.
  ///
  /// @param rows at least one
  static float[] train(
      RowView rows,
      int dimension,
      int count,
      int iterations,
      RandomGenerator random,
      Workers workers) {
    KMeans means = new KMeans(rows, dimension, count, random, workers);
    for (int i = 0; i < iterations; i++) {
      means.assign();
      means.update();
    }
    return means.centroids;
  }

  private float[] start(RandomGenerator random) {
    int[] order = new int[rows.count()];
    Arrays.setAll(order, i -> i);
    float[] start = new float[count * dimension];
    for (int c = 0; c < count; c++) {
      int drawn = c % order.length;
      int swap = drawn + random.nextInt(order.length - drawn);
      int row = order[swap];
      order[swap] = order[drawn];
      order[drawn] = row;
      System.arraycopy(rows.values(), rows.at(row), start, c * dimension, dimension);
    }
    return start;
  }

  private void assign() {
    Nearest nearest = new Nearest(centroids, dimension);
    workers.run(
        Math.ceilDiv(rows.count(), CHUNK),
        chunk -> {
          int first = chunk * CHUNK;
          int n = Math.min(CHUNK, rows.count() - first);
          nearest.find(rows.values(), rows.at(first), rows.stride(), n, assigned, first);
        });
  }

  private void update() {
    int[] firsts = new int[count + 1];
    for (int c : assigned) {
      firsts[c + 1]++;
    }
    for (int c = 0; c < count; c++) {
      firsts[c + 1] += firsts[c];
    }
    int[] next = firsts.clone();
    int[] members = new int[assigned.length];
    for (int row = 0; row < assigned.length; row++) {
      members[next[assigned[row]]++] = row;
    }
    int piece = Math.max(1, count / 64);
    workers.run(
        Math.ceilDiv(count, piece),
        number -> {
          for (int c = number * piece; c < Math.min(count, (number + 1) * piece); c++) {
            mean(c, members, firsts[c], firsts[c + 1]);
          }
        });
    mend(firsts);
  }

  private void mean(int centroid, int[] members, int from, int to) {
    if (from == to) {
      return;
    }
    float[] sum = new float[dimension];
    for (int i = from; i < to; i++) {
      int row = rows.at(members[i]);
      for (int k = 0; k < dimension; k++) {
        sum[k] += rows.values()[row + k];
      }
    }
    for (int k = 0; k < dimension; k++) {
      centroids[centroid * dimension + k] = sum[k] / (to - from);
    }
  }

  /// Gives every centroid without rows the row that is worst served, one each.
  private void mend(int[] firsts) {
    boolean[] taken = null;
    for (int c = 0; c < count; c++) {
      if (firsts[c] != firsts[c + 1]) {
        continue;
      }
      taken = taken == null ? new boolean[rows.count()] : taken;
      int farthest = 0;
      float distance = -1;
      for (int row = 0; row < rows.count(); row++) {
        float d = taken[row] ? -1 : distance(row, assigned[row]);
        if (d > distance) {
          distance = d;
          farthest = row;
        }
      }
      taken[farthest] = true;
      System.arraycopy(rows.values(), rows.at(farthest), centroids, c * dimension, dimension);
    }
  }

  private float distance(int row, int centroid) {
    float sum = 0;
    for (int k = 0; k < dimension; k++) {
      float d = rows.values()[rows.at(row) + k] - centroids[centroid * dimension + k];
      sum += d * d;
    }
    return sum;
  }

  /// Finds the centroid at the smallest Euclidean distance.
  static final class Nearest {
    private final DotProducts centroids;
    private final float[] bias;

    Nearest(float[] centroids, int dimension) {
      this.centroids = DotProducts.with(centroids, dimension);
      this.bias = this.centroids.nearness();
    }

    void find(float[] rows, int from, int stride, int count, int[] out, int at) {
      centroids.largest(rows, from, stride, count, bias, centroids.room(), out, at);
    }
  }
}
