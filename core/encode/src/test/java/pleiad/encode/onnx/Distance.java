package pleiad.encode.onnx;

/// How far states are from those that are expected, where tokens are text.
final class Distance {
  private Distance() {}

  /// The lowest cosine of a token's two vectors, among the tokens that are text.
  static double lowestCosine(Golden.Case expected, float[] states) {
    int dimension = states.length / (expected.texts() * expected.tokens());
    double lowest = 1;
    for (int token = 0; token * dimension < states.length; token++) {
      if (expected.seen(token)) {
        lowest = Math.min(lowest, cosine(expected, states, token * dimension, dimension));
      }
    }
    return lowest;
  }

  private static double cosine(Golden.Case expected, float[] states, int from, int dimension) {
    double dot = 0;
    double ours = 0;
    double theirs = 0;
    for (int i = from; i < from + dimension; i++) {
      float reference = expected.states().get(i);
      dot += (double) states[i] * reference;
      ours += (double) states[i] * states[i];
      theirs += (double) reference * reference;
    }
    return dot / Math.sqrt(ours * theirs);
  }

  /// The largest difference of a number, among the tokens that are text.
  static double furthest(Golden.Case expected, float[] states) {
    int dimension = states.length / (expected.texts() * expected.tokens());
    double furthest = 0;
    for (int i = 0; i < states.length; i++) {
      if (expected.seen(i / dimension)) {
        furthest = Math.max(furthest, Math.abs(states[i] - expected.states().get(i)));
      }
    }
    return furthest;
  }
}
