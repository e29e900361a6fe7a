package pleiad.encode.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/// A picture in red, green and blue, a byte each, row by row from the top left. Immutable.
public final class Pixels {
  /// Bytes of a pixel.
  static final int CHANNELS = 3;

  private final byte[] rgb;
  private final int width;
  private final int height;

  private Pixels(byte[] rgb, int width, int height) {
    this.rgb = rgb;
    this.width = width;
    this.height = height;
  }

  /// Pixels that are there already. The array is not copied and must not be written to afterwards.
  ///
  /// @param rgb three bytes a pixel, row by row
  /// @throws IllegalArgumentException when the array is not of that size
  public static Pixels of(byte[] rgb, int width, int height) {
    if (width < 1 || height < 1 || rgb.length != (long) CHANNELS * width * height) {
      throw new IllegalArgumentException(
          "a picture has at least one pixel and %d bytes each; expected that of %d x %d, found %d bytes"
              .formatted(CHANNELS, width, height, rgb.length));
    }
    return new Pixels(rgb, width, height);
  }

  /// The pixels of a picture, as Pillow's `convert("RGB")` gives them: its numbers as they are
  /// kept, without a conversion of colours, and without its transparency.
  public static Pixels of(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    byte[] rgb = new byte[Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height))];
    for (int y = 0; y < height; y++) {
      if (isPlain(picture)) {
        copySamples(picture.getRaster(), y, rgb, width);
      } else {
        copyColours(picture, y, rgb, width);
      }
    }
    return new Pixels(rgb, width, height);
  }

  /// Whether the samples are the colours. `getRGB` is of no use there: it takes grey for linear
  /// light and brightens it.
  private static boolean isPlain(BufferedImage picture) {
    return !(picture.getColorModel() instanceof IndexColorModel)
        && picture.getColorModel() instanceof ComponentColorModel model
        && !model.isAlphaPremultiplied()
        && model.getNumColorComponents() != 2
        && model.getNumColorComponents() <= CHANNELS;
  }

  private static void copySamples(Raster raster, int y, byte[] rgb, int width) {
    int bands = raster.getNumBands();
    int colours = bands >= CHANNELS ? CHANNELS : 1;
    int[] row = raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, (int[]) null);
    for (int x = 0; x < width; x++) {
      for (int c = 0; c < CHANNELS; c++) {
        int band = colours == 1 ? 0 : c;
        int bits = raster.getSampleModel().getSampleSize(band);
        rgb[(y * width + x) * CHANNELS + c] = (byte) eight(row[x * bands + band], bits);
      }
    }
  }

  /// A sample of some bits as one of eight.
  private static int eight(int sample, int bits) {
    return bits >= Byte.SIZE ? sample >> (bits - Byte.SIZE) : sample * 255 / ((1 << bits) - 1);
  }

  private static void copyColours(BufferedImage picture, int y, byte[] rgb, int width) {
    int[] row = picture.getRGB(0, y, width, 1, null, 0, width);
    for (int x = 0; x < width; x++) {
      int at = (y * width + x) * CHANNELS;
      rgb[at] = (byte) (row[x] >> 16);
      rgb[at + 1] = (byte) (row[x] >> 8);
      rgb[at + 2] = (byte) row[x];
    }
  }

  /// Pixels from left to right.
  public int width() {
    return width;
  }

  /// Pixels from top to bottom.
  public int height() {
    return height;
  }

  /// One number of a pixel.
  ///
  /// @param channel 0 for red, 1 for green, 2 for blue
  /// @return 0 to 255
  public int at(int x, int y, int channel) {
    return rgb[(y * width + x) * CHANNELS + channel] & 0xff;
  }

  /// All bytes; not to be written to.
  byte[] bytes() {
    return rgb;
  }

  @Override
  public String toString() {
    return "Pixels[%d x %d]".formatted(width, height);
  }
}
