package pleiad.encode.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import pleiad.encode.Encoding;

/// Whether two encodings are one, bit by bit.
final class Same {
  private Same() {}

  static void assertSame(Encoding found, Encoding expected) {
    assertThat(found.vectors()).isEqualTo(expected.vectors());
    assertThat(found.tokens()).isEqualTo(expected.tokens());
    assertThat(bits(found.single())).isEqualTo(bits(expected.single()));
  }

  private static int[] bits(float[] numbers) {
    int[] bits = new int[numbers.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(numbers[i]));
    return bits;
  }
}
