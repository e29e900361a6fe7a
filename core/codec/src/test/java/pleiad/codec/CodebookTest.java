package pleiad.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.codec.Codebook.Ratios;
import pleiad.codec.Codebook.Shape;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class CodebookTest {
  private static final int HEADER = 29;

  /// Where the levels of two dimensions begin: behind two numbers of axes and two axes.
  private static final int LEVELS_OF_TWO = HEADER + 2 * 2 + 2 * 4;

  @ParameterizedTest
  @CsvSource({"1, 4, 0", "2, 2, 2", "3, 6, 2", "5, 8, 4", "16, 0, 8", "33, 2, 30", "128, 2, 46"})
  void whatIsReadIsWhatWasWritten(int dimension, int levels, int subspaces, Random random) {
    Codebook codebook = Codebooks.random(random, new Shape(dimension, levels, subspaces), 7);
    byte[] bytes = codebook.toBytes();
    Codebook read = Codebook.read(bytes);
    assertThat(read.toBytes()).isEqualTo(bytes);
    assertThat(read.fingerprint()).isEqualTo(codebook.fingerprint()).hasSize(32);
    assertThat(read.dimension()).isEqualTo(dimension);
    assertThat(read.shape()).isEqualTo(codebook.shape());
    assertThat(read.ratios()).isEqualTo(codebook.ratios());
    assertThat(read.error()).isEqualTo(codebook.error());
    assertThat(read.trainedOn()).isEqualTo(1_000);
    assertThat(read.levels()).isEqualTo(codebook.levels());
    assertThat(read.subspaces()).isEqualTo(codebook.subspaces());
    assertThat(ObviousRotation.of(read).axes()).isDeepEqualTo(ObviousRotation.of(codebook).axes());
  }

  @Test
  void theBytesAreAsTheTableSays() {
    float[] levels = new float[2 * 64 * 2];
    levels[0] = 1;
    levels[1] = -2;
    float[] subspaces = new float[64 * 2];
    subspaces[0] = 0.5f;
    subspaces[64] = 65_504;
    Codebook codebook =
        new Codebook(
            new Shape(2, 2, 2),
            new Ratios(1, 7),
            0.25f,
            0x0102030405060708L,
            true,
            new Rotation(new short[] {1, 0}, new float[][] {{0.6f, -0.8f}, {0.75f, 0.625f}}),
            levels,
            subspaces);
    byte[] bytes = codebook.toBytes();
    assertThat(bytes).hasSize(HEADER + 2 * 2 + 2 * 2 * 2 + 2 * 64 * 2 * 3);
    assertThat(hex(bytes, 0, HEADER))
        .isEqualTo(
            "02000000"
                + "0200"
                + "0200"
                + "0000803f"
                + "07000000"
                + "0000803e"
                + "0807060504030201"
                + "01");
    assertThat(hex(bytes, HEADER, 12)).isEqualTo("01000000" + "cd3866ba" + "003a0039");
    assertThat(hex(bytes, LEVELS_OF_TWO, 4)).isEqualTo("003c00c0");
    assertThat(hex(bytes, LEVELS_OF_TWO + 2 * 256, 4)).isEqualTo("00380000");
    assertThat(hex(bytes, LEVELS_OF_TWO + 2 * (256 + 64), 2)).isEqualTo("ff7b");
  }

  private static String hex(byte[] bytes, int from, int length) {
    return HexFormat.of().formatHex(bytes, from, from + length);
  }

  @Test
  void whatIsKeptIsWhatIsComputedWith(Random random) {
    Codebook codebook = Codebooks.random(random, new Shape(6, 2, 6), 6);
    for (float value : codebook.levels()) {
      assertThat(Float.float16ToFloat(Float.floatToFloat16(value))).isEqualTo(value);
    }
  }

  @Test
  void anArrayThatWasGivenMayBeUsedForOtherThings(Random random) {
    float[] levels = Rows.gaussian(random, 4 * 64);
    short[] order = {0};
    float[][] axes = {{-1}};
    Rotation rotation = new Rotation(order, axes);
    Codebook codebook =
        new Codebook(
            new Shape(1, 4, 0), new Ratios(1, 5), 0, 1, false, rotation, levels, new float[0]);
    String before = HexFormat.of().formatHex(codebook.toBytes());
    Arrays.fill(levels, 9);
    order[0] = 7;
    axes[0][0] = 3;
    assertThat(HexFormat.of().formatHex(codebook.toBytes())).isEqualTo(before);
  }

  @Test
  void everyBitIsInTheFingerprint(Random random) {
    Shape shape = new Shape(3, 2, 2);
    byte[] bytes = Codebooks.random(random, shape, 7).toBytes();
    String whole = Codebook.read(bytes).fingerprint();
    for (int at : new int[] {10, 16, 20, 28, HEADER + 6, HEADER + 24, bytes.length - 1}) {
      byte[] other = bytes.clone();
      other[at] ^= 1;
      assertThat(Codebook.read(other).fingerprint()).as("byte %d", at).isNotEqualTo(whole);
    }
  }

  @Test
  void everyOtherLengthIsRefused(Random random) {
    byte[] bytes = Codebooks.random(random, new Shape(3, 2, 2), 7).toBytes();
    for (int length = 0; length < bytes.length + 70; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (length < HEADER) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Codebook.read(cut))
            .withMessage("a codebook has a header of 29 bytes, here are " + length);
      } else if (length != bytes.length) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Codebook.read(cut))
            .withMessageStartingWith("a codebook that does not add up: Shape[dimension=3,")
            .withMessageEndingWith(" %d bytes", length);
      }
    }
  }

  /// Every field with values that no codebook has.
  @Test
  void everyFieldIsLookedAt(Random random) {
    byte[] bytes = Codebooks.random(random, new Shape(4, 4, 4), 7).toBytes();
    for (int dimension : new int[] {-4, 0, 3, 5, 32_768, Integer.MAX_VALUE}) {
      assertRefused(bytes, out -> out.putInt(0, dimension));
    }
    for (short levels : new short[] {-4, 0, 3, 8, Short.MAX_VALUE}) {
      assertRefused(bytes, out -> out.putShort(4, levels));
    }
    for (short subspaces : new short[] {-4, 0, 1, 2, 5, 8, Short.MAX_VALUE}) {
      assertRefused(bytes, out -> out.putShort(6, subspaces));
    }
    for (float shortest : new float[] {-1, 0, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertRefused(bytes, out -> out.putFloat(8, shortest));
    }
    for (int exponent : new int[] {-1, 0, 4, 15, Integer.MAX_VALUE}) {
      assertRefused(bytes, out -> out.putInt(12, exponent));
    }
    for (float error : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertRefused(bytes, out -> out.putFloat(16, error));
    }
    assertRefused(bytes, out -> out.putLong(20, -1));
    for (byte centred : new byte[] {-1, 2, Byte.MAX_VALUE}) {
      assertRefused(bytes, out -> out.put(28, centred));
    }
  }

  /// As many vectors as bytes, but not in a number that codes are read in.
  @Test
  void levelsAndSubspacesComeInEvenNumbers() {
    assertRefused(made(8, 3, 5), _ -> {});
    assertRefused(made(8, 2, 4), _ -> {});
    assertRefused(made(2, 0, 4), _ -> {});
    assertThat(Codebook.read(made(8, 4, 4)).dimension()).isEqualTo(8);
  }

  private static byte[] made(int dimension, int levels, int subspaces) {
    int vectors = 64 * dimension * (levels + 1);
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + 2 * (dimension + dimension * dimension + vectors))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(dimension).putShort((short) levels).putShort((short) subspaces);
    out.putFloat(1).putInt(6).putFloat(0).putLong(1).put((byte) 0);
    for (short place = 0; place < dimension; place++) {
      out.putShort(place);
    }
    return out.array();
  }

  private static void assertRefused(byte[] bytes, Consumer<ByteBuffer> damage) {
    byte[] damaged = bytes.clone();
    damage.accept(ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Codebook.read(damaged))
        .withMessageStartingWith("a codebook that does not add up: Shape[dimension=")
        .withMessageContaining("Ratios[shortest=")
        .withMessageEndingWith(" bytes");
  }

  @Test
  void anOrderThatIsNoneIsRefused(Random random) {
    byte[] bytes = Codebooks.random(random, new Shape(3, 2, 2), 7).toBytes();
    for (short[] order : new short[][] {{0, 1, 1}, {0, 1, 3}, {1, 0, -1}, {2, 0, 0}}) {
      byte[] damaged = bytes.clone();
      ByteBuffer.wrap(damaged)
          .position(HEADER)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asShortBuffer()
          .put(order);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Codebook.read(damaged))
          .withMessage(
              "a codebook of 3 dimensions whose order of axes does not add up: %d at place 2",
              order[2]);
    }
  }

  @Test
  void numbersThatAreNotFiniteAreRefused(Random random) {
    byte[] bytes = Codebooks.random(random, new Shape(3, 2, 2), 7).toBytes();
    for (short half : new short[] {0x7c00, (short) 0xfc00, 0x7e00, 0x7c01}) {
      for (int at : new int[] {HEADER + 6, HEADER + 22, HEADER + 24, bytes.length - 2}) {
        byte[] damaged = bytes.clone();
        ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putShort(at, half);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> Codebook.read(damaged))
            .withMessage(
                "a codebook with %s among its numbers, which must be finite",
                Float.float16ToFloat(half));
      }
    }
  }

  /// What can be read is a codebook, whatever it was before: it writes the same bytes, encodes,
  /// decodes and scores.
  @Test
  void aFlippedBitIsRefusedOrHarmless(Random random) {
    int dimension = 2;
    byte[] bytes = Codebooks.random(random, new Shape(dimension, 2, 2), 7).toBytes();
    float[] tokens = Rows.gaussian(random, 3 * dimension);
    TokenVectors query = TokenVectors.of(Rows.gaussian(random, 2 * dimension), dimension);
    int refused = 0;
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Codebook read;
      try {
        read = Codebook.read(damaged);
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageStartingWith("a codebook ");
        refused++;
        continue;
      }
      assertThat(read.toBytes()).isEqualTo(damaged);
      byte[] codes = Codebooks.encoded(read, tokens);
      assertThat(Codebooks.decoded(read, codes, 3)).hasSize(3 * dimension);
      assertThat(CodeTables.of(read, query, false).scorer().score(codes, 3)).isFinite();
    }
    assertThat(refused).isGreaterThan(8 * 12).isLessThan(8 * bytes.length / 4);
  }

  @Test
  void aFactorIsTheNearestStep(Random random) {
    for (int exponent = 5; exponent <= 14; exponent++) {
      Ratios ratios = new Ratios(0.75f, exponent);
      assertThat(ratios.of((byte) 0)).isZero();
      assertThat(ratios.of((byte) 1)).isEqualTo(0.75f);
      double step = 0.75 * Math.pow(2, -exponent);
      assertThat((double) ratios.of((byte) 255)).isEqualTo(0.75 + 254 * step);
      for (int code = 1; code < 256; code++) {
        assertThat(ratios.nearest(ratios.of((byte) code))).isEqualTo((byte) code);
        float between = (float) (0.75 + 254 * step * random.nextDouble());
        double off = Math.abs(ratios.of(ratios.nearest(between)) - between);
        assertThat(off).isLessThanOrEqualTo(step / 2 + 4 * 0x1p-24);
      }
      assertThat(ratios.nearest(1e-30f)).isEqualTo((byte) 1);
      assertThat(ratios.nearest(1e30f)).isEqualTo((byte) 255);
    }
  }
}
