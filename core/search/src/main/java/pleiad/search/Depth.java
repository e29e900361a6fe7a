package pleiad.search;

/// How many candidates a stage gives.
///
/// @param fixed 0: as many as hits are asked for
record Depth(int fixed) {
  /// As many as hits are asked for.
  static final Depth AS_ASKED = new Depth(0);

  /// How it is written in the plan language.
  static final String LETTER = "k";

  boolean isAsAsked() {
    return fixed == 0;
  }

  Depth asked(int hits) {
    return isAsAsked() ? new Depth(hits) : this;
  }

  /// How many.
  ///
  /// @throws IllegalStateException when nobody said how many hits are asked for
  int count() {
    if (isAsAsked()) {
      throw new IllegalStateException(
          "a plan with (k) is run after Plan.asked(k) said how many hits are asked for");
    }
    return fixed;
  }

  @Override
  public String toString() {
    return isAsAsked() ? LETTER : Integer.toString(fixed);
  }
}
