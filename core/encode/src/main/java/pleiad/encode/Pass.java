package pleiad.encode;

/// One pass of a model over a text or a part of it.
final class Pass {
  private final long[] ids;
  private final long[] attention;
  private final long[] types;
  private final int lead;
  private final int seen;
  private final int[] kept;

  /// @param ids token numbers, special ones and those that fill included
  /// @param attention 1 for each that others look at
  /// @param types of each token: 0 for those of a first text, 1 for those of a second
  /// @param lead how many of the first ids a prefix ends with; 0 without one
  /// @param seen how many of the first ids are not there to fill
  /// @param kept the rows that are kept, ascending
  Pass(long[] ids, long[] attention, long[] types, int lead, int seen, int[] kept) {
    this.ids = ids;
    this.attention = attention;
    this.types = types;
    this.lead = lead;
    this.seen = seen;
    this.kept = kept;
  }

  long[] ids() {
    return ids;
  }

  long[] attention() {
    return attention;
  }

  /// How many of the first ids a prefix ends with; 0 without one.
  int lead() {
    return lead;
  }

  /// How many of the first ids are not there to fill.
  int seen() {
    return seen;
  }

  /// The rows that are kept, ascending.
  int[] kept() {
    return kept;
  }

  /// Of each token: 0 for those of a first text, 1 for those of a second.
  long[] types() {
    return types;
  }
}
