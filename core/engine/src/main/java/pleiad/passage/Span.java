package pleiad.passage;

/// A stretch of a text, `start` inclusive and `end` exclusive.
record Span(int start, int end) {
  /// Without the white space around it.
  Span stripped(String text) {
    int from = start;
    int to = end;
    while (from < to && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    return new Span(from, to);
  }
}
