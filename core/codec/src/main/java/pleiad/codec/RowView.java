package pleiad.codec;

/// Rows of numbers inside an array that is not copied: every `stride`-th number begins one.
final class RowView {
  private final float[] values;
  private final int from;
  private final int stride;
  private final int count;

  /// @param from where the first row begins
  /// @param stride how far apart rows lie
  RowView(float[] values, int from, int stride, int count) {
    this.values = values;
    this.from = from;
    this.stride = stride;
    this.count = count;
  }

  float[] values() {
    return values;
  }

  int stride() {
    return stride;
  }

  int count() {
    return count;
  }

  /// Where a row begins in [#values()].
  int at(int row) {
    return from + row * stride;
  }
}
