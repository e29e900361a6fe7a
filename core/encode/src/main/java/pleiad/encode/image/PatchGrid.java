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
  private final List<Optional<PageArea>> areas;

  private PatchGrid(List<Optional<PageArea>> areas) {
    this.areas = List.copyOf(areas);
  }

  /// Lays areas on those tokens that are placeholders of the picture, in their order.
  ///
  /// @throws IllegalStateException when there are not as many of the one as of the other
  static PatchGrid over(int[] ids, int placeholder, List<PageArea> inOrder) {
    List<Optional<PageArea>> areas = new ArrayList<>(ids.length);
    int next = 0;
    for (int id : ids) {
      boolean patch = id == placeholder;
      areas.add(patch && next < inOrder.size() ? Optional.of(inOrder.get(next)) : Optional.empty());
      next += patch ? 1 : 0;
    }
    if (next != inOrder.size()) {
      throw new IllegalStateException(
          "the picture has %d patches, and the prompt %d places for them; does the tokenizer belong"
                  .formatted(inOrder.size(), next)
              + " to the model?");
    }
    return new PatchGrid(areas);
  }

  /// Rows of the output.
  public int rows() {
    return areas.size();
  }

  /// The part of the page that a row stands for, or nothing for a row of the prompt.
  public Optional<PageArea> area(int row) {
    return areas.get(row);
  }

  /// How many rows stand for a part of the page.
  public int patches() {
    return (int) areas.stream().filter(Optional::isPresent).count();
  }

  @Override
  public String toString() {
    return "PatchGrid[%d of %d rows]".formatted(patches(), rows());
  }
}
