package pleiad.encode.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pleiad.encode.weights.Config;

/// SigLIP as in PaliGemma: the whole page, whatever its proportions, in one square (448 × 448),
/// seen as a grid of patches (32 × 32), row by row.
final class StretchedPicture implements Preprocessing {
  private static final int LARGEST = 4_096;

  private final Resizer resizer;
  private final Normalization normalization;
  private final int width;
  private final int height;
  private final int side;

  private StretchedPicture(
      Resizer resizer, Normalization normalization, int width, int height, int side) {
    this.resizer = resizer;
    this.normalization = normalization;
    this.width = width;
    this.height = height;
    this.side = side;
  }

  /// @throws IOException when the settings are not those of this family
  static StretchedPicture of(Config settings) throws IOException {
    Config size = settings.section("size");
    int tokens = settings.whole("image_seq_length", 1, LARGEST);
    int side = (int) Math.sqrt(tokens);
    if (side * side != tokens) {
      throw settings.unsupported("image_seq_length", "a square number");
    }
    return new StretchedPicture(
        Preprocessing.resizer(settings, Resampling.BICUBIC),
        Normalization.of(settings),
        size.whole("width", 1, LARGEST),
        size.whole("height", 1, LARGEST),
        side);
  }

  @Override
  public Prepared prepare(Pixels picture) {
    float[] values = new float[Pixels.CHANNELS * width * height];
    Pixels stretched = resizer.resize(picture, width, height);
    normalization.write(stretched, 0, 0, width, height, values, 0);
    List<PatchCell> cells = new ArrayList<>();
    for (int patch = 0; patch < side * side; patch++) {
      cells.add(new PatchCell(patch / side, side, patch % side, side));
    }
    return new Prepared(values, shape(), List.of(), cells, placeholder().repeat(cells.size()));
  }

  @Override
  public Prepared blank() {
    return Prepared.blank(shape(), List.of());
  }

  @Override
  public String placeholder() {
    return "<image>";
  }

  private List<Long> shape() {
    return List.of(1L, (long) Pixels.CHANNELS, (long) height, (long) width);
  }
}
