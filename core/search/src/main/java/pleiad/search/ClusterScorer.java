package pleiad.search;

import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.util.ArrayUtil;
import pleiad.codec.TokenClusters;
import pleiad.index.MultiVectorValues;
import pleiad.vector.MaxSim;

/// Decodes and scores those tokens of a document that lie in a cluster which the query opens, see
/// [TokenClusters]. A document all of whose clusters are opened has the bits that [DecodedScorer]
/// gives it.
final class ClusterScorer implements DocumentScorer {
  private static final int BLOCK_TOKENS = 64;

  private final TokenClusters clusters;
  private final DecodedScorer whole;
  private final MaxSim maxSim;
  private final float[] maxima;
  private final float[] rows;
  private final CodeBuffer codes = new CodeBuffer();
  private int[] opened = {};

  private ClusterScorer(FieldScoring scoring, TokenClusters clusters) {
    this.clusters = clusters;
    this.whole = new DecodedScorer(scoring);
    this.maxSim = MaxSim.of(scoring.query());
    this.maxima = maxSim.newMaxima();
    this.rows = new float[BLOCK_TOKENS * maxSim.dimension()];
  }

  /// What opens clusters where a segment keeps vectors beside its codes. Elsewhere there are none,
  /// or adding all codes up takes less than choosing some.
  ///
  /// @param each clusters that a query token opens
  static DocumentScorer of(FieldScoring scoring, MultiVectorValues values, int each)
      throws IOException {
    if (values.codebook() == null || !values.precise()) {
      return scoring.scorer(values);
    }
    scoring.check(values);
    return new ClusterScorer(
        scoring,
        new TokenClusters(scoring.tables(Objects.requireNonNull(values.codebook())), each));
  }

  @Override
  public float score(MultiVectorValues values) throws IOException {
    int count = values.tokenCount();
    opened = ArrayUtil.growNoCopy(opened, count);
    int found = clusters.open(codes.read(values), count, opened);
    if (found == count) {
      return whole.score(values);
    }
    maxSim.reset(maxima);
    for (int from = 0; from < found; from += BLOCK_TOKENS) {
      int to = Math.min(found, from + BLOCK_TOKENS);
      read(values, from, to);
      maxSim.accumulate(rows, 0, to - from, maxima);
    }
    return maxSim.score(maxima);
  }

  /// Decodes opened tokens, those that stand side by side at once.
  private void read(MultiVectorValues values, int from, int to) throws IOException {
    for (int first = from; first < to; ) {
      int end = first + 1;
      while (end < to && opened[end] == opened[end - 1] + 1) {
        end++;
      }
      values.read(opened[first], opened[end - 1] + 1, rows, (first - from) * maxSim.dimension());
      first = end;
    }
  }
}
