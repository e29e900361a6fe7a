package pleiad.search;

import java.io.IOException;
import pleiad.index.MultiVectorValues;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// MaxSim of stored documents: decodes a block of tokens, raises the running maxima, takes the
/// next. For one thread.
final class DocumentScorer {
  /// A block of residual codes; 64 rows of 384 numbers are 96 KiB: decoded and scored within the
  /// second-level cache.
  private static final int BLOCK_TOKENS = 64;

  private final String field;
  private final MaxSim maxSim;
  private final float[] maxima;
  private final float[] rows;

  DocumentScorer(String field, TokenVectors query) {
    this.field = field;
    this.maxSim = MaxSim.of(query);
    this.maxima = maxSim.newMaxima();
    this.rows = new float[BLOCK_TOKENS * query.dimension()];
  }

  /// The current document's score; negative infinity when it has no tokens.
  ///
  /// @throws IllegalArgumentException when the field's dimension is not the query's
  float score(MultiVectorValues values) throws IOException {
    if (values.dimension() != maxSim.dimension()) {
      throw new IllegalArgumentException(
          "query has %d dimensions, field '%s' has %d; was it encoded by another model?"
              .formatted(maxSim.dimension(), field, values.dimension()));
    }
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
