package pleiad.encode.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PixelsTest {
  private static final int ORANGE = 0xff_ff8020;

  private static List<Integer> at(Pixels pixels, int x, int y) {
    return List.of(pixels.at(x, y, 0), pixels.at(x, y, 1), pixels.at(x, y, 2));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE
      })
  void coloursAreThoseOfThePictureHoweverItKeepsThem(int type) {
    BufferedImage picture = new BufferedImage(2, 3, type);
    picture.setRGB(1, 2, ORANGE);
    Pixels pixels = Pixels.of(picture);
    assertThat(at(pixels, 1, 2)).containsExactly(0xff, 0x80, 0x20);
    assertThat(at(pixels, 0, 2)).containsExactly(0, 0, 0);
    assertThat(pixels).hasToString("Pixels[2 x 3]");
  }

  @Test
  void greyIsNotBrightened() {
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setSample(0, 0, 0, 100);
    assertThat(at(Pixels.of(picture), 0, 0)).containsExactly(100, 100, 100);
  }

  @Test
  void sixteenBitsBecomeTheUpperEight() {
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    picture.getRaster().setSample(0, 0, 0, 0x12ff);
    assertThat(at(Pixels.of(picture), 0, 0)).containsExactly(0x12, 0x12, 0x12);
  }

  @Test
  void aPaletteGivesItsColours() {
    BufferedImage picture = new BufferedImage(9, 1, BufferedImage.TYPE_BYTE_BINARY);
    picture.setRGB(8, 0, 0xffffffff);
    assertThat(at(Pixels.of(picture), 8, 0)).containsExactly(255, 255, 255);
    assertThat(at(Pixels.of(picture), 7, 0)).containsExactly(0, 0, 0);
  }

  @Test
  void transparencyIsDropped() {
    BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    picture.setRGB(0, 0, 0x00_ff8020);
    assertThat(at(Pixels.of(picture), 0, 0)).containsExactly(0xff, 0x80, 0x20);
  }

  @Test
  void aPartOfAPictureIsThatPart() {
    BufferedImage picture = new BufferedImage(4, 4, BufferedImage.TYPE_3BYTE_BGR);
    picture.setRGB(2, 3, ORANGE);
    Pixels part = Pixels.of(picture.getSubimage(2, 2, 2, 2));
    assertThat(at(part, 0, 1)).containsExactly(0xff, 0x80, 0x20);
    assertThat(at(part, 1, 1)).containsExactly(0, 0, 0);
  }

  @Test
  void bytesThatAreNotThatSizeAreRefused() {
    assertThatThrownBy(() -> Pixels.of(new byte[11], 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected that of 2 x 2, found 11 bytes");
    assertThatThrownBy(() -> Pixels.of(new byte[0], 0, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
