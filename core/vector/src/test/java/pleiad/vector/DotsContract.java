package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pleiad.testkit.Seed;

/// What products with fixed vectors must be, whatever computes them. A new kernel is one subclass.
@ExtendWith(Seed.class)
abstract class DotsContract {
  /// What fills the gaps between vectors: whoever reads it is seen.
  private static final float GAP = 1e30f;

  /// Around one, two and several tiles of rows, and around a block of [DotProducts#largest].
  private static final int[] ROW_COUNTS = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 48, 49, 97
  };

  private static final int MOST_ROWS = 97;

  abstract DotProducts with(float[] fixed, int from, int stride, int count, int dimension);

  static IntStream dimensions() {
    return IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.of(128, 384));
  }

  /// Around one, two and three registers and pairs of them.
  static int[] counts() {
    int lanes = Kernels.lanes();
    return IntStream.of(1, 2, 3, 4, 6)
        .map(registers -> registers * lanes)
        .flatMap(whole -> IntStream.of(whole - 1, whole, whole + 1))
        .mapToObj(count -> IntStream.of(count, 0, 1, 2, 64, 257))
        .flatMapToInt(each -> each)
        .sorted()
        .distinct()
        .toArray();
  }

  @ParameterizedTest
  @MethodSource("dimensions")
  void everyShapeGivesTheObviousAnswer(int dimension, Random random) {
    int fixedStride = dimension + 3;
    int rowStride = dimension + 2;
    float[] rows = spread(random, MOST_ROWS, dimension, 7, rowStride);
    for (int count : counts()) {
      float[] fixed = spread(random, count, dimension, 5, fixedStride);
      DotProducts products = with(fixed, 5, fixedStride, count, dimension);
      ObviousProducts obvious =
          ObviousProducts.of(
              rows, 7, rowStride, MOST_ROWS, fixed, 5, fixedStride, count, dimension);
      for (int rowCount : ROW_COUNTS) {
        float[] out = filled(3 + rowCount * products.width() + 4);
        products.multiply(rows, 7, rowStride, rowCount, out, 3);
        obvious.assertClose(out, 3, products.width(), rowCount);
        assertThat(Arrays.copyOf(out, 3)).containsOnly(GAP);
        assertThat(Arrays.copyOfRange(out, out.length - 4, out.length)).containsOnly(GAP);
      }
    }
  }

  @Test
  void rowsOfProductsMayLieApart(Random random) {
    DotProducts products = with(Numbers.ofBothSigns(random, 64 * 5), 0, 5, 64, 5);
    float[] rows = Numbers.ofBothSigns(random, 14 * 5);
    int width = products.width();
    int apart = width + 9;
    float[] together = new float[14 * width];
    products.multiply(rows, 0, 5, 14, together, 0);
    float[] out = filled(2 + 14 * apart);
    products.multiply(rows, 0, 5, 14, out, 2, apart);
    for (int r = 0; r < 14; r++) {
      int at = 2 + r * apart;
      assertThat(Arrays.copyOfRange(out, at, at + width))
          .isEqualTo(Arrays.copyOfRange(together, r * width, (r + 1) * width));
      assertThat(Arrays.copyOfRange(out, at + width, at + apart)).containsOnly(GAP);
    }
  }

  @Test
  void theWidthIsWholePairsOfRegistersAndTheirPaddingIsZero(Random random) {
    for (int count : counts()) {
      DotProducts products = with(Numbers.ofBothSigns(random, count * 3), 0, 3, count, 3);
      assertThat(products.width()).isBetween(count, count + 2 * Kernels.lanes() - 1);
      float[] out = filled(7 * products.width());
      products.multiply(Numbers.ofBothSigns(random, 7 * 3), 0, 3, 7, out, 0);
      for (int r = 0; r < 7; r++) {
        for (int j = count; j < products.width(); j++) {
          assertThat(out[r * products.width() + j]).isZero();
        }
      }
    }
  }

  /// Codes hang on this: a token must get the same code in any batch.
  @ParameterizedTest
  @MethodSource("dimensions")
  void aRowGivesTheSameBitsWhereverItStands(int dimension, Random random) {
    for (int count : counts()) {
      float[] fixed = Numbers.ofBothSigns(random, count * dimension);
      DotProducts products = with(fixed, 0, dimension, count, dimension);
      int width = products.width();
      float[] rows = Numbers.ofBothSigns(random, 49 * dimension);
      float[] alone = new float[49 * width];
      for (int r = 0; r < 49; r++) {
        products.multiply(rows, r * dimension, dimension, 1, alone, r * width);
      }
      for (int first = 0; first < 7; first++) {
        for (int rowCount : new int[] {1, 5, 6, 7, 11, 12, 13, 42}) {
          float[] out = new float[rowCount * width];
          products.multiply(rows, first * dimension, dimension, rowCount, out, 0);
          assertThat(
                  Arrays.equals(
                      out, 0, out.length, alone, first * width, first * width + out.length))
              .as("%d rows from %d with %d fixed vectors", rowCount, first, count)
              .isTrue();
        }
      }
    }
  }

  @Test
  void aFixedVectorGivesTheSameBitsWhateverStandsBesideIt(Random random) {
    int dimension = 31;
    float[] fixed = Numbers.ofBothSigns(random, 257 * dimension);
    float[] rows = Numbers.ofBothSigns(random, 7 * dimension);
    DotProducts all = with(fixed, 0, dimension, 257, dimension);
    float[] together = new float[7 * all.width()];
    all.multiply(rows, 0, dimension, 7, together, 0);
    for (int j = 0; j < 257; j++) {
      DotProducts one = with(fixed, j * dimension, dimension, 1, dimension);
      float[] alone = new float[7 * one.width()];
      one.multiply(rows, 0, dimension, 7, alone, 0);
      for (int r = 0; r < 7; r++) {
        assertThat(alone[r * one.width()]).isEqualTo(together[r * all.width() + j]);
      }
    }
  }

  @Test
  void everyCallGivesTheSameBits(Random random) {
    float[] rows = Numbers.ofBothSigns(random, 49 * 128);
    float[] fixed = Numbers.ofBothSigns(random, 257 * 128);
    DotProducts products = with(fixed, 0, 128, 257, 128);
    float[] first = new float[49 * products.width()];
    products.multiply(rows, 0, 128, 49, first, 0);
    // Long enough for the loops to be compiled under way.
    for (int call = 0; call < 500; call++) {
      float[] again = new float[49 * products.width()];
      products.multiply(rows, 0, 128, 49, again, 0);
      assertThat(Arrays.equals(again, first)).isTrue();
    }
  }

  @Test
  void theFixedVectorsAreCopied(Random random) {
    float[] fixed = {1, 2, 3};
    DotProducts products = with(fixed, 0, 3, 1, 3);
    Arrays.fill(fixed, 1000);
    float[] out = new float[products.width()];
    products.multiply(new float[] {1, 1, 1}, 0, 3, 1, out, 0);
    assertThat(out[0]).isEqualTo(6);
  }

  @ParameterizedTest
  @MethodSource("dimensions")
  void theLargestIsWhatALoopOverTheProductsFinds(int dimension, Random random) {
    int stride = dimension + 2;
    float[] rows = spread(random, MOST_ROWS, dimension, 7, stride);
    for (int count : counts()) {
      if (count == 0) {
        continue;
      }
      float[] fixed = Numbers.ofBothSigns(random, count * dimension);
      float[] bias = Numbers.ofBothSigns(random, count);
      DotProducts products = with(fixed, 0, dimension, count, dimension);
      float[] values = new float[MOST_ROWS * products.width()];
      products.multiply(rows, 7, stride, MOST_ROWS, values, 0);
      for (int rowCount : ROW_COUNTS) {
        int[] out = new int[2 + rowCount + 1];
        Arrays.fill(out, -1);
        largest(products, rows, 7, stride, rowCount, bias, out, 2);
        for (int r = 0; r < rowCount; r++) {
          assertThat(out[2 + r]).isEqualTo(largest(values, r * products.width(), bias));
        }
        assertThat(out[0]).isEqualTo(-1);
        assertThat(out[1]).isEqualTo(-1);
        assertThat(out[2 + rowCount]).isEqualTo(-1);
      }
    }
  }

  @Test
  void ofEqualsTheFirstIsTaken(Random random) {
    int dimension = 5;
    for (int count : counts()) {
      for (int round = 0; count > 1 && round < 50; round++) {
        float[] fixed = new float[count * dimension];
        float[] vector = Numbers.positive(random, dimension);
        int one = random.nextInt(count);
        int other = random.nextInt(count);
        System.arraycopy(vector, 0, fixed, one * dimension, dimension);
        System.arraycopy(vector, 0, fixed, other * dimension, dimension);
        DotProducts products = with(fixed, 0, dimension, count, dimension);
        int[] out = new int[7];
        largest(
            products,
            Numbers.positive(random, 7 * dimension),
            0,
            dimension,
            7,
            new float[count],
            out,
            0);
        assertThat(out).containsOnly(Math.min(one, other));
      }
    }
  }

  @Test
  void whereAllAreEqualItIsTheVeryFirst(Random random) {
    for (int count : counts()) {
      if (count > 0) {
        float[] fixed = new float[count * 3];
        Arrays.fill(fixed, -1f);
        int[] out = filledWith(-1, 13);
        largest(
            with(fixed, 0, 3, count, 3),
            Numbers.positive(random, 13 * 3),
            0,
            3,
            13,
            new float[count],
            out,
            0);
        assertThat(out).containsOnly(0);
      }
    }
  }

  @Test
  void aNegativeProductBeatsThePadding(Random random) {
    for (int count : counts()) {
      float[] fixed = Numbers.negated(Numbers.positive(random, count * 3));
      for (int best = 0; best < count; best++) {
        float[] bias = new float[count];
        Arrays.fill(bias, -1000);
        bias[best] = -900;
        int[] out = filledWith(-1, 7);
        largest(
            with(fixed, 0, 3, count, 3), Numbers.positive(random, 7 * 3), 0, 3, 7, bias, out, 0);
        assertThat(out).containsOnly(best);
      }
    }
  }

  @Test
  void ofOneVectorItIsThatOne(Random random) {
    int[] out = filledWith(-1, 49);
    largest(
        with(Numbers.ofBothSigns(random, 17), 0, 17, 1, 17),
        Numbers.ofBothSigns(random, 49 * 17),
        0,
        17,
        49,
        new float[1],
        out,
        0);
    assertThat(out).containsOnly(0);
  }

  @Test
  void aRowOfNotANumbersGetsSomeVectorAndLeavesItsNeighboursAlone(Random random) {
    for (int count : counts()) {
      if (count == 0) {
        continue;
      }
      DotProducts products = with(Numbers.ofBothSigns(random, count * 4), 0, 4, count, 4);
      float[] bias = Numbers.ofBothSigns(random, count);
      float[] rows = Numbers.ofBothSigns(random, 13 * 4);
      int[] before = new int[13];
      largest(products, rows, 0, 4, 13, bias, before, 0);
      for (int nan = 0; nan < 13; nan++) {
        float[] spoilt = rows.clone();
        spoilt[nan * 4 + random.nextInt(4)] = Float.NaN;
        int[] after = filledWith(-1, 13);
        largest(products, spoilt, 0, 4, 13, bias, after, 0);
        assertThat(after[nan]).isBetween(0, count - 1);
        after[nan] = before[nan];
        assertThat(after).isEqualTo(before);
      }
    }
  }

  private static int largest(float[] values, int at, float[] bias) {
    int best = 0;
    for (int j = 1; j < bias.length; j++) {
      if (values[at + j] + bias[j] > values[at + best] + bias[best]) {
        best = j;
      }
    }
    return best;
  }

  /// Random vectors `stride` apart from index `from`, with gaps around each.
  private static float[] spread(Random random, int count, int dimension, int from, int stride) {
    float[] array = filled(from + count * stride);
    for (int i = 0; i < count; i++) {
      System.arraycopy(
          Numbers.ofBothSigns(random, dimension), 0, array, from + i * stride, dimension);
    }
    return array;
  }

  private static float[] filled(int length) {
    float[] array = new float[length];
    Arrays.fill(array, GAP);
    return array;
  }

  private static int[] filledWith(int value, int length) {
    int[] array = new int[length];
    Arrays.fill(array, value);
    return array;
  }

  /// With the bias of the fixed vectors alone, and room of its own.
  private static void largest(
      DotProducts products,
      float[] rows,
      int from,
      int stride,
      int count,
      float[] bias,
      int[] out,
      int at) {
    float[] padded = Arrays.copyOf(bias, products.width());
    Arrays.fill(padded, bias.length, padded.length, Float.NEGATIVE_INFINITY);
    products.largest(rows, from, stride, count, padded, products.room(), out, at);
  }
}
