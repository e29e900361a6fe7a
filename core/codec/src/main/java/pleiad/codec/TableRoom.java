package pleiad.codec;

/// Where the tables of a query lie, used by one query after the other.
final class TableRoom {
  private float[] dots = {};
  private byte[] steps = {};

  /// For so many numbers at least, with whatever was there before.
  float[] dots(int length) {
    dots = dots.length < length ? new float[length] : dots;
    return dots;
  }

  /// For so many bytes at least, with whatever was there before.
  byte[] steps(int length) {
    steps = steps.length < length ? new byte[length] : steps;
    return steps;
  }
}
