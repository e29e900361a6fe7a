package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class KMeansTest {
  /// Several chunks of rows, and more centroids than pieces of work.
  @ParameterizedTest
  @ValueSource(ints = {2, 5})
  void anyNumberOfThreadsGivesTheSameBits(int threads, Random random) {
    int dimension = 12;
    RowView rows = packed(Rows.gaussian(random, 5_000 * dimension), dimension);
    long seed = random.nextLong();
    float[] alone = KMeans.train(rows, dimension, 130, 4, new Random(seed), Workers.ONE);
    float[] together =
        KMeans.train(rows, dimension, 130, 4, new Random(seed), new Workers(threads));
    assertThat(together).isEqualTo(alone);
  }

  @Test
  void theSeedDecidesTheStart(Random random) {
    RowView rows = packed(Rows.gaussian(random, 500 * 4), 4);
    float[] one = KMeans.train(rows, 4, 9, 3, new Random(1), Workers.ONE);
    assertThat(KMeans.train(rows, 4, 9, 3, new Random(1), Workers.ONE)).isEqualTo(one);
    assertThat(KMeans.train(rows, 4, 9, 3, new Random(2), Workers.ONE)).isNotEqualTo(one);
  }

  @Test
  void theStartIsDistinctRows(Random random) {
    float[] values = new float[50];
    for (int i = 0; i < 50; i++) {
      values[i] = i;
    }
    float[] start = KMeans.train(packed(values, 1), 1, 50, 0, random, Workers.ONE);
    Arrays.sort(start);
    assertThat(start).isEqualTo(values);
  }

  @Test
  void theCostNeverRises(Random random) {
    int dimension = 8;
    int count = 700;
    float[] values = Rows.gaussian(random, count * dimension);
    RowView rows = packed(values, dimension);
    long seed = random.nextLong();
    double before = Double.POSITIVE_INFINITY;
    for (int iterations = 0; iterations < 12; iterations++) {
      float[] centroids =
          KMeans.train(rows, dimension, 40, iterations, new Random(seed), Workers.ONE);
      double cost = cost(values, centroids, dimension);
      // A row may go to a centroid that is farther by the rounding of two products and a bias.
      assertThat(cost).isLessThanOrEqualTo(before + count * 6 * dimension * 0x1p-24 * 64);
      before = cost;
    }
    assertThat(before)
        .isLessThan(
            0.9
                * cost(
                    values,
                    KMeans.train(rows, dimension, 40, 0, new Random(seed), Workers.ONE),
                    dimension));
  }

  /// Lloyd's iterations by the definition: doubles, every distance.
  @Test
  void everyCentroidIsTheMeanOfItsRows(Random random) {
    float[] values = Rows.gaussian(random, 300 * 3);
    RowView rows = packed(values, 3);
    long seed = random.nextLong();
    float[] before = KMeans.train(rows, 3, 7, 2, new Random(seed), Workers.ONE);
    float[] after = KMeans.train(rows, 3, 7, 3, new Random(seed), Workers.ONE);
    double[][] sums = new double[7][4];
    for (int row = 0; row < 300; row++) {
      int best = 0;
      for (int c = 1; c < 7; c++) {
        best = distance(values, row, before, c) < distance(values, row, before, best) ? c : best;
      }
      for (int k = 0; k < 3; k++) {
        sums[best][k] += values[row * 3 + k];
      }
      sums[best][3]++;
    }
    for (int c = 0; c < 7; c++) {
      for (int k = 0; k < 3; k++) {
        assertThat((double) after[c * 3 + k]).isCloseTo(sums[c][k] / sums[c][3], offset(1e-5));
      }
    }
  }

  private static double distance(float[] rows, int row, float[] centroids, int centroid) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double d = (double) rows[row * 3 + k] - centroids[centroid * 3 + k];
      sum += d * d;
    }
    return sum;
  }

  /// Either blob may have had no row among those drawn at the start.
  @Test
  void twoBlobsGetACentroidEach(Random random) {
    float[][] blobs = {{100, 0, 0}, {0, 100, 0}};
    float[] values = blobs(blobs, 200, random);
    for (int seed = 0; seed < 20; seed++) {
      float[] centroids = KMeans.train(packed(values, 3), 3, 2, 10, new Random(seed), Workers.ONE);
      for (float[] blob : blobs) {
        assertThat(nearestDistance(blob, 0, centroids, 3)).isLessThan(0.5);
      }
    }
  }

  @Test
  void everyBlobIsFoundWhereThereAreCentroidsEnough(Random random) {
    float[][] blobs = {{100, 0, 0}, {-100, 0, 0}, {0, 0, 100}, {100, 100, 100}};
    float[] values = blobs(blobs, 100, random);
    float[] centroids = KMeans.train(packed(values, 3), 3, 64, 10, random, Workers.ONE);
    assertThat(cost(values, centroids, 3)).isLessThan(400 * 3);
    for (int row = 0; row < 400; row++) {
      assertThat(nearestDistance(values, row * 3, centroids, 3)).isLessThan(6 * 6 * 3);
    }
  }

  @Test
  void aFewRowsAmongManyCopiesGetTheirCentroid(Random random) {
    int dimension = 4;
    float[] values = new float[1_000 * dimension];
    for (int rare = 0; rare < 7; rare++) {
      System.arraycopy(
          Rows.gaussian(random, dimension), 0, values, rare * 100 * dimension, dimension);
    }
    float[] centroids =
        KMeans.train(packed(values, dimension), dimension, 8, 20, random, Workers.ONE);
    assertThat(cost(values, centroids, dimension)).isZero();
  }

  @Test
  void moreCentroidsThanDistinctRowsAreNoHarm(Random random) {
    float[] values = new float[90 * 2];
    for (int row = 0; row < 90; row++) {
      values[row * 2 + row % 2] = 1 + row % 3;
    }
    for (int count : new int[] {6, 7, 20, 90, 200}) {
      float[] centroids = KMeans.train(packed(values, 2), 2, count, 20, random, Workers.ONE);
      assertThat(centroids).hasSize(count * 2);
      assertThat(cost(values, centroids, 2)).isZero();
    }
  }

  @Test
  void oneRowIsEveryCentroid(Random random) {
    float[] row = Rows.gaussian(random, 5);
    float[] centroids = KMeans.train(packed(row, 5), 5, 3, 4, random, Workers.ONE);
    for (int c = 0; c < 3; c++) {
      assertThat(Arrays.copyOfRange(centroids, c * 5, (c + 1) * 5)).isEqualTo(row);
    }
  }

  @Test
  void oneCentroidIsTheMean(Random random) {
    float[] values = Rows.gaussian(random, 3_000);
    double mean = 0;
    for (float value : values) {
      mean += value / 3_000d;
    }
    float[] centroids = KMeans.train(packed(values, 1), 1, 1, 1, random, Workers.ONE);
    assertThat(Math.abs(centroids[0] - mean)).isLessThan(3_000 * 0x1p-24 * 3);
  }

  @Test
  void partsOfWiderRowsAreTrainedAsIfTheyStoodAlone(Random random) {
    int wide = 32;
    int dimension = 8;
    float[] values = Rows.gaussian(random, 2_500 * wide);
    for (int from = 0; from < wide; from += dimension) {
      float[] copy = new float[2_500 * dimension];
      for (int row = 0; row < 2_500; row++) {
        System.arraycopy(values, row * wide + from, copy, row * dimension, dimension);
      }
      float[] part =
          KMeans.train(
              new RowView(values, from, wide, 2_500),
              dimension,
              16,
              3,
              new Random(from),
              new Workers(2));
      float[] alone =
          KMeans.train(packed(copy, dimension), dimension, 16, 3, new Random(from), Workers.ONE);
      assertThat(part).isEqualTo(alone);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 16, 128})
  void nearestIsAtTheSmallestDistance(int dimension, Random random) {
    for (int count : new int[] {1, 2, 31, 257}) {
      float[] centroids = Rows.gaussian(random, count * dimension);
      float[] rows = Rows.gaussian(random, 60 * dimension);
      int[] found = new int[61];
      new KMeans.Nearest(centroids, dimension).find(rows, 0, dimension, 60, found, 1);
      for (int row = 0; row < 60; row++) {
        double got =
            distance(rows, row * dimension, centroids, found[1 + row] * dimension, dimension);
        double least = nearestDistance(rows, row * dimension, centroids, dimension);
        assertThat(got).isLessThanOrEqualTo(least + 6 * dimension * 0x1p-24 * (64 + least) * 4);
      }
    }
  }

  @Test
  void ofCentroidsAtTheSameDistanceTheFirstIsNearest() {
    int[] found = new int[2];
    new KMeans.Nearest(new float[] {9, 9, 1, 0, 1, 0, 0, 1}, 2)
        .find(new float[] {1, 0, 0, 1}, 0, 2, 2, found, 0);
    assertThat(found).containsExactly(1, 3);
  }

  private static RowView packed(float[] values, int dimension) {
    return new RowView(values, 0, dimension, values.length / dimension);
  }

  /// Rows around each centre, with a variance of one in each dimension.
  private static float[] blobs(float[][] centres, int each, Random random) {
    int dimension = centres[0].length;
    float[] values = Rows.gaussian(random, centres.length * each * dimension);
    for (int row = 0; row < centres.length * each; row++) {
      for (int k = 0; k < dimension; k++) {
        values[row * dimension + k] += centres[row % centres.length][k];
      }
    }
    return values;
  }

  /// The sum of squared distances to the nearest centroid.
  private static double cost(float[] values, float[] centroids, int dimension) {
    double cost = 0;
    for (int row = 0; row < values.length; row += dimension) {
      cost += nearestDistance(values, row, centroids, dimension);
    }
    return cost;
  }

  private static double nearestDistance(float[] rows, int at, float[] centroids, int dimension) {
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < centroids.length; c += dimension) {
      least = Math.min(least, distance(rows, at, centroids, c, dimension));
    }
    return least;
  }

  private static double distance(float[] a, int atA, float[] b, int atB, int dimension) {
    double sum = 0;
    for (int k = 0; k < dimension; k++) {
      double difference = (double) a[atA + k] - b[atB + k];
      sum += difference * difference;
    }
    return sum;
  }
}
