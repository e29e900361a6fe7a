package pleiad.encode.image;

import java.util.List;

/// A picture as a model takes it.
final class Prepared {
  private final float[] values;
  private final List<Long> shape;
  private final List<Long> grid;
  private final List<PatchCell> cells;
  private final String placeholders;

  /// @param grid patches in time, down and across, or empty in families that do not say
  /// @param cells what each of the picture's tokens shows, in their order
  /// @param placeholders what stands for the picture in a prompt
  Prepared(
      float[] values,
      List<Long> shape,
      List<Long> grid,
      List<PatchCell> cells,
      String placeholders) {
    this.values = values;
    this.shape = shape;
    this.grid = grid;
    this.cells = cells;
    this.placeholders = placeholders;
  }

  /// No picture: zeros of a shape.
  static Prepared blank(List<Long> shape, List<Long> grid) {
    long count = shape.stream().reduce(1L, Math::multiplyExact);
    return new Prepared(new float[Math.toIntExact(count)], shape, grid, List.of(), "");
  }

  float[] values() {
    return values;
  }

  List<Long> shape() {
    return shape;
  }

  List<Long> grid() {
    return grid;
  }

  List<PatchCell> cells() {
    return cells;
  }

  String placeholders() {
    return placeholders;
  }
}
