package pleiad.encode.image;

import java.io.IOException;
import java.util.List;
import pleiad.encode.weights.Config;

/// Bytes as the numbers that a model takes: `(byte · factor - mean) / deviation` for each channel,
/// in the precisions of the reference: the product in double, the rest in single.
final class Normalization {
  private static final double BYTE = 0.00392156862745098;

  /// What each byte becomes, channel by channel.
  private final float[] table;

  private Normalization(float[] table) {
    this.table = table;
  }

  /// @throws IOException when the file says otherwise than three means and three deviations, or
  ///   that pictures are not to be normalised
  static Normalization of(Config settings) throws IOException {
    for (String step : List.of("do_resize", "do_rescale", "do_normalize")) {
      if (!settings.flag(step, true)) {
        throw settings.unsupported(step, "true");
      }
    }
    List<Double> means = settings.numbers("image_mean");
    List<Double> deviations = settings.numbers("image_std");
    if (means.size() != Pixels.CHANNELS) {
      throw settings.unsupported("image_mean", "an array of 3");
    }
    if (deviations.size() != Pixels.CHANNELS || !deviations.stream().allMatch(each -> each > 0)) {
      throw settings.unsupported("image_std", "an array of 3 numbers above 0");
    }
    double factor = settings.positive("rescale_factor", BYTE);
    float[] table = new float[Pixels.CHANNELS << Byte.SIZE];
    for (int i = 0; i < table.length; i++) {
      int channel = i >> Byte.SIZE;
      float mean = means.get(channel).floatValue();
      table[i] = ((float) ((i & 0xff) * factor) - mean) / deviations.get(channel).floatValue();
    }
    return new Normalization(table);
  }

  /// Writes a rectangle of a picture, channel by channel, each row by row.
  ///
  /// @return where the numbers end
  int write(Pixels picture, int left, int top, int width, int height, float[] into, int at) {
    int next = at;
    byte[] bytes = picture.bytes();
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      for (int y = top; y < top + height; y++) {
        int pixel = (y * picture.width() + left) * Pixels.CHANNELS + channel;
        for (int x = 0; x < width; x++, pixel += Pixels.CHANNELS) {
          into[next++] = table[(channel << Byte.SIZE) + (bytes[pixel] & 0xff)];
        }
      }
    }
    return next;
  }
}
