package pleiad.search;

/// Documents of one segment that one route found, the best first by it. What a route says of
/// documents of other segments can be compared with it, what another route says cannot.
record Found(
    @SuppressWarnings("ArrayRecordComponent") int[] documents,
    @SuppressWarnings("ArrayRecordComponent") float[] nearness) {
  static final Found NOTHING = new Found(new int[0], new float[0]);

  int count() {
    return documents.length;
  }

  /// How near the document of a place is; negative infinity behind the last.
  float nearness(int place) {
    return place < nearness.length ? nearness[place] : Float.NEGATIVE_INFINITY;
  }
}
