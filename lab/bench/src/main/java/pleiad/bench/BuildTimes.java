package pleiad.bench;

/// What building an index took, encoding excluded.
///
/// @param train seconds spent on learning codebooks
/// @param assign seconds spent on turning vectors into codes
/// @param write seconds of everything else; of all, where nobody tells the three apart
/// @param tokensPerSecond tokens over the wall time of the whole
public record BuildTimes(double train, double assign, double write, double tokensPerSecond) {
  static BuildTimes whole(double seconds, long tokens) {
    return new BuildTimes(0, 0, seconds, tokens / seconds);
  }
}
