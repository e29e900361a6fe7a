package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class TokenCodeTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 16, 31, 96, 128, 384, 513})
  void float16KeepsElevenBits(int dimension, Random random) {
    TokenCode code = TokenCode.named("float16", dimension);
    float[] rows = numbers(5 * dimension, random);
    float[] back = roundTrip(code, rows, 5);
    for (int i = 0; i < rows.length; i++) {
      assertThat(Math.abs(back[i] - rows[i]))
          .isLessThanOrEqualTo(Math.abs(rows[i]) * 0x1p-11f + 0x1p-25f);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 16, 31, 96, 128, 384, 513})
  void int8IsOffByAtMostHalfAScale(int dimension, Random random) {
    TokenCode code = TokenCode.named("int8", dimension);
    float[] rows = numbers(5 * dimension, random);
    float[] back = roundTrip(code, rows, 5);
    for (int token = 0; token < 5; token++) {
      float largest = 0;
      for (int k = 0; k < dimension; k++) {
        largest = Math.max(largest, Math.abs(rows[token * dimension + k]));
      }
      for (int k = 0; k < dimension; k++) {
        int i = token * dimension + k;
        assertThat(Math.abs(back[i] - rows[i])).isLessThanOrEqualTo(largest / 127 * 0.5001f);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16", "int8"})
  void encodingWhatWasDecodedGivesTheSameBytes(String name, Random random) {
    TokenCode code = TokenCode.named(name, 96);
    for (int round = 0; round < 200; round++) {
      byte[] once = encoded(code, numbers(96, random), 1);
      float[] rows = new float[96];
      code.decode(once, 0, 1, rows, 0);
      assertThat(encoded(code, rows, 1)).isEqualTo(once);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"float16", "int8"})
  void offsetsOnBothSidesAreKept(String name, Random random) {
    TokenCode code = TokenCode.named(name, 3);
    float[] rows = numbers(12, random);
    byte[] codes = new byte[2 * code.tokenBytes() + 9];
    code.encode(rows, 4, 2, codes, 5);
    float[] back = new float[10];
    code.decode(codes, 5, 2, back, 2);
    byte[] plain = new byte[2 * code.tokenBytes()];
    float[] slice = new float[6];
    System.arraycopy(rows, 4, slice, 0, 6);
    code.encode(slice, 0, 2, plain, 0);
    float[] expected = new float[6];
    code.decode(plain, 0, 2, expected, 0);
    for (int i = 0; i < 6; i++) {
      assertThat(back[2 + i]).isEqualTo(expected[i]);
    }
    assertThat(back[0]).isZero();
    assertThat(back[9]).isZero();
  }

  @Test
  void float16BytesAreLittleEndianHalves() {
    TokenCode code = TokenCode.named("float16", 3);
    assertThat(hex(encoded(code, new float[] {1, -2, 0.5f}, 1))).isEqualTo("003c00c00038");
  }

  @Test
  void int8BytesAreScaleThenLevels() {
    TokenCode code = TokenCode.named("int8", 3);
    assertThat(hex(encoded(code, new float[] {127, -127, 64}, 1))).isEqualTo("0000803f7f8140");
  }

  @Test
  void aZeroVectorStaysZero() {
    assertThat(roundTrip(TokenCode.named("int8", 4), new float[4], 1)).containsOnly(0f);
    assertThat(roundTrip(TokenCode.named("float16", 4), new float[4], 1)).containsOnly(0f);
  }

  @Test
  void whatHalfPrecisionCannotHoldIsKeptAsItsLargest() {
    float[] back = roundTrip(TokenCode.named("float16", 2), new float[] {1e30f, -1e30f}, 1);
    assertThat(back).containsExactly(65_504f, -65_504f);
  }

  @Test
  void subnormalScalesGiveZerosOrSmallNumbersNeverRubbish() {
    float tiny = Float.MIN_VALUE;
    float[] back = roundTrip(TokenCode.named("int8", 2), new float[] {tiny, -tiny}, 1);
    assertThat(back).containsExactly(0f, 0f);
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> TokenCode.named("int4", 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no token code is called 'int4'; there are float16 and int8");
  }

  private static float[] numbers(int count, Random random) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  private static byte[] encoded(TokenCode code, float[] rows, int tokens) {
    byte[] codes = new byte[tokens * code.tokenBytes()];
    code.encode(rows, 0, tokens, codes, 0);
    return codes;
  }

  private static float[] roundTrip(TokenCode code, float[] rows, int tokens) {
    float[] back = new float[rows.length];
    code.decode(encoded(code, rows, tokens), 0, tokens, back, 0);
    return back;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
