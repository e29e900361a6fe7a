package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static pleiad.codec.ObviousCodes.ROUNDING;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class RotationTest {
  /// Around the rows that are turned together, and around a kernel's tiles of six.
  private static final int[] COUNTS = {0, 1, 5, 6, 7, 23, 24, 25, 49};

  /// Half of the distance from one to the next number in half precision, and of that between the
  /// smallest ones.
  private static final double HALVING = 0x1p-11;

  private static final double LEAST_HALVING = 0x1p-25;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 128, 512, 513, 1_100})
  void aTurnedRowHoldsItsProductsWithTheAxes(int dimension, Random random) {
    Rotation rotation = Rotations.random(random, dimension);
    ObviousRotation obvious = ObviousRotation.of(rotation, dimension);
    ObviousRotation magnitudes = obvious.magnitudes();
    for (int count : counts(dimension)) {
      float[] rows = Rows.gaussian(random, count * dimension);
      float[] turned = new float[rows.length];
      rotation.turn(rows, 0, count, turned, 0);
      for (int row = 0; row < count; row++) {
        double[] given = row(rows, row, dimension);
        assertNear(
            row(turned, row, dimension),
            obvious.turn(given),
            magnitudes.turn(ObviousRotation.magnitudes(given)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 128, 512, 513, 1_100})
  void aRowThatIsTurnedBackIsTheSumOfItsAxes(int dimension, Random random) {
    Rotation rotation = Rotations.random(random, dimension);
    ObviousRotation obvious = ObviousRotation.of(rotation, dimension);
    ObviousRotation magnitudes = obvious.magnitudes();
    for (int count : counts(dimension)) {
      float[] turned = Rows.gaussian(random, count * dimension);
      float[] rows = new float[turned.length];
      rotation.turnBack(turned, 0, count, rows, 0);
      for (int row = 0; row < count; row++) {
        double[] given = row(turned, row, dimension);
        assertNear(
            row(rows, row, dimension),
            obvious.turnBack(given),
            magnitudes.turnBack(ObviousRotation.magnitudes(given)));
      }
    }
  }

  /// All counts where that is quick.
  private static int[] counts(int dimension) {
    return dimension > 500 ? new int[] {25} : COUNTS;
  }

  /// As many roundings as numbers that are added up.
  private static void assertNear(double[] found, double[] obvious, double[] mass) {
    for (int k = 0; k < found.length; k++) {
      assertThat(found[k]).isCloseTo(obvious[k], within(found.length * ROUNDING * mass[k] * 1.001));
    }
  }

  private static double[] row(float[] rows, int row, int dimension) {
    double[] numbers = new double[dimension];
    Arrays.setAll(numbers, k -> rows[row * dimension + k]);
    return numbers;
  }

  /// To within what half precision makes of the axes: a number of theirs is off by [#HALVING] of
  /// it, and each row is multiplied with both.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 128, 512, 513, 1_100})
  void dotProductsAreKept(int dimension, Random random) {
    Rotation rotation = Rotations.random(random, dimension);
    ObviousRotation magnitudes = ObviousRotation.of(rotation, dimension).magnitudes();
    float[] rows = Rows.unit(random, 2, dimension);
    float[] turned = new float[rows.length];
    rotation.turn(rows, 0, 2, turned, 0);
    double[] first = row(rows, 0, dimension);
    double[] second = row(rows, 1, dimension);
    double mass =
        Rotations.dot(
            magnitudes.turn(ObviousRotation.magnitudes(first)),
            magnitudes.turn(ObviousRotation.magnitudes(second)));
    assertThat(Rotations.dot(row(turned, 0, dimension), row(turned, 1, dimension)))
        .isCloseTo(Rotations.dot(first, second), within(allowed(dimension, mass)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 128, 512, 513, 1_100})
  void aRowThatIsTurnedAndTurnedBackIsWhereItWas(int dimension, Random random) {
    Rotation rotation = Rotations.random(random, dimension);
    ObviousRotation magnitudes = ObviousRotation.of(rotation, dimension).magnitudes();
    float[] rows = Rows.unit(random, 1, dimension);
    float[] turned = new float[rows.length];
    float[] back = new float[rows.length];
    rotation.turn(rows, 0, 1, turned, 0);
    rotation.turnBack(turned, 0, 1, back, 0);
    double[] given = row(rows, 0, dimension);
    double[] mass = magnitudes.turnBack(magnitudes.turn(ObviousRotation.magnitudes(given)));
    for (int k = 0; k < dimension; k++) {
      assertThat((double) back[k]).isCloseTo(given[k], within(allowed(dimension, mass[k])));
    }
  }

  /// What half precision and rounding allow two turns of rows of length one.
  private static double allowed(int dimension, double mass) {
    double each = HALVING + dimension * ROUNDING;
    return 2 * (each * mass * 1.001 + LEAST_HALVING * dimension);
  }

  @Test
  void offsetsOnBothSidesAreKept(Random random) {
    int dimension = 5;
    Rotation rotation = Rotations.random(random, dimension);
    float[] rows = Rows.gaussian(random, 30 * dimension);
    float[] plain = new float[rows.length];
    rotation.turn(rows, 0, 30, plain, 0);
    float[] shifted = new float[7 + rows.length];
    System.arraycopy(rows, 0, shifted, 7, rows.length);
    float[] turned = new float[3 + rows.length + 2];
    rotation.turn(shifted, 7, 30, turned, 3);
    assertThat(Arrays.copyOfRange(turned, 3, 3 + rows.length)).isEqualTo(plain);
    assertThat(turned).startsWith(0, 0, 0).endsWith(0, 0);
    rotation.turnBack(rows, 0, 30, plain, 0);
    rotation.turnBack(shifted, 7, 30, turned, 3);
    assertThat(Arrays.copyOfRange(turned, 3, 3 + rows.length)).isEqualTo(plain);
    assertThat(turned).startsWith(0, 0, 0).endsWith(0, 0);
  }

  /// One row's result does not depend on how many are turned with it.
  @ParameterizedTest
  @ValueSource(ints = {3, 96, 513})
  void aRowIsTurnedAsIfItStoodAlone(int dimension, Random random) {
    Rotation rotation = Rotations.random(random, dimension);
    float[] rows = Rows.gaussian(random, 31 * dimension);
    float[] together = new float[rows.length];
    float[] alone = new float[rows.length];
    rotation.turn(rows, 0, 31, together, 0);
    for (int row = 0; row < 31; row++) {
      rotation.turn(rows, row * dimension, 1, alone, row * dimension);
    }
    assertThat(alone).isEqualTo(together);
    rotation.turnBack(rows, 0, 31, together, 0);
    for (int row = 0; row < 31; row++) {
      rotation.turnBack(rows, row * dimension, 1, alone, row * dimension);
    }
    assertThat(alone).isEqualTo(together);
  }

  /// Its very bits, which every machine must find: codes stand for the same everywhere.
  @ParameterizedTest
  @ValueSource(ints = {3, 96, 513})
  void turningBackAddsAxisAfterAxis(int dimension, Random random) {
    Rotation rotation = Rotations.random(random, dimension);
    ObviousRotation obvious = ObviousRotation.of(rotation, dimension);
    float[] turned = Rows.gaussian(random, dimension);
    float[] expected = new float[dimension];
    for (int axis = 0; axis < dimension; axis++) {
      for (int place = 0; place < dimension; place++) {
        for (int k = 0; k < dimension && obvious.order()[place] == axis; k++) {
          expected[k] += turned[place] * (float) obvious.axes()[place][k];
        }
      }
    }
    float[] back = new float[dimension];
    rotation.turnBack(turned, 0, 1, back, 0);
    assertThat(back).isEqualTo(expected);
  }

  @Test
  void axesThatAreDimensionsMerelyPutThemInOrder() {
    Rotation rotation = Rotations.reordering(new short[] {2, 0, 3, 1});
    float[] turned = new float[4];
    rotation.turn(new float[] {10, 11, 12, 13}, 0, 1, turned, 0);
    assertThat(turned).containsExactly(12, 10, 13, 11);
    float[] back = new float[4];
    rotation.turnBack(turned, 0, 1, back, 0);
    assertThat(back).containsExactly(10, 11, 12, 13);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "512, 1", "513, 2", "1024, 2", "1025, 3", "1100, 3", "32767, 64"})
  void blocksCoverEveryDimensionOnce(int dimension, int count) {
    Rotation.Blocks blocks = new Rotation.Blocks(dimension);
    assertThat(blocks.count()).isEqualTo(count);
    int covered = 0;
    long axes = 0;
    for (int block = 0; block < count; block++) {
      assertThat(blocks.start(block)).isEqualTo(covered);
      assertThat(blocks.width(block)).isBetween(dimension / count, dimension / count + 1);
      assertThat(blocks.width(block)).isLessThanOrEqualTo(512);
      covered += blocks.width(block);
      axes += (long) blocks.width(block) * blocks.width(block);
    }
    assertThat(covered).isEqualTo(dimension);
    assertThat(Rotation.bytes(dimension)).isEqualTo(2 * (dimension + axes));
  }

  @Test
  void aBlockIsTurnedByItself(Random random) {
    int dimension = 513;
    Rotation rotation = Rotations.random(random, dimension);
    int[] order = ObviousRotation.of(rotation, dimension).order();
    float[] rows = Rows.gaussian(random, dimension);
    float[] before = new float[dimension];
    rotation.turn(rows, 0, 1, before, 0);
    Arrays.fill(rows, 0, 256, 0);
    float[] after = new float[dimension];
    rotation.turn(rows, 0, 1, after, 0);
    for (int place = 0; place < dimension; place++) {
      assertThat(after[place]).isEqualTo(order[place] < 256 ? 0 : before[place]);
    }
  }

  @Test
  void theBytesAreAsTheTableSays() {
    Rotation rotation =
        new Rotation(
            new short[] {2, 0, 1},
            new float[][] {{1, 0, 0}, {0, 0.6f, -0.8f}, {0, 0.8f, 0x1.8p-20f}});
    assertThat(HexFormat.of().formatHex(bytes(rotation, 3)))
        .isEqualTo(
            "020000000100" // axis 2, then 0, then 1
                + "003c00000000" // axis 0: 1, 0, 0
                + "0000cd3866ba" // axis 1: 0, 0.6, -0.8
                + "0000663a1800"); // axis 2: 0, 0.8, 24 of the smallest
  }

  /// Of 513 dimensions, 256 and 257 are turned together.
  @Test
  void axesOfEveryBlockAreWrittenOneBehindTheOther() {
    int dimension = 513;
    short[] order = new short[dimension];
    for (short place = 0; place < dimension; place++) {
      order[place] = (short) (dimension - 1 - place);
    }
    float[][] axes = new float[dimension][];
    for (int axis = 0; axis < dimension; axis++) {
      axes[axis] = new float[axis < 256 ? 256 : 257];
    }
    axes[0][255] = 0.25f;
    axes[1][0] = 0.5f;
    axes[256][256] = 2;
    axes[257][0] = 4;
    Rotation rotation = new Rotation(order, axes);
    byte[] bytes = bytes(rotation, dimension);
    assertThat(bytes).hasSize(2 * (513 + 256 * 256 + 257 * 257));
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(bytes, 0, 4)).isEqualTo("0002ff01");
    assertThat(hex.formatHex(bytes, 2 * 513 + 510, 2 * 513 + 514)).isEqualTo("00340038");
    int second = 2 * (513 + 256 * 256);
    assertThat(hex.formatHex(bytes, second + 512, second + 516)).isEqualTo("00400044");
    float[] rows = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      rows[k] = k + 1;
    }
    float[] turned = new float[dimension];
    rotation.turn(rows, 0, 1, turned, 0);
    float[] expected = new float[dimension];
    expected[512] = 0.25f * 256; // axis 0: dimension 255
    expected[511] = 0.5f; // axis 1: dimension 0
    expected[256] = 2 * 513; // axis 256: dimension 512
    expected[255] = 4 * 257; // axis 257: dimension 256
    assertThat(turned).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 33, 513})
  void whatIsReadIsWhatWasWritten(int dimension, Random random) {
    Rotation rotation = Rotations.random(random, dimension);
    byte[] bytes = bytes(rotation, dimension);
    Rotation read = read(bytes, dimension);
    assertThat(bytes(read, dimension)).isEqualTo(bytes);
    float[] rows = Rows.gaussian(random, 2 * dimension);
    float[] turned = new float[rows.length];
    float[] again = new float[rows.length];
    rotation.turn(rows, 0, 2, turned, 0);
    read.turn(rows, 0, 2, again, 0);
    assertThat(again).isEqualTo(turned);
  }

  @ParameterizedTest
  @CsvSource({"0, 4, 4, 0", "0, -1, -1, 0", "1, 32767, 32767, 1", "3, 1, 1, 3", "0, 2, 2, 3"})
  void anOrderThatIsNoneIsRefused(int place, short axis, short found, int at) {
    byte[] bytes = bytes(Rotations.reordering(new short[] {0, 3, 1, 2}), 4);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putShort(2 * place, axis);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(bytes, 4))
        .withMessage(
            "a codebook of 4 dimensions whose order of axes does not add up: %d at place %d",
            found, at);
  }

  @Test
  void axesThatAreNotFiniteAreRefused(Random random) {
    for (int number = 0; number < 9; number++) {
      byte[] bytes = bytes(Rotations.random(random, 3), 3);
      ByteBuffer.wrap(bytes)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putShort(6 + 2 * number, Float.floatToFloat16(Float.NaN));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(bytes, 3))
          .withMessage("a codebook with NaN among its numbers, which must be finite");
    }
  }

  private static byte[] bytes(Rotation rotation, int dimension) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(Rotation.bytes(dimension)));
    rotation.write(bytes.order(ByteOrder.LITTLE_ENDIAN));
    assertThat(bytes.remaining()).isZero();
    return bytes.array();
  }

  private static Rotation read(byte[] bytes, int dimension) {
    return Rotation.read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), dimension);
  }
}
