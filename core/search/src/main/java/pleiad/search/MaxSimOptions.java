package pleiad.search;

import org.jspecify.annotations.Nullable;

/// How much a late-interaction search does to find what scoring every document would find: more
/// candidates find more of it, and take longer.
///
/// @param route how candidates are found
/// @param candidates so many; 0: by recall, k and the size of the collection
/// @param recall the share of the best documents that shall be found on average, above 0; 1: every
///   document is scored. What is aimed at and was measured on the collection, not a promise
public record MaxSimOptions(CandidateRoute route, int candidates, double recall) {
  /// The recall that a search aims at which says nothing else.
  public static final double DEFAULT_RECALL = 0.95;

  /// Everything by k and the size of the collection.
  public static final MaxSimOptions AUTOMATIC =
      new MaxSimOptions(CandidateRoute.AUTOMATIC, 0, DEFAULT_RECALL);

  /// Every document is scored.
  public static final MaxSimOptions ALL = new MaxSimOptions(CandidateRoute.ALL, 0, DEFAULT_RECALL);

  private static final int BASE = 60;
  private static final int PER_WANTED = 4;

  /// Up to so many documents the base serves; from there the number grows with a root of theirs.
  private static final double FEW_DOCUMENTS = 5_000;

  private static final double GROWTH = 0.35;

  /// What the numbers above reach, where nothing was measured.
  private static final double USUAL_RECALL = 0.99;

  public MaxSimOptions {
    if (candidates < 0) {
      throw new IllegalArgumentException(
          "a search looks at 1 candidate or more, or 0 for a number of its own; got " + candidates);
    }
    if (!(recall > 0 && recall <= 1)) {
      throw new IllegalArgumentException(
          "a search finds a share of the best documents above 0, up to 1 for all; got " + recall);
    }
  }

  /// The same with so many candidates, whatever the recall.
  public MaxSimOptions candidates(int candidates) {
    return new MaxSimOptions(route, candidates, recall);
  }

  /// The same aiming at that recall.
  public MaxSimOptions recall(double recall) {
    return new MaxSimOptions(route, candidates, recall);
  }

  /// Whether every document is scored.
  boolean all() {
    return route == CandidateRoute.ALL || (recall == 1 && candidates == 0);
  }

  /// @param calibration what was measured; null: nothing
  int candidates(int wanted, int documents, @Nullable Calibration calibration) {
    if (all()) {
      return Math.max(wanted, documents);
    }
    if (candidates > 0) {
      return Math.max(wanted, candidates);
    }
    return calibration == null
        ? usual(wanted, documents)
        : calibration.candidates(recall, wanted, documents);
  }

  private int usual(int wanted, int documents) {
    double most =
        usualCandidates(wanted, documents) * Math.max(1, (1 - USUAL_RECALL) / (1 - recall));
    return Math.clamp((long) most, wanted, Math.max(wanted, documents));
  }

  /// The candidates where nothing was measured.
  static double usualCandidates(int wanted, int documents) {
    return (BASE + (double) PER_WANTED * wanted) * growth(documents / FEW_DOCUMENTS);
  }

  /// How many times the candidates are needed in so many times the documents.
  static double growth(double documents) {
    return Math.pow(Math.max(1, documents), GROWTH);
  }
}
