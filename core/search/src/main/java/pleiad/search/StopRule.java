package pleiad.search;

/// Says when the candidates that are left may be left alone. What a route says of a document and
/// what its codes then say go along a line, about which documents scatter; the line and the scatter
/// of those that were scored tell how likely each of the others is to be among the best. When so
/// few of them are to be expected that the recall asked for is reached, it is enough.
///
/// A query of few tokens may miss fewer, in proportion: a document costs it less to score, and the
/// mean of a document says less of it.
///
/// It adapts to the query, to k and to the model by itself: where the route says little, the
/// scatter is wide and nothing is left out.
final class StopRule {
  /// How steep the logistic curve is over standard deviations. One of 1.702 is the normal
  /// distribution to within a hundredth; documents scatter with a longer tail than that.
  private static final double LOGISTIC = 1.5;

  /// A query of so many tokens, or more, finds the recall asked for; a shorter one finds more.
  private static final double USUAL_TOKENS = 24;

  private final double allowed;
  private int count;
  private double nearness;
  private double scores;
  private double nearnessSquares;
  private double scoreSquares;
  private double products;

  /// @param wanted documents
  /// @param recall the share of the best that should be found
  StopRule(int wanted, double recall, int queryTokens) {
    this.allowed = (1 - recall) * wanted * Math.min(1, queryTokens / USUAL_TOKENS);
  }

  void add(double near, double score) {
    count++;
    nearness += near;
    scores += score;
    nearnessSquares += near * near;
    scoreSquares += score * score;
    products += near * score;
  }

  /// Whether so few of the rest are to be expected among the best.
  ///
  /// @param least the score that the best have at least
  Expectation expect(float least) {
    double meanNear = nearness / count;
    double meanScore = scores / count;
    double spread = nearnessSquares / count - meanNear * meanNear;
    double together = products / count - meanNear * meanScore;
    double slope = spread > 0 ? Math.max(0, together / spread) : 0;
    double variance = scoreSquares / count - meanScore * meanScore - slope * together;
    double deviation = Math.sqrt(Math.max(0, variance));
    double flat = Math.max(deviation, Math.abs(meanScore) * 1e-6 + 1e-12);
    return new Expectation(
        LOGISTIC * slope / flat, LOGISTIC * (meanScore - slope * meanNear - least) / flat);
  }

  /// Whether anything can be expected yet.
  boolean ready() {
    return count >= MaxSimOptions.LEAST_SCORED;
  }

  /// How many of the best may be missed.
  double allowed() {
    return allowed;
  }

  /// How likely a document is among the best: a logistic curve over its nearness.
  record Expectation(double slope, double at) {
    double of(float near) {
      return 1 / (1 + Math.exp(-(slope * near + at)));
    }
  }
}
