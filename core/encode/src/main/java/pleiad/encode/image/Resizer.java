package pleiad.encode.image;

import java.util.Arrays;

/// Changes a picture's size as Pillow's `Image.resize` does, to the bit: first across, then down,
/// each time rounded to bytes; a direction whose length stays is left alone.
final class Resizer {
  private static final int HALF = 1 << (Taps.PRECISION - 1);

  private final Resampling filter;

  Resizer(Resampling filter) {
    this.filter = filter;
  }

  /// The picture in another size; the same object when it has that size already.
  Pixels resize(Pixels picture, int width, int height) {
    Pixels across = width == picture.width() ? picture : across(picture, width);
    return height == across.height() ? across : down(across, height);
  }

  private Pixels across(Pixels from, int width) {
    Taps taps = Taps.between(from.width(), width, filter);
    byte[] source = from.bytes();
    byte[] target = new byte[size(width, from.height())];
    int at = 0;
    for (int y = 0; y < from.height(); y++) {
      int line = y * from.width() * Pixels.CHANNELS;
      for (int x = 0; x < width; x++) {
        int pixel = line + taps.first(x) * Pixels.CHANNELS;
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        for (int t = 0; t < taps.count(x); t++, pixel += Pixels.CHANNELS) {
          int weight = taps.weight(x, t);
          red += (source[pixel] & 0xff) * weight;
          green += (source[pixel + 1] & 0xff) * weight;
          blue += (source[pixel + 2] & 0xff) * weight;
        }
        target[at++] = rounded(red);
        target[at++] = rounded(green);
        target[at++] = rounded(blue);
      }
    }
    return Pixels.of(target, width, from.height());
  }

  private Pixels down(Pixels from, int height) {
    Taps taps = Taps.between(from.height(), height, filter);
    int line = from.width() * Pixels.CHANNELS;
    byte[] source = from.bytes();
    byte[] target = new byte[size(from.width(), height)];
    int[] sums = new int[line];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, HALF);
      for (int t = 0; t < taps.count(y); t++) {
        int weight = taps.weight(y, t);
        int from0 = (taps.first(y) + t) * line;
        for (int i = 0; i < line; i++) {
          sums[i] += (source[from0 + i] & 0xff) * weight;
        }
      }
      for (int i = 0; i < line; i++) {
        target[y * line + i] = rounded(sums[i]);
      }
    }
    return Pixels.of(target, from.width(), height);
  }

  private static int size(int width, int height) {
    return Math.multiplyExact(Pixels.CHANNELS, Math.multiplyExact(width, height));
  }

  private static byte rounded(int sum) {
    return (byte) Math.clamp(sum >> Taps.PRECISION, 0, 255);
  }
}
