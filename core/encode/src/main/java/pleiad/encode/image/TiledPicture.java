package pleiad.encode.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pleiad.encode.weights.Config;

/// Idefics3: the page cut into square tiles (512 × 512), and after them the whole page in one more.
/// Each has as many tokens (8 × 8, row by row), so the page is seen finely and, with larger
/// patches, at a glance.
///
/// The page is resized until its longer side is as long as the settings say (2048), and then a
/// little, each side for itself, until tiles cover it exactly.
final class TiledPicture implements Preprocessing {
  /// Pixels beyond which the reference shrinks a side.
  private static final int LONGEST = 4_096;

  private final Resizer resizer;
  private final Normalization normalization;
  private final int longestEdge;
  private final int tile;
  private final boolean splitting;
  private final int side;

  private TiledPicture(Config settings, int side) throws IOException {
    this.resizer = Preprocessing.resizer(settings, Resampling.LANCZOS);
    this.normalization = Normalization.of(settings);
    this.longestEdge = settings.section("size").whole("longest_edge", 1, LONGEST);
    this.tile = settings.section("max_image_size").whole("longest_edge", 1, LONGEST);
    this.splitting = settings.flag("do_image_splitting", true);
    this.side = side;
  }

  /// @param tokens tokens of a tile
  /// @throws IOException when the settings are not those of this family
  static TiledPicture of(Config settings, int tokens) throws IOException {
    int side = (int) Math.sqrt(tokens);
    if (side * side != tokens) {
      throw new IOException(
          "the tiles of '%s' should have a square number of tokens, and have %d"
              .formatted(settings, tokens));
    }
    return new TiledPicture(settings, side);
  }

  @Override
  public Prepared prepare(Pixels picture) {
    Pixels resized = longest(picture);
    Pixels covered = splitting ? covered(resized) : resizer.resize(resized, tile, tile);
    int rows = covered.height() / tile;
    int columns = covered.width() / tile;
    boolean split = rows > 1 || columns > 1;
    int tiles = split ? rows * columns + 1 : 1;
    float[] values = new float[Math.multiplyExact(tiles, Pixels.CHANNELS * tile * tile)];
    List<PatchCell> cells = new ArrayList<>();
    int at = 0;
    for (int each = 0; split && each < rows * columns; each++) {
      int row = each / columns;
      int column = each % columns;
      at = normalization.write(covered, column * tile, row * tile, tile, tile, values, at);
      addCells(cells, row, rows, column, columns);
    }
    Pixels whole = resizer.resize(covered, tile, tile);
    normalization.write(whole, 0, 0, tile, tile, values, at);
    addCells(cells, 0, 1, 0, 1);
    String text = split ? placeholders(rows, columns) : glance();
    return new Prepared(values, shape(tiles), List.of(), cells, text);
  }

  /// The page with its longer side as long as it should be, and the other even.
  private Pixels longest(Pixels picture) {
    double ratio = (double) picture.width() / picture.height();
    if (picture.width() >= picture.height()) {
      return resizer.resize(picture, longestEdge, even((int) (longestEdge / ratio)));
    }
    return resizer.resize(picture, even((int) (longestEdge * ratio)), longestEdge);
  }

  private static int even(int length) {
    return Math.max(length + length % 2, 1);
  }

  /// The page in the next larger size that tiles cover.
  private Pixels covered(Pixels picture) {
    double ratio = (double) picture.width() / picture.height();
    if (picture.width() >= picture.height()) {
      int width = upToTiles(picture.width());
      return resizer.resize(picture, width, upToTiles((int) (width / ratio)));
    }
    int height = upToTiles(picture.height());
    return resizer.resize(picture, upToTiles((int) (height * ratio)), height);
  }

  private int upToTiles(int length) {
    return Math.ceilDiv(length, tile) * tile;
  }

  private void addCells(List<PatchCell> cells, int row, int rows, int column, int columns) {
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        cells.add(new PatchCell(row * side + y, rows * side, column * side + x, columns * side));
      }
    }
  }

  private String placeholders(int rows, int columns) {
    StringBuilder text = new StringBuilder();
    for (int row = 1; row <= rows; row++) {
      for (int column = 1; column <= columns; column++) {
        text.append("<fake_token_around_image><row_%d_col_%d>".formatted(row, column))
            .append(placeholder().repeat(side * side));
      }
      text.append('\n');
    }
    return text.append('\n').append(glance()).toString();
  }

  /// What stands for the page as a whole.
  private String glance() {
    return "<fake_token_around_image><global-img>"
        + placeholder().repeat(side * side)
        + "<fake_token_around_image>";
  }

  @Override
  public Prepared blank() {
    return Prepared.blank(shape(1), List.of());
  }

  @Override
  public String placeholder() {
    return "<image>";
  }

  private List<Long> shape(int tiles) {
    return List.of(1L, (long) tiles, (long) Pixels.CHANNELS, (long) tile, (long) tile);
  }
}
