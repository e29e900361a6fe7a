package pleiad.search;

/// How much a late-interaction search does to find what scoring every document would find: more
/// candidates find more of it, and take longer.
///
/// @param route how candidates are found
/// @param candidates so many are scored; 0: as many as `recall` takes, up to a number that follows
///   from k, the size of the collection and how short the query is
/// @param recall the share of the best k documents, by the stored codes, that a search should find
///   on average, above 0; 1: every document is scored
/// @param probes the cells that each query token looks into, where candidates are found by
///   centroids; 0: by k
public record MaxSimOptions(CandidateRoute route, int candidates, double recall, int probes) {
  /// The recall that a search aims at which says nothing else.
  public static final double DEFAULT_RECALL = 0.98;

  /// A search that may stop early scores so many candidates first, where there are as many: a line
  /// through fewer says too often that they are enough.
  public static final int LEAST_SCORED = 48;

  /// Everything by k and the size of the collection.
  public static final MaxSimOptions AUTOMATIC = by(CandidateRoute.AUTOMATIC);

  /// Every document is scored.
  public static final MaxSimOptions ALL = by(CandidateRoute.ALL);

  /// Pairs of query token and candidate that may be looked at however small a collection is, as 200
  /// candidates of 24 query tokens: the fewer tokens a query has, the less it costs to score a
  /// document and the less a mean says of how they will fare.
  private static final int LEAST_PAIRS = 4_800;

  /// Candidates that the shortest query may have for that reason.
  private static final int MOST_OF_SHORT = 500;

  private static final int BASE = 120;
  private static final int PER_WANTED = 8;

  /// Up to so many documents the base serves; from there the number grows with a root of theirs.
  private static final double FEW_DOCUMENTS = 5_000;

  private static final double GROWTH = 0.35;

  /// Candidates by centroids for each one by means: how good a document is shows less in the
  /// centroids of its cells.
  private static final int PER_MEAN = 4;

  private static final int PROBES = 8;
  private static final int FEW_WANTED = 20;

  public MaxSimOptions {
    if (candidates < 0) {
      throw new IllegalArgumentException(
          "a search looks at 1 candidate or more, or 0 for a number of its own; got " + candidates);
    }
    if (!(recall > 0 && recall <= 1)) {
      throw new IllegalArgumentException(
          "a search finds a share of the best documents above 0, up to 1 for all; got " + recall);
    }
    if (probes < 0) {
      throw new IllegalArgumentException(
          "a query token looks into 1 cell or more, or 0 for a number of its own; got " + probes);
    }
  }

  /// A route, and everything else by k and the size of the collection.
  public static MaxSimOptions by(CandidateRoute route) {
    return new MaxSimOptions(route, 0, DEFAULT_RECALL, 0);
  }

  /// The same with so many cells for each query token.
  public MaxSimOptions probes(int probes) {
    return new MaxSimOptions(route, candidates, recall, probes);
  }

  /// The same with so many candidates, all of which are scored.
  public MaxSimOptions candidates(int candidates) {
    return new MaxSimOptions(route, candidates, recall, probes);
  }

  /// The same by another route.
  public MaxSimOptions route(CandidateRoute route) {
    return new MaxSimOptions(route, candidates, recall, probes);
  }

  /// The same aiming at that recall.
  public MaxSimOptions recall(double recall) {
    return new MaxSimOptions(route, candidates, recall, probes);
  }

  /// Whether every document is scored.
  boolean all() {
    return route == CandidateRoute.ALL || (recall == 1 && candidates == 0);
  }

  /// How many candidates a route is asked for; a search scores as many of them at most.
  ///
  /// @param queryTokens a short query may have more candidates
  public int candidates(int wanted, int documents, int queryTokens) {
    int few = few(wanted, documents);
    int cheap = Math.min(MOST_OF_SHORT, LEAST_PAIRS / Math.max(1, queryTokens));
    return all() || candidates > 0 ? few : Math.max(few, Math.min(documents, cheap));
  }

  /// So few documents are all scored: to find the nearest of them first would spare little.
  int few(int wanted, int documents) {
    if (all()) {
      return Math.max(wanted, documents);
    }
    if (candidates > 0) {
      return Math.max(wanted, candidates);
    }
    double growth = Math.pow(Math.max(1, documents / FEW_DOCUMENTS), GROWTH);
    int most = (int) Math.min(documents, (BASE + (double) PER_WANTED * wanted) * growth);
    return Math.max(wanted, most);
  }

  /// How many candidates by centroids.
  int cellCandidates(int wanted, int documents) {
    int few = few(wanted, documents);
    return candidates > 0 || route == CandidateRoute.BOTH
        ? few
        : Math.clamp((long) PER_MEAN * few, wanted, Math.max(wanted, documents));
  }

  int probesFor(int wanted) {
    return probes > 0 ? probes : wanted <= FEW_WANTED ? PROBES : 2 * PROBES;
  }

  /// The recall at which a search may stop before it scored all its candidates.
  double recallToStopAt() {
    return candidates > 0 ? 1 : recall;
  }
}
