package pleiad;

import java.util.Locale;

/// What a hit's score can be told as. All but [#SCORE] are of MaxSim, so they exist only where the
/// plan's last stage scores by MaxSim of the whole query.
public enum Score {
  /// What the plan's last stage made of it, as [Hit#score()].
  SCORE,
  /// MaxSim per query token, from -1 to 1 for vectors of unit length, as [Hit#normalized()].
  NORMALIZED,
  /// The same mapped to 0 to 1, as [Hit#unit()].
  UNIT,
  /// The share of random pairs of the collection that have less, from 0 to 1, as
  /// [Hit#percentile()].
  PERCENTILE;

  /// As in JSON and on the command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// MaxSim per query token, mapped from [-1, 1] to [0, 1].
  static float unit(float normalized) {
    return (normalized + 1) / 2;
  }
}
