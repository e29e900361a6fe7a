package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class PcaTest {
  private static final int DIMENSION = 20;

  /// Unit vectors in the span of so many random directions.
  private static TokenVectors spanned(Random random, float[][] directions, int count) {
    float[] rows = new float[count * DIMENSION];
    for (int row = 0; row < count; row++) {
      for (float[] direction : directions) {
        float weight = (float) random.nextGaussian();
        for (int k = 0; k < DIMENSION; k++) {
          rows[row * DIMENSION + k] += weight * direction[k];
        }
      }
      Vectors.normalise(rows, row * DIMENSION, DIMENSION);
    }
    return TokenVectors.of(rows, DIMENSION);
  }

  private static float[][] directions(Random random, int count) {
    float[][] directions = new float[count][DIMENSION];
    for (float[] direction : directions) {
      for (int k = 0; k < DIMENSION; k++) {
        direction[k] = (float) random.nextGaussian();
      }
    }
    return directions;
  }

  private static double dot(TokenVectors vectors, int a, int b) {
    float[] rows = vectors.toArray();
    int dimension = vectors.dimension();
    return Vectors.dot(rows, a * dimension, rows, b * dimension, dimension);
  }

  @Test
  void dotProductsOfVectorsInASubspaceAreKept(Random random) {
    float[][] directions = directions(random, 7);
    Pca pca = Pca.of(List.of(spanned(random, directions, 100), spanned(random, directions, 3)), 7);
    TokenVectors vectors = spanned(random, directions, 30);
    TokenVectors projected = pca.project(vectors);
    assertThat(projected.dimension()).isEqualTo(7);
    for (int a = 0; a < 30; a++) {
      for (int b = 0; b < 30; b++) {
        assertThat(dot(projected, a, b)).isCloseTo(dot(vectors, a, b), within(1e-5));
      }
    }
  }

  @Test
  void theDirectionWithMostOfTheVectorsComesFirst() {
    float[] rows = new float[100 * DIMENSION];
    for (int row = 0; row < 100; row++) {
      rows[row * DIMENSION + (row % 3 == 0 ? 4 : 11)] = row % 2 == 0 ? 1 : -1;
    }
    Pca pca = Pca.of(List.of(TokenVectors.of(rows, DIMENSION)), 1);
    float[] frequent = new float[DIMENSION];
    frequent[11] = 1;
    frequent[4] = 0.5f;
    assertThat(Math.abs(pca.project(TokenVectors.of(frequent, DIMENSION)).at(0, 0)))
        .isCloseTo(1, within(1e-6f));
    float[] rare = new float[DIMENSION];
    rare[7] = 1;
    assertThat(Math.abs(pca.project(TokenVectors.of(rare, DIMENSION)).at(0, 0))).isLessThan(1.1f);
  }

  @Test
  void whatWasProjectedHasLengthOneAndZeroStaysZero(Random random) {
    Pca pca = Pca.of(List.of(spanned(random, directions(random, DIMENSION), 200)), 5);
    TokenVectors projected = pca.project(spanned(random, directions(random, DIMENSION), 50));
    for (int token = 0; token < 50; token++) {
      assertThat(dot(projected, token, token)).isCloseTo(1, within(1e-5));
    }
    assertThat(pca.project(TokenVectors.of(new float[DIMENSION], DIMENSION)).toArray())
        .containsOnly(0);
    assertThat(pca.project(TokenVectors.empty(DIMENSION)).count()).isZero();
  }
}
