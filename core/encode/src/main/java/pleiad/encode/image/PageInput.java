package pleiad.encode.image;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/// What one pass of a page-image model takes: a page, or a query, which has a blank picture and no
/// patches. Nothing is padded, for a pass has one page or one query.
public final class PageInput {
  private final Prepared picture;
  private final int[] ids;
  private final PatchGrid patches;

  PageInput(Prepared picture, int[] ids, PatchGrid patches) {
    this.picture = picture;
    this.ids = ids;
    this.patches = patches;
  }

  /// The numbers of the picture, row-major; read only.
  public FloatBuffer pixelValues() {
    return FloatBuffer.wrap(picture.values()).asReadOnlyBuffer();
  }

  /// Their sizes, outermost first: `[1, 3, height, width]` for PaliGemma, `[1, patches, numbers]`
  /// for Qwen2-VL, `[1, tiles, 3, height, width]` for Idefics3.
  public List<Long> pixelShape() {
    return picture.shape();
  }

  /// Patches in time, down and across: `image_grid_thw` of Qwen2-VL, empty for the others.
  public List<Long> imageGrid() {
    return picture.grid();
  }

  /// The token numbers of the prompt, with a placeholder for each patch, or of the query; a fresh
  /// copy.
  public int[] ids() {
    return ids.clone();
  }

  /// One for each token; a fresh array.
  public long[] attentionMask() {
    long[] ones = new long[ids.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  /// What each row of the output stands for.
  public PatchGrid patches() {
    return patches;
  }

  @Override
  public String toString() {
    return "PageInput[%d tokens, pixels %s]".formatted(ids.length, picture.shape());
  }
}
