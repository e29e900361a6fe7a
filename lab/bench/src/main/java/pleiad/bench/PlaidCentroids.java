package pleiad.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import pleiad.codec.Workers;
import pleiad.vector.DotProducts;

/// The centroids of PLAID (Santhanam, Khattab, Potts and Zaharia 2022): k-means of directions,
/// every centroid scaled to length one, four iterations as in its index. Of the sample one token in
/// twenty is held out, to see what centroids leave of tokens they were not made of.
final class PlaidCentroids {
  private static final int ITERATIONS = 4;
  private static final int HELD_OUT = 20;
  private static final int CHUNK = 1_024;
  private static final long SEED = 1;

  private final float[] centroids;
  private final int dimension;
  private final DotProducts products;
  private final float[] bias;

  /// @param centroids row-major, each of length one
  PlaidCentroids(float[] centroids, int dimension) {
    this.centroids = centroids;
    this.dimension = dimension;
    this.products = DotProducts.with(centroids, dimension);
    this.bias = new float[products.width()];
    Arrays.fill(bias, count(), bias.length, Float.NEGATIVE_INFINITY);
  }

  /// The power of two nearest to a quarter of PLAID's `16 · √tokens`, which is what a laptop trains
  /// in a minute.
  static int count(long tokens) {
    return 1
        << Math.max(0, (int) Math.round(Math.log(4 * Math.sqrt((double) tokens)) / Math.log(2)));
  }

  /// Learns from tokens, of which there is at least one.
  static PlaidCentroids train(float[] sample, int dimension, int count, Workers workers) {
    float[] rows = part(sample, dimension, false);
    PlaidCentroids current = new PlaidCentroids(start(rows, dimension, count), dimension);
    for (int i = 0; i < ITERATIONS; i++) {
      current = new PlaidCentroids(current.means(rows, workers), dimension);
    }
    return current;
  }

  /// The tokens that centroids are made of, or those that are held out; a single token is both.
  private static float[] part(float[] sample, int dimension, boolean heldOut) {
    int count = sample.length / dimension;
    if (count == 1) {
      return sample;
    }
    float[] part = new float[sample.length];
    int at = 0;
    for (int row = 0; row < count; row++) {
      if ((row % HELD_OUT == 0) == heldOut) {
        System.arraycopy(sample, row * dimension, part, at, dimension);
        Vectors.normalise(part, at, dimension);
        at += dimension;
      }
    }
    return Arrays.copyOf(part, at);
  }

  /// Distinct rows drawn at random, from the beginning again where there are too few.
  private static float[] start(float[] rows, int dimension, int count) {
    SplittableRandom random = new SplittableRandom(SEED);
    int[] order = new int[rows.length / dimension];
    Arrays.setAll(order, i -> i);
    float[] start = new float[count * dimension];
    for (int c = 0; c < count; c++) {
      int drawn = c % order.length;
      int swap = drawn + random.nextInt(order.length - drawn);
      int row = order[swap];
      order[swap] = order[drawn];
      order[drawn] = row;
      System.arraycopy(rows, row * dimension, start, c * dimension, dimension);
    }
    return start;
  }

  /// The directions of the sums of each centroid's rows; one without rows stays.
  private float[] means(float[] rows, Workers workers) {
    int[] nearest = new int[rows.length / dimension];
    workers.run(
        Math.ceilDiv(nearest.length, CHUNK),
        chunk -> {
          int first = chunk * CHUNK;
          nearest(rows, first, Math.min(CHUNK, nearest.length - first), nearest);
        });
    float[] sums = new float[centroids.length];
    boolean[] some = new boolean[count()];
    for (int row = 0; row < nearest.length; row++) {
      some[nearest[row]] = true;
      for (int k = 0; k < dimension; k++) {
        sums[nearest[row] * dimension + k] += rows[row * dimension + k];
      }
    }
    for (int c = 0; c < some.length; c++) {
      if (some[c]) {
        Vectors.normalise(sums, c * dimension, dimension);
      } else {
        System.arraycopy(centroids, c * dimension, sums, c * dimension, dimension);
      }
    }
    return sums;
  }

  int count() {
    return centroids.length / dimension;
  }

  int dimension() {
    return dimension;
  }

  /// Finds for some rows the centroid with the largest dot product, into `nearest` at the rows'
  /// numbers.
  void nearest(float[] rows, int first, int count, int[] nearest) {
    products.largest(
        rows, first * dimension, dimension, count, bias, products.room(), nearest, first);
  }

  /// Copies a centroid.
  void copy(int centroid, float[] rows, int at) {
    System.arraycopy(centroids, centroid * dimension, rows, at, dimension);
  }

  /// What centroids leave of the tokens that were held out: all numbers, ascending.
  float[] residuals(float[] sample) {
    float[] rows = part(sample, dimension, true);
    int[] nearest = new int[rows.length / dimension];
    nearest(rows, 0, nearest.length, nearest);
    for (int i = 0; i < rows.length; i++) {
      rows[i] -= centroids[nearest[i / dimension] * dimension + i % dimension];
    }
    Arrays.sort(rows);
    return rows;
  }
}
