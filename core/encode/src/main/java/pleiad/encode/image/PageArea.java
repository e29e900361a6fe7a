package pleiad.encode.image;

/// A rectangle of a page, as shares of its width and height from the top left.
///
/// @param left 0 at the page's left edge
/// @param top 0 at the page's upper edge
/// @param right 1 at the page's right edge
/// @param bottom 1 at the page's lower edge
public record PageArea(double left, double top, double right, double bottom) {
  /// Checks that it lies on the page.
  public PageArea {
    if (!(0 <= left && left < right && right <= 1 && 0 <= top && top < bottom && bottom <= 1)) {
      throw new IllegalArgumentException(
          "an area lies within 0 to 1 and has a size; found %s to %s across, %s to %s down"
              .formatted(left, right, top, bottom));
    }
  }
}
