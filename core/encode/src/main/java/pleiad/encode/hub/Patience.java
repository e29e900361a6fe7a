package pleiad.encode.hub;

import java.time.Duration;

/// How long the hub is waited for, and how often it is asked.
///
/// @param connect for a connection
/// @param answer for an answer's headers
/// @param silence between two pieces of a body
/// @param attempts without progress, before giving up
/// @param firstPause after the first failure; each further one twice as long
/// @param longestPause whatever the failures or the hub say; a hub that wants more is given up
record Patience(
    Duration connect,
    Duration answer,
    Duration silence,
    int attempts,
    Duration firstPause,
    Duration longestPause) {
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          6,
          Duration.ofSeconds(1),
          Duration.ofMinutes(2));

  /// The pause after this many failures in a row.
  Duration pause(int failures) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
