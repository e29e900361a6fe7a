package pleiad.bench;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// How fast MaxSim was for one dimension and one query length, in useful GFLOP/s: `2 · query tokens
/// · document tokens · dim` operations a document, whatever a kernel computes beside them.
///
/// @param dim numbers per token
/// @param queryTokens tokens of the query
/// @param peakGflops multiply-adds that touch no memory: what the core can do
/// @param vectorGflops Pleiad on the Vector API
/// @param scalarGflops Pleiad on plain loops
/// @param luceneGflops Lucene's `SUM_MAX_SIM` on decoded vectors
public record MaxSimRow(
    int dim,
    int queryTokens,
    double peakGflops,
    double vectorGflops,
    double scalarGflops,
    double luceneGflops) {

  /// The share of the core's peak.
  public double vectorToPeak() {
    return vectorGflops / peakGflops;
  }

  /// How many times Lucene's speed.
  public double vectorToLucene() {
    return vectorGflops / luceneGflops;
  }

  /// The numbers by the names they have in tables and JSON.
  public SequencedMap<String, Number> fields() {
    SequencedMap<String, Number> fields = new LinkedHashMap<>();
    fields.put("dim", dim);
    fields.put("query_tokens", queryTokens);
    fields.put("peak_gflops", peakGflops);
    fields.put("vector_gflops", vectorGflops);
    fields.put("scalar_gflops", scalarGflops);
    fields.put("lucene_gflops", luceneGflops);
    fields.put("vector_to_peak", vectorToPeak());
    fields.put("vector_to_lucene", vectorToLucene());
    return fields;
  }
}
