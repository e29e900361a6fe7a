package pleiad.search;

import java.io.IOException;
import pleiad.index.MultiVectorValues;
import pleiad.vector.MaxSim;

/// Decodes a block of tokens, raises the running maxima, takes the next.
final class DecodedScorer implements DocumentScorer {
  /// A block of residual codes; 64 rows of 384 numbers are 96 KiB: decoded and scored within the
  /// second-level cache.
  private static final int BLOCK_TOKENS = 64;

  private final FieldScoring scoring;
  private final MaxSim maxSim;
  private final float[] maxima;
  private final float[] rows;

  DecodedScorer(FieldScoring scoring) {
    this.scoring = scoring;
    this.maxSim = MaxSim.of(scoring.query());
    this.maxima = maxSim.newMaxima();
    this.rows = new float[BLOCK_TOKENS * maxSim.dimension()];
  }

  /// @throws IllegalArgumentException when the field's dimension is not the query's
  @Override
  public float score(MultiVectorValues values) throws IOException {
    scoring.check(values);
    maxSim.reset(maxima);
    int count = values.tokenCount();
    for (int from = 0; from < count; from += BLOCK_TOKENS) {
      int to = Math.min(count, from + BLOCK_TOKENS);
      values.read(from, to, rows, 0);
      maxSim.accumulate(rows, 0, to - from, maxima);
    }
    return maxSim.score(maxima);
  }
}
