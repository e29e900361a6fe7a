package pleiad.encode.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which part of the page each row of a model's output stands for. Rows are in the order of the
/// model's tokens; those of the prompt stand for no part.
///
/// Models that cut a page into tiles see it twice: in the tiles, and as a whole with fewer, larger
/// patches. Areas of the two kinds overlap.
public final class PatchGrid {
  /// More rows than any model gives for a page.
  private static final int MOST_ROWS = 999_999;

  private final List<Optional<PatchCell>> cells;

  private PatchGrid(List<Optional<PatchCell>> cells) {
    this.cells = List.copyOf(cells);
  }

  /// Lays cells on those tokens that are placeholders of the picture, in their order.
  ///
  /// @throws IllegalStateException when there are not as many of the one as of the other
  static PatchGrid over(int[] ids, int placeholder, List<PatchCell> inOrder) {
    List<Optional<PatchCell>> cells = new ArrayList<>(ids.length);
    int next = 0;
    for (int id : ids) {
      boolean patch = id == placeholder;
      cells.add(patch && next < inOrder.size() ? Optional.of(inOrder.get(next)) : Optional.empty());
      next += patch ? 1 : 0;
    }
    if (next != inOrder.size()) {
      throw new IllegalStateException(
          "the picture has %d patches, and the prompt %d places for them; does the tokenizer belong"
                  .formatted(inOrder.size(), next)
              + " to the model?");
    }
    return new PatchGrid(cells);
  }

  /// The grid that [#written()] wrote.
  ///
  /// @throws IllegalArgumentException when it is none
  public static PatchGrid parse(String written) {
    String[] parts = written.split(" ", -1);
    try {
      if (!parts[0].matches("\\d{1,6}")) {
        throw new IllegalArgumentException("it begins with no number of rows");
      }
      int rows = Integer.parseInt(parts[0]);
      List<Optional<PatchCell>> cells = new ArrayList<>(rows);
      for (int i = 1; i < parts.length; i++) {
        PatchBlock block = PatchBlock.parse(parts[i]);
        if (block.from() < cells.size() || block.count() > rows - block.from()) {
          throw new IllegalArgumentException(
              "'%s' has no room among %d rows".formatted(parts[i], rows));
        }
        fill(cells, block.from());
        block.cells().forEach(cell -> cells.add(Optional.of(cell)));
      }
      fill(cells, rows);
      return new PatchGrid(cells);
    } catch (IllegalArgumentException | ArithmeticException wrong) {
      throw new IllegalArgumentException(
          "'%.80s' is no grid of patches: %s".formatted(written, wrong.getMessage()), wrong);
    }
  }

  private static void fill(List<Optional<PatchCell>> cells, int to) {
    while (cells.size() < to) {
      cells.add(Optional.empty());
    }
  }

  /// The grid in few letters: how many rows there are, then the blocks of patches among them, as in
  /// `1030 0:32x32`. A block is `ROW:DOWNxACROSS`, from a row of the output on so many patches down
  /// and across; where it is only part of a grid over the page, `+TOP+LEFT/ROWSxCOLUMNS` follows.
  ///
  /// @throws IllegalStateException when there are a million rows or more
  public String written() {
    if (rows() > MOST_ROWS) {
      throw new IllegalStateException(
          "a page with %d rows cannot be written down; at most %d can"
              .formatted(rows(), MOST_ROWS));
    }
    StringBuilder written = new StringBuilder().append(rows());
    int row = 0;
    while (row < rows()) {
      if (cells.get(row).isEmpty()) {
        row++;
      } else {
        PatchBlock block = PatchBlock.at(row, cells);
        written.append(' ').append(block);
        row += block.count();
      }
    }
    return written.toString();
  }

  /// Rows of the output.
  public int rows() {
    return cells.size();
  }

  /// The part of the page that a row stands for, or nothing for a row of the prompt.
  public Optional<PageArea> area(int row) {
    return cells.get(row).map(PatchCell::area);
  }

  /// How many rows stand for a part of the page.
  public int patches() {
    return (int) cells.stream().filter(Optional::isPresent).count();
  }

  @Override
  public String toString() {
    return "PatchGrid[%d of %d rows]".formatted(patches(), rows());
  }
}
