package pleiad.encode.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Rows of a model's output that follow each other and stand for the cells of a rectangle, row by
/// row: how a [PatchGrid] is kept in few letters.
///
/// ```
/// 3:32x32              output rows 3 to 1026 are a grid of 32 x 32 cells over the page
/// 12:8x8+16+8/32x24    those from 12 on are 8 x 8 cells of a grid of 32 x 24: the ones from row 16,
///                      column 8 on
/// ```
///
/// @param from the first row of the output
/// @param down cells from top to bottom
/// @param across cells from left to right
/// @param corner the cell at the top left
record PatchBlock(int from, int down, int across, PatchCell corner) {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{1,6}):(\\d{1,6})x(\\d{1,6})(?:\\+(\\d{1,6})\\+(\\d{1,6})/(\\d{1,6})x(\\d{1,6}))?");

  /// The longest block that begins with a row.
  static PatchBlock at(int from, List<Optional<PatchCell>> cells) {
    PatchCell corner = cells.get(from).orElseThrow();
    int across = 1;
    while (isCell(cells, from + across, corner, 0, across)) {
      across++;
    }
    int down = 1;
    while (isLine(cells, from + down * across, corner, down, across)) {
      down++;
    }
    return new PatchBlock(from, down, across, corner);
  }

  private static boolean isLine(
      List<Optional<PatchCell>> cells, int at, PatchCell corner, int down, int across) {
    for (int column = 0; column < across; column++) {
      if (!isCell(cells, at + column, corner, down, column)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isCell(
      List<Optional<PatchCell>> cells, int at, PatchCell corner, int down, int across) {
    if (at >= cells.size() || cells.get(at).isEmpty()) {
      return false;
    }
    PatchCell cell = cells.get(at).orElseThrow();
    return cell.rows() == corner.rows()
        && cell.columns() == corner.columns()
        && cell.row() == corner.row() + down
        && cell.column() == corner.column() + across;
  }

  /// Rows of the output that it takes.
  int count() {
    return Math.multiplyExact(down, across);
  }

  /// What these rows stand for.
  List<PatchCell> cells() {
    List<PatchCell> cells = new ArrayList<>(count());
    for (int i = 0; i < count(); i++) {
      cells.add(
          new PatchCell(
              corner.row() + i / across,
              corner.rows(),
              corner.column() + i % across,
              corner.columns()));
    }
    return cells;
  }

  /// The block that [#toString()] wrote.
  ///
  /// @throws IllegalArgumentException when it is none
  static PatchBlock parse(String written) {
    Matcher form = FORM.matcher(written);
    if (!form.matches()) {
      throw new IllegalArgumentException("'%s' is no block of patches".formatted(written));
    }
    int down = Integer.parseInt(form.group(2));
    int across = Integer.parseInt(form.group(3));
    PatchCell corner =
        form.group(4) == null
            ? new PatchCell(0, down, 0, across)
            : new PatchCell(number(form, 4), number(form, 6), number(form, 5), number(form, 7));
    if (down < 1
        || across < 1
        || corner.row() + down > corner.rows()
        || corner.column() + across > corner.columns()) {
      throw new IllegalArgumentException("'%s' is larger than its grid".formatted(written));
    }
    return new PatchBlock(Integer.parseInt(form.group(1)), down, across, corner);
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }

  @Override
  public String toString() {
    String size = "%d:%dx%d".formatted(from, down, across);
    return corner.rows() == down && corner.columns() == across
        ? size
        : size
            + "+%d+%d/%dx%d"
                .formatted(corner.row(), corner.column(), corner.rows(), corner.columns());
  }
}
