package pleiad.codec;

import java.util.Arrays;
import pleiad.vector.TokenVectors;

/// Fewer token vectors for a document: tokens that mean nearly the same are pooled into one.
///
/// Hierarchical pooling (Clavié, Chaffin and Adams, "Reducing the Footprint of Multi-Vector
/// Retrieval with Minimal Performance Impact via Token Pooling", 2024): Ward's clustering on the
/// cosine distance, each cluster replaced by its mean. The clusters are those of
/// sentence-transformers 6 and of PyLate after 1.3.4, up to ties; those libraries leave the means
/// shorter than their tokens and order them otherwise. A query is never pooled.
///
/// Costs `n · n · (dimension + some)` operations and `4 · n · n` bytes while it works, `n` being at
/// most 2,048 tokens: a longer document is pooled in as few windows of equal length as there can
/// be.
public final class TokenPooling {
  private static final int WINDOW = 2_048;

  private TokenPooling() {}

  /// Pools the tokens behind the first `protectedTokens` into `max(tokens / factor, 1)` clusters.
  ///
  /// Gives the protected tokens as they are, then one vector per cluster, ordered by the clusters'
  /// first tokens: the direction of the mean, as long as the cluster's tokens are on average. A
  /// token that is a cluster alone stays as it is. Of a document that is longer than a window each
  /// window keeps its share of the clusters, and at least one.
  ///
  /// @param factor how many tokens become one, on average; 1 gives the document itself
  /// @param protectedTokens how many tokens at the start stand for the document and not for a word,
  ///   usually 1, the classification token
  /// @throws IllegalArgumentException when the factor is below 1 or the number of protected tokens
  ///   below 0, or when a number to pool is not finite
  public static TokenVectors pool(TokenVectors document, int factor, int protectedTokens) {
    return pool(document, rows(document, factor, protectedTokens, 0));
  }

  /// Which of the vectors that [#pool(TokenVectors, int, int)] gives each token goes into, where a
  /// document is left at least so many vectors, or all that it has.
  ///
  /// @param least protected ones among them; 0: as few as the factor asks for
  /// @throws IllegalArgumentException as that
  public static int[] rows(TokenVectors document, int factor, int protectedTokens, int least) {
    check(factor, protectedTokens);
    int[] rows = new int[document.count()];
    Arrays.setAll(rows, token -> token);
    int tokens = Math.max(document.count() - protectedTokens, 0);
    int clusters = clusters(tokens, factor, least - protectedTokens);
    if (clusters >= tokens) {
      return rows;
    }
    TokenVectors pooled = document.slice(protectedTokens, document.count());
    checkFinite(pooled, protectedTokens);
    int windows = Math.ceilDiv(tokens, WINDOW);
    int next = protectedTokens;
    for (int window = 0; window < windows; window++) {
      int share =
          Math.max(1, part(clusters, window + 1, windows) - part(clusters, window, windows));
      int from = part(tokens, window, windows);
      TokenVectors part = pooled.slice(from, part(tokens, window + 1, windows));
      int[] cluster = WardClusters.of(Directions.of(part), document.dimension(), share);
      for (int token = 0; token < cluster.length; token++) {
        rows[protectedTokens + from + token] = next + cluster[token];
      }
      next += share;
    }
    return rows;
  }

  /// How many vectors are left of a document with so many tokens, where it is no longer than a
  /// window.
  ///
  /// @param least as [#rows] has it
  /// @throws IllegalArgumentException when the factor is below 1 or the number of protected tokens
  ///   below 0
  public static int count(int tokens, int factor, int protectedTokens, int least) {
    check(factor, protectedTokens);
    int behind = Math.max(tokens - protectedTokens, 0);
    int clusters = clusters(behind, factor, least - protectedTokens);
    return tokens - behind + Math.min(behind, clusters);
  }

  private static int clusters(int tokens, int factor, int least) {
    return Math.max(Math.max(tokens / factor, 1), least);
  }

  /// Pools tokens as [#rows] has it; the document itself where every token is alone.
  ///
  /// @param rows for each token the number of its vector; all numbers from 0 on occur, each for the
  ///   first time after those before it
  public static TokenVectors pool(TokenVectors document, int[] rows) {
    int count = Arrays.stream(rows).max().orElse(-1) + 1;
    return count == document.count() ? document : means(document, rows, count);
  }

  private static int part(int whole, int parts, int of) {
    return (int) ((long) whole * parts / of);
  }

  private static void check(int factor, int protectedTokens) {
    if (factor < 1) {
      throw new IllegalArgumentException(
          "a pooling factor is how many tokens become one, at least 1; got " + factor);
    }
    if (protectedTokens < 0) {
      throw new IllegalArgumentException(
          "the number of protected tokens must be at least 0, got " + protectedTokens);
    }
  }

  private static void checkFinite(TokenVectors pooled, int protectedTokens) {
    int token = pooled.firstNotFinite();
    if (token >= 0) {
      throw new IllegalArgumentException(
          "token %d holds a number that is not finite, so no token is near it; only finite vectors can be pooled"
              .formatted(protectedTokens + token));
    }
  }

  /// The mean direction of every row's tokens, as long as they are on average.
  private static TokenVectors means(TokenVectors tokens, int[] row, int count) {
    int dimension = tokens.dimension();
    float[] vectors = tokens.toArray();
    double[] sums = new double[count * dimension];
    double[] lengths = new double[count];
    int[] sizes = new int[count];
    for (int token = 0; token < row.length; token++) {
      int sum = row[token] * dimension;
      for (int k = 0; k < dimension; k++) {
        sums[sum + k] += vectors[token * dimension + k];
      }
      lengths[row[token]] += Directions.length(vectors, token * dimension, dimension);
      sizes[row[token]]++;
    }
    float[] means = new float[count * dimension];
    for (int c = 0; c < count; c++) {
      double length = length(sums, c * dimension, dimension);
      // A single token is its own mean; a mean of zero has no direction and stays zero.
      double scale = sizes[c] == 1 || length == 0 ? 1 : lengths[c] / sizes[c] / length;
      for (int k = 0; k < dimension; k++) {
        means[c * dimension + k] = (float) (sums[c * dimension + k] * scale);
      }
    }
    return TokenVectors.of(means, dimension);
  }

  private static double length(double[] values, int at, int dimension) {
    double squares = 0;
    for (int k = 0; k < dimension; k++) {
      squares += values[at + k] * values[at + k];
    }
    return Math.sqrt(squares);
  }
}
