package pleiad.bench;

/// What building an index took, encoding excluded.
///
/// Codes are made while documents are still being added, on the threads that flush and merge. So
/// `train` and `assign` are the clock times of those threads, added up where two of them worked at
/// once, and `write` is what they leave of the whole time by the clock.
///
/// @param train seconds spent on learning codebooks
/// @param assign seconds spent on turning vectors into codes, `int8` ones too
/// @param write seconds of everything else; 0 where the others fill the whole time
/// @param tokensPerSecond tokens over the time of the whole, by the clock
public record BuildTimes(double train, double assign, double write, double tokensPerSecond) {
  static BuildTimes of(double seconds, double train, double assign, long tokens) {
    return new BuildTimes(train, assign, Math.max(0, seconds - train - assign), tokens / seconds);
  }
}
