package pleiad.encode.checkpoint;

/// How a query's and a document's vectors come to one score.
public enum Similarity {
  /// The sum, over query tokens, of the highest dot product with a document token.
  MAX_SIM("maxsim"),
  /// The same divided by the number of query tokens.
  MEAN_MAX_SIM("meanmaxsim"),
  /// The same with negative squared distances; of vectors of unit length it is `2 · MaxSim - 2 ·
  /// |q|`, which ranks alike.
  L2("l2");

  private final String label;

  Similarity(String label) {
    this.label = label;
  }

  /// Its name in reports.
  public String label() {
    return label;
  }
}
