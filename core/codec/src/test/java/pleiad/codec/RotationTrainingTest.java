package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.Codebook.Shape;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class RotationTrainingTest {
  /// What half precision makes of an axis of length one: at most 2⁻¹¹ of it.
  private static final double HALVING = 0x1p-11;

  /// Where each is so many times the next, every subspace can have the same product.
  @ParameterizedTest
  @CsvSource({"24, 6, 1.2", "16, 8, 1.3", "64, 4, 1.05"})
  void evenStepsAreDealtOutToTheSameProduct(
      int dimension, int subspaces, double step, Random random) {
    Shape shape = new Shape(dimension, 2, subspaces);
    float[] rows = rows(random, dimension, i -> Math.pow(step, -i));
    double[] spread = spread(rows, learned(rows, shape));
    double all = 0;
    for (int i = 0; i < dimension; i++) {
      all += -i * Math.log(step);
    }
    double allowed = relative(Math.pow(step, dimension)) * dimension / subspaces * 1.01;
    for (int s = 0; s < subspaces; s++) {
      double product = 0;
      for (int place = shape.start(s); place < shape.start(s + 1); place++) {
        product += Math.log(spread[place]);
      }
      assertThat(product).isCloseTo(all / subspaces, within(allowed));
    }
  }

  /// By dealing forth and back no subspace can get more than the largest beyond another.
  @ParameterizedTest
  @CsvSource({"24, 6", "16, 8", "64, 4", "30, 30"})
  void anySpreadIsDealtOutToNearlyTheSameSum(int dimension, int subspaces, Random random) {
    Shape shape = new Shape(dimension, 2, subspaces);
    float[] rows = rows(random, dimension, _ -> 0.01 + random.nextDouble());
    double[] spread = spread(rows, learned(rows, shape));
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int s = 0; s < subspaces; s++) {
      double sum = Arrays.stream(spread, shape.start(s), shape.start(s + 1)).sum();
      least = Math.min(least, sum);
      most = Math.max(most, sum);
    }
    double smallest = Arrays.stream(spread).min().orElseThrow();
    double largest = Arrays.stream(spread).max().orElseThrow();
    double allowed = Arrays.stream(spread).sum() / subspaces * relative(largest / smallest);
    assertThat(most - least).isLessThanOrEqualTo(largest - smallest + 2 * allowed);
  }

  /// Also where subspaces are not all as wide.
  @ParameterizedTest
  @CsvSource({"24, 6", "25, 6", "31, 4", "33, 30"})
  void theLargestAreDealtOutFirst(int dimension, int subspaces, Random random) {
    Shape shape = new Shape(dimension, 2, subspaces);
    float[] rows = rows(random, dimension, i -> Math.pow(1.1, -i));
    double[] spread = spread(rows, learned(rows, shape));
    for (int lap = 0; lap < dimension / subspaces; lap++) {
      double least = Double.POSITIVE_INFINITY;
      double mostOfNext = 0;
      for (int s = 0; s < subspaces; s++) {
        least = Math.min(least, spread[shape.start(s) + lap]);
        mostOfNext =
            lap + 1 < shape.width(s)
                ? Math.max(mostOfNext, spread[shape.start(s) + lap + 1])
                : mostOfNext;
      }
      assertThat(least).isGreaterThan(mostOfNext);
    }
  }

  /// By what share the spread along an axis in half precision can be off: twice by what it lost of
  /// its length, and by what it has of the axis with the largest spread.
  private static double relative(double largestToSmallest) {
    return 2 * HALVING + largestToSmallest * HALVING * HALVING;
  }

  /// More rows than are looked at, and a number of threads that does not divide them.
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void anyNumberOfThreadsGivesTheSameBits(int threads, Random random) {
    Shape shape = new Shape(21, 2, 6);
    float[] rows = Rows.gaussian(random, 17_000 * 21);
    Rotation alone = RotationTraining.of(rows, shape, Workers.ONE);
    Rotation together = RotationTraining.of(rows, shape, new Workers(threads));
    assertThat(bytes(together, 21)).isEqualTo(bytes(alone, 21));
  }

  /// Each block has its own axes; both are dealt out together. Here axes are dimensions, and the
  /// largest spread is that of dimension 0, then 257, 1, 258 and so on.
  @Test
  void manyDimensionsAreLearntInBlocks() {
    int dimension = 514;
    Shape shape = new Shape(dimension, 2, 2);
    float[] rows = new float[20 * dimension];
    for (int row = 0; row < 20; row++) {
      rows[row * dimension + row] = 20 - row;
      rows[row * dimension + 257 + row] = 19.5f - row;
    }
    ObviousRotation rotation = learned(rows, shape);
    for (int lap = 0; lap < 20; lap++) {
      int first = lap % 2 == 0 ? lap : 257 + lap;
      int second = lap % 2 == 0 ? 257 + lap : lap;
      assertThat(rotation.order()[lap]).isEqualTo(first);
      assertThat(rotation.order()[257 + lap]).isEqualTo(second);
      assertThat(rotation.axes()[lap][first]).isEqualTo(1);
      assertThat(rotation.axes()[257 + lap][second]).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100})
  void rowsOfZerosAreMerelyPutInOrder(int count) {
    Shape shape = new Shape(10, 2, 6);
    ObviousRotation rotation = learned(new float[count * 10], shape);
    assertThat(Arrays.stream(rotation.order()).sorted())
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    for (int place = 0; place < 10; place++) {
      double[] axis = new double[10];
      axis[rotation.order()[place]] = 1;
      assertThat(rotation.axes()[place]).containsExactly(axis);
    }
  }

  /// Three rows of 64 dimensions: three subspaces get one axis each that has something to keep, and
  /// all axes are at right angles.
  @Test
  void thereMayBeFewerRowsThanDimensions(Random random) {
    Shape shape = new Shape(64, 2, 6);
    float[] rows = Rows.gaussian(random, 3 * 64);
    ObviousRotation rotation = learned(rows, shape);
    double[] spread = spread(rows, rotation);
    double all = Arrays.stream(spread).sum();
    double first = 0;
    for (int s = 0; s < 3; s++) {
      first += spread[shape.start(s)];
    }
    assertThat(all - first).isLessThan(all * 64 * HALVING * HALVING * 1.01);
    for (int i = 0; i < 64; i++) {
      for (int j = 0; j <= i; j++) {
        assertThat(Rotations.dot(rotation.axes()[i], rotation.axes()[j]))
            .isCloseTo(i == j ? 1 : 0, within(2.01 * HALVING));
      }
    }
  }

  @Test
  void oneDimensionHasOneAxis() {
    ObviousRotation rotation = learned(new float[] {3, -2}, new Shape(1, 4, 0));
    assertThat(rotation.order()).containsExactly(0);
    assertThat(rotation.axes()[0]).containsExactly(1);
  }

  /// With many codes errors would be as the mean of the spreads is to their geometric mean, which
  /// is a fifth of it here. Few codes reach half of that gain and more.
  @Test
  void whatWasTurnedIsQuantisedBetter(Random random) {
    int dimension = 32;
    Shape shape = new Shape(dimension, 2, 8);
    float[] axes = rows(random, dimension, i -> Math.pow(1e-3, (double) i / dimension));
    float[] rows = mixed(random, axes, 2_000, dimension);
    Rotation learned = RotationTraining.of(rows, shape, Workers.ONE);
    float[] turned = new float[rows.length];
    learned.turn(rows, 0, 2_000, turned, 0);
    assertThat(error(turned, shape)).isLessThan(0.6 * error(rows, shape));
  }

  @Test
  void rowsThatAreNotFiniteAreRefused() {
    for (float number : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] rows = {1, 2, 3, number, 5, 6};
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RotationTraining.of(rows, new Shape(2, 2, 2), Workers.ONE))
          .withMessageStartingWith("a matrix has axes when all its numbers are finite");
    }
  }

  private static ObviousRotation learned(float[] rows, Shape shape) {
    return ObviousRotation.of(RotationTraining.of(rows, shape, Workers.ONE), shape.dimension());
  }

  private static byte[] bytes(Rotation rotation, int dimension) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Rotation.bytes(dimension)));
    rotation.write(bytes.order(ByteOrder.LITTLE_ENDIAN));
    return bytes.array();
  }

  /// Rows at right angles, in any directions: as many as dimensions, each with its own spread.
  private static float[] rows(Random random, int dimension, IntToDoubleFunction spread) {
    double[][] axes = Rotations.orthonormal(random, dimension);
    float[] rows = new float[dimension * dimension];
    for (int i = 0; i < dimension; i++) {
      double length = Math.sqrt(spread.applyAsDouble(i));
      for (int k = 0; k < dimension; k++) {
        rows[i * dimension + k] = (float) (length * axes[i][k]);
      }
    }
    return rows;
  }

  /// Sums of all rows in random amounts.
  private static float[] mixed(Random random, float[] rows, int count, int dimension) {
    float[] mixed = new float[count * dimension];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < dimension; i++) {
        float amount = (float) random.nextGaussian();
        for (int k = 0; k < dimension; k++) {
          mixed[row * dimension + k] += amount * rows[i * dimension + k];
        }
      }
    }
    return mixed;
  }

  /// For each place the sum of squares of what rows have there.
  private static double[] spread(float[] rows, ObviousRotation rotation) {
    int dimension = rotation.order().length;
    double[] spread = new double[dimension];
    for (int at = 0; at < rows.length; at += dimension) {
      double[] row = new double[dimension];
      for (int k = 0; k < dimension; k++) {
        row[k] = rows[at + k];
      }
      double[] turned = rotation.turn(row);
      for (int place = 0; place < dimension; place++) {
        spread[place] += turned[place] * turned[place];
      }
    }
    return spread;
  }

  /// The squared error of k-means in every subspace.
  private static double error(float[] rows, Shape shape) {
    int dimension = shape.dimension();
    int count = rows.length / dimension;
    double squares = 0;
    for (int s = 0; s < shape.subspaces(); s++) {
      int width = shape.width(s);
      RowView view = new RowView(rows, shape.start(s), dimension, count);
      float[] means =
          KMeans.train(view, width, SixBits.VALUES, 8, new SplittableRandom(1), Workers.ONE);
      int[] codes = new int[count];
      new KMeans.Nearest(means, width).find(rows, view.at(0), dimension, count, codes, 0);
      for (int row = 0; row < count; row++) {
        for (int k = 0; k < width; k++) {
          double off = rows[view.at(row) + k] - means[codes[row] * width + k];
          squares += off * off;
        }
      }
    }
    return squares;
  }
}
