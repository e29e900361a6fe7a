package pleiad.encode.text;

/// Where the code points of a text begin, as UTF-16 indexes. Asked for in about ascending order.
final class CodePoints {
  private final String text;
  private int codePoint;
  private int index;

  CodePoints(String text) {
    this.text = text;
  }

  /// The UTF-16 index of a code point, or of the text's end. Walks from the last one asked for.
  int index(int wanted) {
    index = text.offsetByCodePoints(index, wanted - codePoint);
    codePoint = wanted;
    return index;
  }
}
