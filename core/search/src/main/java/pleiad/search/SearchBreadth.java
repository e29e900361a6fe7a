package pleiad.search;

/// How many candidates a search for k documents estimates: more find more of what exact scoring of
/// every document would, and take longer.
///
/// @param candidates so many; 0: by k and the size of the collection
public record SearchBreadth(int candidates) {
  /// By k and the size of the collection.
  public static final SearchBreadth AUTOMATIC = new SearchBreadth(0);

  /// Every document.
  public static final SearchBreadth ALL = new SearchBreadth(Integer.MAX_VALUE);

  private static final int BASE = 60;
  private static final int PER_WANTED = 4;

  /// Up to so many documents the base serves; from there the number grows with a root of theirs.
  private static final double FEW_DOCUMENTS = 5_000;

  private static final double GROWTH = 0.35;

  public SearchBreadth {
    if (candidates < 0) {
      throw new IllegalArgumentException(
          "a search looks at 1 candidate or more, or 0 for a number of its own; got " + candidates);
    }
  }

  int candidates(int wanted, int documents) {
    if (candidates > 0) {
      return Math.max(wanted, candidates);
    }
    double growth = Math.pow(Math.max(1, documents / FEW_DOCUMENTS), GROWTH);
    int most = (int) Math.min(documents, (BASE + (double) PER_WANTED * wanted) * growth);
    return Math.max(wanted, most);
  }
}
