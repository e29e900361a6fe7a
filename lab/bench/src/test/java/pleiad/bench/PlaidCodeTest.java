package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.Workers;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class PlaidCodeTest {
  /// Residuals whose quartiles are -0.5, 0 and 0.5.
  private static final float[] RESIDUALS = {-1, -0.5f, 0, 0.5f, 1};

  private static float[] unit(Random random, int count, int dimension) {
    float[] rows = new float[count * dimension];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    for (int row = 0; row < count; row++) {
      Vectors.normalise(rows, row * dimension, dimension);
    }
    return rows;
  }

  @Test
  void theBytesAreCentroidThenBuckets() {
    PlaidCentroids centroids = new PlaidCentroids(new float[] {-1, 0, 0, 0, 0, 0.6f, 0.8f, 0}, 4);
    PlaidCode code = new PlaidCode(centroids, 2, RESIDUALS);
    byte[] bytes = new byte[code.tokenBytes()];
    code.encode(new float[] {-0.6f, 0, 0.8f, 0}, 1, bytes);
    // Nearest to the second centroid by 0.64 to 0.6; left are -0.6, -0.6, 0 and 0.
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo("01000000" + "50");
    float[] back = new float[4];
    code.decode(bytes, 1, back);
    double length = Math.sqrt(0.75 * 0.75 + 0.15 * 0.15 + 0.55 * 0.55 + 0.25 * 0.25);
    double[] expected = {-0.75 / length, -0.15 / length, 0.55 / length, -0.25 / length};
    for (int k = 0; k < 4; k++) {
      assertThat((double) back[k]).isCloseTo(expected[k], within(1e-6));
    }
  }

  @Test
  void quantilesLieBetweenNumbers() {
    float[] four = {1, 2, 4, 8};
    assertThat(PlaidCode.quantile(four, 0)).isEqualTo(1);
    assertThat(PlaidCode.quantile(four, 0.5)).isEqualTo(3);
    assertThat(PlaidCode.quantile(four, 0.75)).isEqualTo(5);
    assertThat(PlaidCode.quantile(four, 1)).isEqualTo(8);
    assertThat(PlaidCode.quantile(new float[] {7}, 0.3)).isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({"0, 128, 4", "1, 128, 20", "2, 128, 36", "4, 128, 68", "1, 3, 5", "4, 3, 6"})
  void aTokenTakesItsCentroidAndItsBits(int bits, int dimension, int bytes) {
    PlaidCentroids one = new PlaidCentroids(new float[dimension], dimension);
    assertThat(new PlaidCode(one, bits, RESIDUALS).tokenBytes()).isEqualTo(bytes);
  }

  /// By the definition: the centroid by the largest product, the bucket by counting bounds.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void whatComesBackIsCentroidPlusWeights(int bits, Random random) {
    int dimension = 5;
    float[] centroids = unit(random, 9, dimension);
    float[] residuals = unit(random, 60, dimension);
    Arrays.sort(residuals);
    PlaidCode code = new PlaidCode(new PlaidCentroids(centroids, dimension), bits, residuals);
    float[] rows = unit(random, 40, dimension);
    byte[] bytes = new byte[40 * code.tokenBytes()];
    code.encode(rows, 40, bytes);
    float[] back = new float[rows.length];
    code.decode(bytes, 40, back);
    for (int row = 0; row < 40; row++) {
      int best = 0;
      for (int c = 1; c < 9; c++) {
        best = dot(rows, row, centroids, c) > dot(rows, row, centroids, best) ? c : best;
      }
      float[] expected = new float[dimension];
      for (int k = 0; k < dimension; k++) {
        float left = rows[row * dimension + k] - centroids[best * dimension + k];
        int bucket = 0;
        for (int i = 1; i < 1 << bits; i++) {
          bucket += PlaidCode.quantile(residuals, i / (double) (1 << bits)) < left ? 1 : 0;
        }
        expected[k] =
            centroids[best * dimension + k]
                + PlaidCode.quantile(residuals, (bucket + 0.5) / (1 << bits));
      }
      Vectors.normalise(expected, 0, dimension);
      for (int k = 0; k < dimension; k++) {
        assertThat(back[row * dimension + k]).isCloseTo(expected[k], within(1e-6f));
      }
    }
  }

  private static double dot(float[] rows, int row, float[] centroids, int centroid) {
    return Vectors.dot(rows, row * 5, centroids, centroid * 5, 5);
  }

  @Test
  void zeroBitsAreTheCentroid(Random random) {
    float[] centroids = unit(random, 6, 8);
    PlaidCode code = new PlaidCode(new PlaidCentroids(centroids, 8), 0, RESIDUALS);
    byte[] bytes = new byte[6 * 4];
    code.encode(centroids, 6, bytes);
    float[] back = new float[6 * 8];
    code.decode(bytes, 6, back);
    for (int i = 0; i < back.length; i++) {
      assertThat(back[i]).isCloseTo(centroids[i], within(1e-6f));
    }
  }

  @Test
  void trainingFindsWhatTokensGatherAround(Random random) {
    int dimension = 16;
    float[] around = unit(random, 3, dimension);
    float[] sample = new float[600 * dimension];
    for (int i = 0; i < sample.length; i++) {
      sample[i] =
          around[i / dimension % 3 * dimension + i % dimension]
              + 0.01f * (float) random.nextGaussian();
    }
    PlaidCentroids centroids = PlaidCentroids.train(sample, dimension, 32, new Workers(2));
    assertThat(centroids.count()).isEqualTo(32);
    int[] nearest = new int[3];
    centroids.nearest(around, 0, 3, nearest);
    float[] centroid = new float[dimension];
    for (int each = 0; each < 3; each++) {
      centroids.copy(nearest[each], centroid, 0);
      assertThat(Vectors.dot(around, each * dimension, centroid, 0, dimension)).isGreaterThan(0.99);
      assertThat(Vectors.dot(centroid, 0, centroid, 0, dimension)).isCloseTo(1, within(1e-5));
    }
    float[] residuals = centroids.residuals(sample);
    assertThat(residuals).hasSize(30 * dimension).isSorted();
    assertThat(residuals[residuals.length - 1]).isLessThan(0.1f);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameCentroids(Random random) {
    float[] sample = unit(random, 3_000, 6);
    PlaidCentroids alone = PlaidCentroids.train(sample, 6, 40, Workers.ONE);
    PlaidCentroids together = PlaidCentroids.train(sample, 6, 40, new Workers(3));
    assertThat(together.residuals(sample)).isEqualTo(alone.residuals(sample));
  }

  @Test
  void oneTokenIsEnoughToLearnFrom(Random random) {
    float[] token = unit(random, 1, 7);
    PlaidCentroids centroids = PlaidCentroids.train(token, 7, 4, Workers.ONE);
    for (float left : centroids.residuals(token)) {
      assertThat(left).isCloseTo(0, within(1e-6f));
    }
  }

  @Test
  void centroidsAreAPowerOfTwoNearAQuarterOfPlaids() {
    assertThat(PlaidCentroids.count(1)).isEqualTo(4);
    assertThat(PlaidCentroids.count(1_239_236)).isEqualTo(4_096);
    assertThat(PlaidCentroids.count(0)).isEqualTo(1);
  }
}
