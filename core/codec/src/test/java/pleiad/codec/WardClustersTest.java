package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class WardClustersTest {
  /// `src/test/golden/pooling.py` says how the clusters were made.
  @Test
  void theClustersAreThoseOfSciPy() throws Exception {
    List<String> lines = lines("pooling.tsv");
    assertThat(lines).hasSize(15);
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      int tokens = Integer.parseInt(fields[0]);
      int dimension = Integer.parseInt(fields[1]);
      int factor = Integer.parseInt(fields[3]);
      int pooled = tokens - Integer.parseInt(fields[4]);
      float[] rows =
          topical(Long.parseLong(fields[5]), tokens, dimension, Integer.parseInt(fields[2]));
      float[] behind = Arrays.copyOfRange(rows, (tokens - pooled) * dimension, rows.length);
      int[] expected =
          Arrays.stream(fields[6].split(",", -1)).mapToInt(Integer::parseInt).toArray();
      assertThat(clusters(behind, dimension, Math.max(pooled / factor, 1)))
          .as("%d tokens, factor %d", tokens, factor)
          .isEqualTo(expected);
    }
  }

  @Test
  void theClustersAreTheObviousOnes(Random random) {
    for (int round = 0; round < 60; round++) {
      int dimension = 2 + random.nextInt(20);
      int count = 1 + random.nextInt(30);
      int clusters = 1 + random.nextInt(count);
      float[] rows = Rows.gaussian(random, count * dimension);
      while (!ObviousWard.isStable(rows, dimension, clusters, random)) {
        rows = Rows.gaussian(random, count * dimension);
      }
      assertThat(clusters(rows, dimension, clusters))
          .isEqualTo(ObviousWard.clusters(rows, dimension, clusters));
    }
  }

  @Test
  void asManyClustersAsRowsAreTheRows(Random random) {
    assertThat(clusters(Rows.gaussian(random, 5 * 3), 3, 5)).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void oneClusterHoldsAll(Random random) {
    assertThat(clusters(Rows.gaussian(random, 50 * 3), 3, 1)).hasSize(50).containsOnly(0);
    assertThat(clusters(new float[] {1, 0}, 2, 1)).containsExactly(0);
  }

  /// Wherever ties are cut there are as many clusters as were asked for.
  @Test
  void copiesMakeAsManyClustersAsAsked() {
    float[] rows = new float[20 * 2];
    Arrays.fill(rows, 0.6f);
    for (int clusters = 1; clusters <= 20; clusters++) {
      int[] found = clusters(rows, 2, clusters);
      assertThat(Arrays.stream(found).distinct().count()).isEqualTo(clusters);
      assertThat(Arrays.stream(found).max()).hasValue(clusters - 1);
    }
  }

  @Test
  void copiesStandTogetherBeforeOthersDo(Random random) {
    int dimension = 16;
    float[] distinct = Rows.gaussian(random, 7 * dimension);
    float[] rows = new float[28 * dimension];
    int[] expected = new int[28];
    for (int row = 0; row < 28; row++) {
      expected[row] = row % 7;
      System.arraycopy(distinct, row % 7 * dimension, rows, row * dimension, dimension);
    }
    assertThat(clusters(rows, dimension, 7)).isEqualTo(expected);
  }

  @Test
  void zerosAreAsFarFromEachOtherAsFromTheRest() {
    float[] rows = {0, 0, 1, 0, 0, 0, 1, 0.01f, 0, 0};
    assertThat(clusters(rows, 2, 4)).containsExactly(0, 1, 2, 1, 3);
  }

  private static int[] clusters(float[] rows, int dimension, int clusters) {
    return WardClusters.of(Directions.of(TokenVectors.of(rows, dimension)), dimension, clusters);
  }

  /// Tokens around some topics, as the script makes them.
  private static float[] topical(long seed, int tokens, int dimension, int topics) {
    double[] topic = congruential(seed, topics * dimension);
    double[] noise = congruential(seed + 1, tokens * dimension);
    float[] rows = new float[tokens * dimension];
    for (int token = 0; token < tokens; token++) {
      for (int k = 0; k < dimension; k++) {
        rows[token * dimension + k] =
            (float)
                (topic[token * 7 % topics * dimension + k] * 0.5
                    + noise[token * dimension + k] * 0.5);
      }
    }
    return rows;
  }

  private static double[] congruential(long seed, int count) {
    long state = seed;
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      state = (state * 1_103_515_245 + 12_345) % (1L << 31);
      numbers[i] = (double) (state >> 8) / (1 << 22) - 1;
    }
    return numbers;
  }

  private static List<String> lines(String resource) throws IOException, URISyntaxException {
    return Files.readAllLines(
        Path.of(Objects.requireNonNull(WardClustersTest.class.getResource(resource)).toURI()));
  }
}
