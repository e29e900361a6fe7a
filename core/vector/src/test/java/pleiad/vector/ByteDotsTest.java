package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class ByteDotsTest {
  private static final int[] DIMENSIONS = {
    1, 2, 15, 16, 31, 32, 33, 63, 64, 65, 100, 128, 384, 385
  };

  @Test
  void everyShapeGivesTheObviousSum(Random random) {
    for (int dimension : DIMENSIONS) {
      byte[] fixed = bytes(random, dimension);
      for (int count : new int[] {0, 1, 2, 7, 64}) {
        byte[] rows = bytes(random, 3 + count * dimension);
        assertProducts(fixed, rows, 3, count);
      }
    }
  }

  @Test
  void theLargestNumbersDoNotOverflow() {
    for (int dimension : new int[] {64, 384, 1 << 17}) {
      byte[] most = new byte[dimension];
      Arrays.fill(most, (byte) 127);
      byte[] least = new byte[dimension];
      Arrays.fill(least, (byte) -127);
      assertProducts(most, most, 0, 1);
      assertProducts(most, least, 0, 1);
      assertProducts(least, least, 0, 1);
    }
  }

  @Test
  void onlyWhatWasAskedForIsWritten(Random random) {
    int[] out = {7, 7, 7, 7};
    ByteDots.with(bytes(random, 40)).multiply(bytes(random, 80), 0, 2, out, 1);
    assertThat(out[0]).isEqualTo(7);
    assertThat(out[3]).isEqualTo(7);
  }

  @Test
  void aVectorWithoutNumbersIsRefused() {
    assertThatThrownBy(() -> ByteDots.with(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a vector of bytes has 1 to 131,072 dimensions, got 0");
    assertThatThrownBy(() -> ByteDots.with(new byte[(1 << 17) + 1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertProducts(byte[] fixed, byte[] rows, int from, int count) {
    int[] obvious = new int[count];
    for (int r = 0; r < count; r++) {
      for (int k = 0; k < fixed.length; k++) {
        obvious[r] += fixed[k] * rows[from + r * fixed.length + k];
      }
    }
    int[] out = new int[count];
    ByteDots.with(fixed).multiply(rows, from, count, out, 0);
    assertThat(out).isEqualTo(obvious);
    short[] widened = new short[fixed.length];
    for (int k = 0; k < fixed.length; k++) {
      widened[k] = fixed[k];
    }
    int[] plain = new int[count];
    ByteDots.products(widened, rows, from, count, plain, 0);
    assertThat(plain).isEqualTo(obvious);
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (random.nextInt(255) - 127);
    }
    return bytes;
  }
}
