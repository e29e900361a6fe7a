package pleiad.encode.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PicturesTest {
  @TempDir Path folder;

  private Path written(String format) throws IOException {
    BufferedImage picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < 40; x++) {
      picture.setRGB(x, x / 2, 0x204060);
    }
    Path file = folder.resolve("picture." + format);
    assertThat(ImageIO.write(picture, format, file.toFile())).isTrue();
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg"})
  void picturesAreReadWhateverTheirNames(String format) throws IOException {
    Path other = Files.move(written(format), folder.resolve("scan.dat"));
    Pixels picture = Pictures.read(other);
    assertThat(picture.width()).isEqualTo(40);
    assertThat(picture.height()).isEqualTo(30);
    if (format.equals("png")) {
      assertThat(picture.at(10, 5, 2)).isEqualTo(0x60);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "bmp"})
  void otherFormatsAreRefused(String format) throws IOException {
    Path file = written(format);
    assertThatThrownBy(() -> Pictures.read(file))
        .isInstanceOf(IOException.class)
        .hasMessage("'%s' is neither a PNG nor a JPEG picture", file);
  }

  @Test
  void anEmptyFileIsNoPicture() throws IOException {
    Path file = Files.createFile(folder.resolve("empty.png"));
    assertThatThrownBy(() -> Pictures.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("neither a PNG nor a JPEG");
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Pictures.read(folder.resolve("none.png")))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no picture '%s'", folder.resolve("none.png"));
  }

  @Test
  void aPictureThatEndsEarlyIsNamed() throws IOException {
    Path file = written("png");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, 60));
    assertThatThrownBy(() -> Pictures.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the picture '%s' cannot be read", file);
  }

  @Test
  void aPictureBeyondTheLimitIsRefusedBeforeItIsDecoded() throws IOException {
    Path file = written("png");
    PageLimits limits = new PageLimits(1, 1_199, 1, 1, 1);
    assertThatThrownBy(() -> Pictures.read(file, limits))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it has 40 x 30 pixels; expected at most 1199");
    assertThat(Pictures.read(file, new PageLimits(1, 1_200, 1, 1, 1)).width()).isEqualTo(40);
  }

  @Test
  void limitsAreSizes() {
    assertThatThrownBy(() -> new PageLimits(0, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found 0 pages");
    assertThatThrownBy(() -> new PageLimits(1, 1, 1, 10, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10 bytes in memory, 9 bytes in all");
  }
}
