package pleiad.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// What several builds of one index find, all else being equal.
///
/// @param setting `default`, or as in `pool-2+residual-64`
/// @param codec the token code's name
/// @param bytesPerToken all files of the multi-vector field and nothing else, on average
/// @param builds one after the other
public record BuildRow(String setting, String codec, double bytesPerToken, List<Build> builds) {
  public BuildRow {
    builds = List.copyOf(builds);
  }

  /// How good one build's answers are, as means over queries.
  ///
  /// @param recall10 the share of the true best 10, by exact MaxSim of the uncompressed vectors
  /// @param recallCodes10 the share of the best 10 by the codes
  /// @param ndcg10 nDCG@10 by the collection's judgements
  /// @param codesNdcg nDCG@10 of the best by the codes: what these lack of exact MaxSim's nDCG is
  ///   the codes' fault, the rest is the search's
  public record Build(double recall10, double recallCodes10, double ndcg10, double codesNdcg) {}

  /// The mean over all builds.
  public double mean(ToDoubleFunction<Build> figure) {
    return builds.stream().mapToDouble(figure).average().orElseThrow();
  }

  /// The least of nDCG@10.
  public double leastNdcg() {
    return builds.stream().mapToDouble(Build::ndcg10).min().orElseThrow();
  }

  /// The largest nDCG@10.
  public double mostNdcg() {
    return builds.stream().mapToDouble(Build::ndcg10).max().orElseThrow();
  }
}
