package pleiad.search;

/// Documents of one segment that one route found, the best first by it. What a route says of
/// documents of other segments can be compared with it, what another route says cannot.
record Found(
    @SuppressWarnings("ArrayRecordComponent") int[] documents,
    @SuppressWarnings("ArrayRecordComponent") float[] nearness) {
  static final Found NOTHING = new Found(new int[0], new float[0]);

  /// Candidates in their order.
  static Found of(Candidates candidates) {
    int[] documents = new int[candidates.count()];
    float[] nearness = new float[documents.length];
    for (int place = 0; place < documents.length; place++) {
      documents[place] = candidates.document(place);
      nearness[place] = candidates.score(place);
    }
    return new Found(documents, nearness);
  }

  int count() {
    return documents.length;
  }

  /// How near the document of a place is; negative infinity behind the last.
  float nearness(int place) {
    return place < nearness.length ? nearness[place] : Float.NEGATIVE_INFINITY;
  }
}
