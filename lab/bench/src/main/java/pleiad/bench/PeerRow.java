package pleiad.bench;

import org.jspecify.annotations.Nullable;

/// What one setting of one system came to.
///
/// @param system what it is called
/// @param version of it; empty where it could not be asked
/// @param setting what was set
/// @param figures what was measured; null where nothing could be
/// @param problem why nothing could be measured, and what to do; empty otherwise
public record PeerRow(
    String system, String version, String setting, @Nullable Figures figures, String problem) {
  /// Searches are one at a time. Times are milliseconds; each is the median over rounds.
  ///
  /// @param threads that a search could take
  /// @param p50 median of a round's searches
  /// @param p50Least that of the fastest round
  /// @param p50Most that of the slowest round
  /// @param p95 the time that 95 of 100 searches of a round do not exceed
  /// @param qps searches a second
  /// @param recall10 the share of the true best 10, by exact MaxSim of the uncompressed vectors
  /// @param ndcg10 nDCG@10 by the collection's judgements
  /// @param bytesPerToken everything that is kept to search, over all tokens of the documents
  /// @param buildTokensPerSecond null where there is nothing to build
  /// @param peakRssBytes the most memory of the searching process; null in the bench's own process
  /// @param ratioToPleiad how many times Pleiad's `p50` by its default; null where Pleiad's was not
  ///   measured
  public record Figures(
      int threads,
      double p50,
      double p50Least,
      double p50Most,
      double p95,
      double qps,
      double recall10,
      double ndcg10,
      double bytesPerToken,
      @Nullable Double buildTokensPerSecond,
      @Nullable Long peakRssBytes,
      @Nullable Double ratioToPleiad) {
    Figures comparedWith(@Nullable Figures pleiad) {
      return new Figures(
          threads,
          p50,
          p50Least,
          p50Most,
          p95,
          qps,
          recall10,
          ndcg10,
          bytesPerToken,
          buildTokensPerSecond,
          peakRssBytes,
          pleiad == null ? null : p50 / pleiad.p50());
    }
  }

  static PeerRow without(String system, String setting, String problem) {
    return new PeerRow(system, "", setting, null, problem);
  }

  PeerRow comparedWith(@Nullable Figures pleiad) {
    return figures == null
        ? this
        : new PeerRow(system, version, setting, figures.comparedWith(pleiad), problem);
  }
}
