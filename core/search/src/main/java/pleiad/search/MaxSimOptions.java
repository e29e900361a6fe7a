package pleiad.search;

/// How much a late-interaction search does to find what scoring every document would find: more
/// candidates find more of it, and take longer.
///
/// @param route how candidates are found
/// @param candidates so many; 0: by k and the size of the collection
public record MaxSimOptions(CandidateRoute route, int candidates) {
  /// Everything by k and the size of the collection.
  public static final MaxSimOptions AUTOMATIC = new MaxSimOptions(CandidateRoute.AUTOMATIC, 0);

  /// Every document is scored.
  public static final MaxSimOptions ALL = new MaxSimOptions(CandidateRoute.ALL, 0);

  private static final int BASE = 60;
  private static final int PER_WANTED = 4;

  /// Up to so many documents the base serves; from there the number grows with a root of theirs.
  private static final double FEW_DOCUMENTS = 5_000;

  private static final double GROWTH = 0.35;

  public MaxSimOptions {
    if (candidates < 0) {
      throw new IllegalArgumentException(
          "a search looks at 1 candidate or more, or 0 for a number of its own; got " + candidates);
    }
  }

  /// The same with so many candidates.
  public MaxSimOptions candidates(int candidates) {
    return new MaxSimOptions(route, candidates);
  }

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
}
