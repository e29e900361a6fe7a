package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class MeanSketchTest {
  private static final int DOCUMENTS = 120;

  /// A rotation keeps dot products, so those of sketches are those of mean directions, but for what
  /// rounding to whole steps hides: of each number half a step of either side times the other. Two
  /// documents whose true products are farther apart are in the same order by their sketches. A
  /// document with a number beyond the last step, one in hundreds, is left out.
  ///
  /// @param decided at least so many of a hundred pairs are farther apart
  @ParameterizedTest
  @CsvSource({"1, 35", "2, 70", "3, 70", "100, 50", "128, 50", "384, 25"})
  void documentsAreOrderedAsByTheirMeans(int dimension, int decided, Random random) {
    TokenVectors query = TokenVectors.of(Codebooks.tokens(random, 8, dimension), dimension);
    double[] sum = sum(query);
    byte[] asked = MeanSketch.ofQuery(query);
    double[] truth = new double[DOCUMENTS];
    int[] found = new int[DOCUMENTS];
    double[] hidden = new double[DOCUMENTS];
    int left = 0;
    for (int each = 0; each < DOCUMENTS; each++) {
      TokenVectors document =
          TokenVectors.of(Rows.gaussian(random, (1 + each % 5) * dimension), dimension);
      byte[] sketch = MeanSketch.ofDocument(document);
      truth[each] = dot(sum, direction(sum(document)));
      found[each] = dot(asked, sketch);
      hidden[each] = (magnitude(sketch) + magnitude(asked)) / 2 + dimension / 4.0;
      if (largest(sketch) == 127) {
        hidden[each] = Double.POSITIVE_INFINITY;
        left++;
      }
    }
    assertThat(left).isLessThan(DOCUMENTS / 10);
    double querySteps = (norm(asked) - Math.sqrt(dimension) / 2) / norm(sum);
    double steps = querySteps * 127 * Math.sqrt(dimension) / 4.5;
    int sure = 0;
    for (int a = 0; a < DOCUMENTS; a++) {
      for (int b = 0; b < DOCUMENTS; b++) {
        if (steps * (truth[a] - truth[b]) > (hidden[a] + hidden[b]) * 1.001) {
          assertThat(found[a]).isGreaterThan(found[b]);
          sure++;
        }
      }
    }
    assertThat(sure).isGreaterThan(DOCUMENTS * (DOCUMENTS - 1) / 2 * decided / 100);
  }

  /// A mean along one axis, the worst there is. Where two transforms overlap, one number of a
  /// sketch may go beyond the last step.
  @ParameterizedTest
  @ValueSource(ints = {64, 100, 128, 384})
  void aFewLargeNumbersAreSpreadOverAll(int dimension) {
    for (int axis = 0; axis < dimension; axis++) {
      float[] row = new float[dimension];
      row[axis] = 1;
      int used = 0;
      int atTheEnd = 0;
      for (byte each : MeanSketch.ofDocument(TokenVectors.of(row, dimension))) {
        used += each == 0 ? 0 : 1;
        atTheEnd += Math.abs(each) == 127 ? 1 : 0;
      }
      assertThat(used).isGreaterThan(dimension / 2);
      assertThat(atTheEnd).isLessThanOrEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100, 128, 384})
  void lengthIsNoMatter(int dimension, Random random) {
    float[] rows = Rows.gaussian(random, 5 * dimension);
    TokenVectors vectors = TokenVectors.of(rows, dimension);
    for (float scale : new float[] {0x1p-40f, 0x1p-1f, 0x1p40f}) {
      float[] scaled = rows.clone();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= scale;
      }
      TokenVectors other = TokenVectors.of(scaled, dimension);
      assertThat(MeanSketch.ofDocument(other)).isEqualTo(MeanSketch.ofDocument(vectors));
      assertThat(MeanSketch.ofQuery(other)).isEqualTo(MeanSketch.ofQuery(vectors));
    }
  }

  @Test
  void aTokenMoreThanOnceIsTheSameMean(Random random) {
    float[] row = Rows.gaussian(random, 100);
    float[] four = new float[400];
    for (int copy = 0; copy < 4; copy++) {
      System.arraycopy(row, 0, four, copy * 100, 100);
    }
    assertThat(MeanSketch.ofDocument(TokenVectors.of(four, 100)))
        .isEqualTo(MeanSketch.ofDocument(TokenVectors.of(row, 100)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 128, 384})
  void whatHasNoDirectionIsZero(int dimension, Random random) {
    TokenVectors zeros = TokenVectors.of(new float[3 * dimension], dimension);
    assertThat(MeanSketch.ofDocument(zeros)).hasSize(dimension).containsOnly(0);
    assertThat(MeanSketch.ofQuery(zeros)).hasSize(dimension).containsOnly(0);
    assertThat(MeanSketch.ofQuery(TokenVectors.empty(dimension))).containsOnly(0);
    float[] opposite = Arrays.copyOf(Rows.gaussian(random, dimension), 2 * dimension);
    for (int k = 0; k < dimension; k++) {
      opposite[dimension + k] = -opposite[k];
    }
    assertThat(MeanSketch.ofDocument(TokenVectors.of(opposite, dimension))).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 100, 384})
  void aQueryUsesAllSteps(int dimension, Random random) {
    byte[] sketch =
        MeanSketch.ofQuery(TokenVectors.of(Rows.gaussian(random, 2 * dimension), dimension));
    assertThat(largest(sketch)).isEqualTo(127);
  }

  @Test
  void theOppositeDirectionHasTheOppositeBytes(Random random) {
    float[] row = Rows.gaussian(random, 48);
    float[] opposite = new float[48];
    for (int k = 0; k < 48; k++) {
      opposite[k] = -row[k];
    }
    byte[] one = MeanSketch.ofDocument(TokenVectors.of(row, 48));
    byte[] other = MeanSketch.ofDocument(TokenVectors.of(opposite, 48));
    for (int k = 0; k < 48; k++) {
      // Halves are rounded up, on either side of zero.
      assertThat(one[k] + other[k]).isBetween(0, 1);
    }
  }

  /// A sketch is kept in segments: the rotation never changes.
  @Test
  void theBytesStayWhatTheyAre() {
    float[] row = {1, 2, 3, 4, 5, 6};
    assertThat(MeanSketch.ofDocument(TokenVectors.of(row, 6)))
        .containsExactly(14, -4, -42, -49, -13, 16);
    assertThat(MeanSketch.ofDocument(TokenVectors.of(Arrays.copyOf(row, 4), 4)))
        .containsExactly(31, 41, 10, -21);
    assertThat(MeanSketch.ofQuery(TokenVectors.of(Arrays.copyOf(row, 3), 3)))
        .containsExactly(101, -127, -84);
  }

  private static int largest(byte[] row) {
    int largest = 0;
    for (byte each : row) {
      largest = Math.max(largest, Math.abs(each));
    }
    return largest;
  }

  private static double[] sum(TokenVectors vectors) {
    double[] sum = new double[vectors.dimension()];
    float[] rows = vectors.toArray();
    for (int i = 0; i < rows.length; i++) {
      sum[i % sum.length] += rows[i];
    }
    return sum;
  }

  private static double[] direction(double[] row) {
    double length = Math.sqrt(dot(row, row));
    return Arrays.stream(row).map(each -> each / length).toArray();
  }

  private static double norm(double[] row) {
    return Math.sqrt(dot(row, row));
  }

  private static double norm(byte[] row) {
    return Math.sqrt(dot(row, row));
  }

  private static double magnitude(byte[] row) {
    double sum = 0;
    for (byte each : row) {
      sum += Math.abs(each);
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static int dot(byte[] a, byte[] b) {
    int sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
