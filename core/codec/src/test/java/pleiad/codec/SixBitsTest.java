package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class SixBitsTest {
  private static final byte UNTOUCHED = 0x55;

  @Test
  void fourCodesAreThreeBytes() {
    int[] values = new int[4 * SixBits.BLOCK];
    values[0] = 0b000001;
    values[SixBits.BLOCK] = 0b000010;
    values[2 * SixBits.BLOCK] = 0b111111;
    values[3 * SixBits.BLOCK] = 0b10_01_11;
    assertThat(packed(values, 4, new byte[] {0x7f}, 1)).isEqualTo("c142bf7f");
  }

  @Test
  void aPlaneHoldsTheSameByteOfAllTokens() {
    int[] values = new int[8 * SixBits.BLOCK];
    for (int code = 0; code < 8; code++) {
      for (int token = 0; token < 3; token++) {
        values[code * SixBits.BLOCK + token] = code % 4 == 3 ? 0 : 16 * token + code;
      }
    }
    values[7 * SixBits.BLOCK + 2] = 63;
    assertThat(packed(values, 8, new byte[] {1, 2, (byte) 0xff}, 3))
        .isEqualTo("001020" + "011121" + "021222" + "0414e4" + "0515e5" + "0616e6" + "0102ff");
  }

  private static String packed(int[] values, int codes, byte[] extra, int count) {
    byte[] bytes = new byte[count * SixBits.tokenBytes(codes)];
    SixBits.pack(values, codes, extra, count, bytes, 0);
    return HexFormat.of().formatHex(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 48, 64, 512})
  void anyNumberOfTokensComesBack(int codes, Random random) {
    for (int count = 1; count <= SixBits.BLOCK; count++) {
      int[] values = random.ints((long) codes * SixBits.BLOCK, 0, SixBits.VALUES).toArray();
      byte[] extra = new byte[count];
      random.nextBytes(extra);
      int length = count * SixBits.tokenBytes(codes);
      byte[] bytes = new byte[5 + length + 5];
      Arrays.fill(bytes, UNTOUCHED);
      SixBits.pack(values, codes, extra, count, bytes, 5);
      byte[] back = new byte[3 + (codes + 1) * SixBits.BLOCK];
      Arrays.fill(back, UNTOUCHED);
      SixBits.unpack(bytes, 5, codes, count, back, 3);
      for (int code = 0; code < codes; code++) {
        for (int token = 0; token < SixBits.BLOCK; token++) {
          int at = code * SixBits.BLOCK + token;
          assertThat((int) back[3 + at]).isEqualTo(token < count ? values[at] : UNTOUCHED);
        }
      }
      assertThat(Arrays.copyOfRange(back, back.length - SixBits.BLOCK, back.length))
          .startsWith(extra);
      assertThat(Arrays.copyOf(bytes, 5)).containsOnly(UNTOUCHED);
      assertThat(Arrays.copyOfRange(bytes, 5 + length, bytes.length)).containsOnly(UNTOUCHED);
    }
  }

  @Test
  void everyValueFitsBesideEveryOther() {
    for (int value = 0; value < SixBits.VALUES; value++) {
      for (int code = 0; code < 4; code++) {
        int[] values = new int[4 * SixBits.BLOCK];
        Arrays.fill(values, SixBits.VALUES - 1 - value);
        Arrays.fill(values, code * SixBits.BLOCK, (code + 1) * SixBits.BLOCK, value);
        byte[] bytes = new byte[SixBits.BLOCK * SixBits.tokenBytes(4)];
        SixBits.pack(values, 4, new byte[SixBits.BLOCK], SixBits.BLOCK, bytes, 0);
        byte[] back = new byte[5 * SixBits.BLOCK];
        SixBits.unpack(bytes, 0, 4, SixBits.BLOCK, back, 0);
        for (int i = 0; i < values.length; i++) {
          assertThat((int) back[i]).isEqualTo(values[i]);
        }
      }
    }
  }

  @Test
  void aTokenTakesThreeBytesForFourCodesAndOneMore() {
    assertThat(SixBits.tokenBytes(4)).isEqualTo(4);
    assertThat(SixBits.tokenBytes(48)).isEqualTo(37);
    assertThat(SixBits.tokenBytes(512)).isEqualTo(385);
  }
}
