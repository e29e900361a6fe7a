package pleiad.encode.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pleiad.encode.weights.Safetensors;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class ResizerTest {
  /// Two passes of half a step each, and what an 8-bit step in between is worth after the filter's
  /// weights, whose absolute sum is below 1.5.
  private static final double ROUNDING = 0.5 + 0.5 * 1.5;

  @Test
  void picturesOfEverySizeAreThoseOfPillow() throws IOException {
    int compared = 0;
    try (Safetensors golden = Safetensors.open(Golden.file("resampled.safetensors"))) {
      for (String name : golden.names()) {
        String[] parts = name.split("\\.", -1);
        Resampling filter = Resampling.numbered(Integer.parseInt(parts[1])).orElseThrow();
        Pixels resized =
            new Resizer(filter)
                .resize(
                    Golden.picture(parts[0]),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]));
        assertThat(numbers(resized)).as(name).containsExactly(golden.tensor(name).floats());
        compared++;
      }
    }
    assertThat(compared).isEqualTo(42);
  }

  private static float[] numbers(Pixels picture) {
    float[] numbers = new float[picture.bytes().length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = picture.bytes()[i] & 0xff;
    }
    return numbers;
  }

  @ParameterizedTest
  @EnumSource
  void twoPassesAreTheWeightedMeanOfTheirPixels(Resampling filter, Random random) {
    for (int round = 0; round < 40; round++) {
      Pixels picture = random(random, 1 + random.nextInt(24), 1 + random.nextInt(24));
      int width = 1 + random.nextInt(40);
      int height = 1 + random.nextInt(40);
      Pixels resized = new Resizer(filter).resize(picture, width, height);
      int x = random.nextInt(width);
      int y = random.nextInt(height);
      assertThat((double) resized.at(x, y, 1))
          .as("%s to %d x %d at %d, %d", picture, width, height, x, y)
          .isCloseTo(slowly(filter, picture, resized, x, y), offset(ROUNDING));
    }
  }

  /// The mean within a filter's reach in one go, without any rounding. Where it is beyond black or
  /// white it is cut; the first pass is not, because pictures here have 64 to 191 only.
  private static double slowly(Resampling filter, Pixels from, Pixels to, int x, int y) {
    double sum = 0;
    double weights = 0;
    for (int v = 0; v < from.height(); v++) {
      for (int u = 0; u < from.width(); u++) {
        double weight =
            weight(filter, u, from.width(), x, to.width())
                * weight(filter, v, from.height(), y, to.height());
        sum += weight * from.at(u, v, 1);
        weights += weight;
      }
    }
    return Math.clamp(sum / weights, 0, 255);
  }

  private static double weight(Resampling filter, int pixel, int from, int at, int to) {
    if (from == to) {
      return pixel == at ? 1 : 0;
    }
    double scale = (double) from / to;
    double center = (at + 0.5) * scale;
    double support = filter.support() * Math.max(scale, 1);
    if (pixel < (int) (center - support + 0.5) || pixel >= (int) (center + support + 0.5)) {
      return 0;
    }
    return filter.weight((pixel + 0.5 - center) / Math.max(scale, 1));
  }

  private static Pixels random(Random random, int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (64 + random.nextInt(128));
    }
    return Pixels.of(rgb, width, height);
  }

  @ParameterizedTest
  @EnumSource
  void whiteStaysWhiteAndBlackBlack(Resampling filter) {
    for (int grey : new int[] {0, 255}) {
      byte[] rgb = new byte[3 * 7 * 5];
      Arrays.fill(rgb, (byte) grey);
      Pixels resized = new Resizer(filter).resize(Pixels.of(rgb, 7, 5), 19, 2);
      for (byte each : resized.bytes()) {
        assertThat(each & 0xff).isEqualTo(grey);
      }
    }
  }

  @Test
  void aPictureOfTheRightSizeIsLeftAlone(Random random) {
    Pixels picture = random(random, 6, 4);
    assertThat(new Resizer(Resampling.BICUBIC).resize(picture, 6, 4)).isSameAs(picture);
  }
}
