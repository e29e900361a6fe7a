package pleiad.encode.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pleiad.encode.weights.Config;

/// Qwen2-VL: the page in about its own proportions and as many pixels as allowed, cut into patches
/// of 14 × 14, of which the model merges 2 × 2 into a token.
///
/// Patches come merge block by merge block, row by row, and within a block row by row. The numbers
/// of a patch are those of its red, green and blue, each once for every moment of a film's two.
final class PatchedPicture implements Preprocessing {
  private static final int MOST = 1 << 30;

  /// How many times one side may be the other.
  private static final int LONGEST = 200;

  private final Resizer resizer;
  private final Normalization normalization;
  private final int patch;
  private final int moments;
  private final int merge;
  private final int fewestPixels;
  private final int mostPixels;

  private PatchedPicture(Config settings, int fewestPixels, int mostPixels) throws IOException {
    this.resizer = Preprocessing.resizer(settings, Resampling.BICUBIC);
    this.normalization = Normalization.of(settings);
    this.patch = size(settings, "patch_size", 14, 64);
    this.moments = size(settings, "temporal_patch_size", 2, 4);
    this.merge = size(settings, "merge_size", 2, 8);
    this.fewestPixels = fewestPixels;
    this.mostPixels = mostPixels;
  }

  /// @throws IOException when the settings are not those of this family
  static PatchedPicture of(Config settings) throws IOException {
    int fewest = pixels(settings, "min_pixels", "shortest_edge", 56 * 56);
    int most = pixels(settings, "max_pixels", "longest_edge", 28 * 28 * 1_280);
    return new PatchedPicture(settings, fewest, most);
  }

  private static int size(Config settings, String name, int absent, int most) throws IOException {
    return settings.has(name) ? settings.whole(name, 1, most) : absent;
  }

  /// A number of pixels, under the name it has at the top, or a name in `size`: files of all ages.
  private static int pixels(Config settings, String name, String edge, int absent)
      throws IOException {
    if (settings.has(name)) {
      return settings.whole(name, 1, MOST);
    }
    if (settings.empty("size")) {
      return absent;
    }
    Config size = settings.section("size");
    return size.whole(size.has(edge) ? edge : name, 1, MOST);
  }

  @Override
  public Prepared prepare(Pixels picture) {
    int block = patch * merge;
    double height = picture.height();
    double width = picture.width();
    if (Math.max(height, width) / Math.min(height, width) > LONGEST) {
      throw new IllegalArgumentException(
          "the model takes pictures whose one side is at most %d times the other, and this has %d x %d"
              .formatted(LONGEST, picture.width(), picture.height()));
    }
    long down = Math.round(Math.rint(height / block)) * block;
    long across = Math.round(Math.rint(width / block)) * block;
    if (down * across > mostPixels) {
      double shrink = Math.sqrt(height * width / mostPixels);
      down = Math.max(block, (long) Math.floor(height / shrink / block) * block);
      across = Math.max(block, (long) Math.floor(width / shrink / block) * block);
    } else if (down * across < fewestPixels) {
      double grow = Math.sqrt(fewestPixels / (height * width));
      down = (long) Math.ceil(height * grow / block) * block;
      across = (long) Math.ceil(width * grow / block) * block;
    }
    return cut(resizer.resize(picture, Math.toIntExact(across), Math.toIntExact(down)));
  }

  private Prepared cut(Pixels picture) {
    int rows = picture.height() / patch / merge;
    int columns = picture.width() / patch / merge;
    float[] values = new float[Math.multiplyExact(rows * columns * merge * merge, length())];
    List<PatchCell> cells = new ArrayList<>(rows * columns);
    int at = 0;
    for (int token = 0; token < rows * columns; token++) {
      int top = token / columns * merge;
      int left = token % columns * merge;
      cells.add(new PatchCell(token / columns, rows, token % columns, columns));
      for (int part = 0; part < merge * merge; part++) {
        at = writePatch(picture, left + part % merge, top + part / merge, values, at);
      }
    }
    return new Prepared(
        values,
        List.of(1L, (long) rows * columns * merge * merge, (long) length()),
        List.of(1L, (long) rows * merge, (long) columns * merge),
        cells,
        placeholder().repeat(cells.size()));
  }

  /// A patch, each of its channels as often as there are moments.
  private int writePatch(Pixels picture, int column, int row, float[] values, int at) {
    float[] once = new float[length() / moments];
    normalization.write(picture, column * patch, row * patch, patch, patch, once, 0);
    int plane = patch * patch;
    int next = at;
    for (int channel = 0; channel < Pixels.CHANNELS; channel++) {
      for (int moment = 0; moment < moments; moment++) {
        System.arraycopy(once, channel * plane, values, next, plane);
        next += plane;
      }
    }
    return next;
  }

  private int length() {
    return Pixels.CHANNELS * moments * patch * patch;
  }

  @Override
  public Prepared blank() {
    return Prepared.blank(
        List.of(1L, (long) merge * merge, (long) length()),
        List.of(1L, (long) merge, (long) merge));
  }

  @Override
  public String placeholder() {
    return "<|image_pad|>";
  }
}
