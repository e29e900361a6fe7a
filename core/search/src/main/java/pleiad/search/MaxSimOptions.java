package pleiad.search;

/// How much a late-interaction search does to find what scoring every document would find: more
/// candidates find more of it, and take longer.
///
/// @param route how candidates are found
/// @param candidates so many are scored; 0: as many as `recall` takes, up to a number that follows
///   from k and the size of the collection
/// @param recall the share of the best k documents, by the stored codes, that a search should find
///   on average; above 0, and 1 for all that the route finds
public record MaxSimOptions(CandidateRoute route, int candidates, double recall) {
  private static final double DEFAULT_RECALL = 0.98;

  /// Everything by k and the size of the collection.
  public static final MaxSimOptions AUTOMATIC =
      new MaxSimOptions(CandidateRoute.AUTOMATIC, 0, DEFAULT_RECALL);

  /// Every document is scored.
  public static final MaxSimOptions ALL = new MaxSimOptions(CandidateRoute.ALL, 0, 1);

  private static final int BASE = 120;
  private static final int PER_WANTED = 8;

  /// Up to so many documents the base serves; from there the number grows with a root of theirs.
  private static final double FEW_DOCUMENTS = 5_000;

  private static final double GROWTH = 0.35;

  public MaxSimOptions {
    if (candidates < 0) {
      throw new IllegalArgumentException(
          "a search looks at 1 candidate or more, or 0 for a number of its own; got " + candidates);
    }
    if (!(recall > 0 && recall <= 1)) {
      throw new IllegalArgumentException(
          "a recall to aim at is above 0 and at most 1, as 0.95; got " + recall);
    }
  }

  /// The same by another route.
  public MaxSimOptions route(CandidateRoute route) {
    return new MaxSimOptions(route, candidates, recall);
  }

  /// The same with so many candidates, all of which are scored.
  public MaxSimOptions candidates(int candidates) {
    return new MaxSimOptions(route, candidates, recall);
  }

  /// The same with as many candidates as that recall takes.
  public MaxSimOptions recall(double recall) {
    return new MaxSimOptions(route, 0, recall);
  }

  /// How many candidates a route is asked for.
  int candidates(int wanted, int documents) {
    if (route == CandidateRoute.ALL) {
      return Math.max(wanted, documents);
    }
    if (candidates > 0) {
      return Math.max(wanted, candidates);
    }
    double growth = Math.pow(Math.max(1, documents / FEW_DOCUMENTS), GROWTH);
    int most = (int) Math.min(documents, (BASE + (double) PER_WANTED * wanted) * growth);
    return Math.max(wanted, most);
  }

  /// The recall at which a search may stop before it scored all its candidates.
  double recallToStopAt() {
    return candidates > 0 ? 1 : recall;
  }
}
