package pleiad.vector;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A query made ready to score documents by late interaction: `Σᵢ wᵢ · maxⱼ qᵢ·dⱼ`, the sum over
/// query tokens of the best document token's dot product (ColBERT, §3.3). Weights are one unless
/// given.
///
/// Immutable and safe to share; [#score(TokenVectors)] allocates one small array. A document
/// without tokens scores negative infinity: it has nothing to find. A query without tokens looks
/// for nothing and gives every document zero.
///
/// Whoever decodes documents block by block keeps the running maxima: [#newMaxima()], then
/// [#accumulate] per block, then [#score(float[])].
public final class MaxSim {
  private final MaxSimKernel kernel;
  private final float[] packed;
  private final float @Nullable [] weights;
  private final int queryTokens;
  private final int dimension;

  private MaxSim(MaxSimKernel kernel, TokenVectors query, float @Nullable [] weights) {
    this.kernel = kernel;
    this.packed = kernel.pack(query);
    this.weights = weights;
    this.queryTokens = query.count();
    this.dimension = query.dimension();
  }

  /// The sum of maxima, on this machine's kernel.
  public static MaxSim of(TokenVectors query) {
    return new MaxSim(Kernels.chosen(), query, null);
  }

  /// The weighted sum of maxima.
  ///
  /// @param weights one per query token
  public static MaxSim weighted(TokenVectors query, float[] weights) {
    if (weights.length != query.count()) {
      throw new IllegalArgumentException(
          "%d weights for %d query tokens".formatted(weights.length, query.count()));
    }
    return new MaxSim(Kernels.chosen(), query, weights.clone());
  }

  /// The sum of maxima on plain loops: the definition, for tests and benchmarks.
  public static MaxSim scalar(TokenVectors query) {
    return new MaxSim(new ScalarKernel(), query, null);
  }

  /// Number of query tokens.
  public int queryTokens() {
    return queryTokens;
  }

  /// Numbers per token.
  public int dimension() {
    return dimension;
  }

  /// The document's score.
  ///
  /// @throws IllegalArgumentException when its dimension is not the query's
  public float score(TokenVectors document) {
    return score(maxima(document));
  }

  /// The mean of maxima: a weighted mean where there are weights. The same order as [#score] for
  /// one query, comparable between queries of different length.
  public float mean(TokenVectors document) {
    return queryTokens == 0 ? 0 : score(document) / totalWeight();
  }

  /// What a score is divided by to get the mean of maxima: the number of query tokens, or the sum
  /// of their weights.
  public float totalWeight() {
    if (weights == null) {
      return queryTokens;
    }
    float sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum;
  }

  /// For each query token the similarity of the best document token; at least [#queryTokens()]
  /// long, what stands behind them means nothing.
  public float[] maxima(TokenVectors document) {
    if (document.dimension() != dimension) {
      throw new IllegalArgumentException(
          "the query has %d dimensions, the document has %d; was one encoded by another model?"
              .formatted(dimension, document.dimension()));
    }
    float[] maxima = newMaxima();
    float[] array = document.array();
    if (array != null) {
      accumulate(array, document.arrayOffset(), document.count(), maxima);
    } else {
      accumulate(document.toArray(), 0, document.count(), maxima);
    }
    return maxima;
  }

  /// Running maxima of a document nothing of which was seen yet.
  public float[] newMaxima() {
    float[] maxima = new float[kernel.paddedTokens(queryTokens, dimension)];
    reset(maxima);
    return maxima;
  }

  /// Makes running maxima ready for the next document.
  public void reset(float[] maxima) {
    Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
  }

  /// Raises running maxima by `count` document tokens, row-major in `rows` from index `offset`.
  public void accumulate(float[] rows, int offset, int count, float[] maxima) {
    kernel.accumulate(packed, rows, offset, count, dimension, maxima);
  }

  /// The score of a document whose tokens have all been accumulated.
  public float score(float[] maxima) {
    float sum = 0;
    for (int i = 0; i < queryTokens; i++) {
      if (maxima[i] == Float.NEGATIVE_INFINITY) {
        return Float.NEGATIVE_INFINITY;
      }
      sum += weights == null ? maxima[i] : weights[i] * maxima[i];
    }
    return sum;
  }
}
