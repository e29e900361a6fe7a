package pleiad.bench;

import java.util.Random;
import pleiad.vector.TokenVectors;

/// A query and some documents of random unit vectors, and the scores they have.
final class MaxSimTexts {
  private final float[][] query;
  private final float[][][] documents;
  private final int dimension;

  private MaxSimTexts(float[][] query, float[][][] documents, int dimension) {
    this.query = query;
    this.documents = documents;
    this.dimension = dimension;
  }

  static MaxSimTexts random(
      int dimension, int queryTokens, int documentTokens, int documents, long seed) {
    Random random = new Random(seed);
    float[][] query = unitVectors(random, queryTokens, dimension);
    float[][][] texts = new float[documents][][];
    for (int document = 0; document < documents; document++) {
      texts[document] = unitVectors(random, documentTokens, dimension);
    }
    return new MaxSimTexts(query, texts, dimension);
  }

  private static float[][] unitVectors(Random random, int count, int dimension) {
    float[][] vectors = new float[count][dimension];
    for (float[] vector : vectors) {
      double squares = 0;
      for (int k = 0; k < dimension; k++) {
        vector[k] = (float) random.nextGaussian();
        squares += vector[k] * vector[k];
      }
      for (int k = 0; k < dimension; k++) {
        vector[k] /= (float) Math.sqrt(squares);
      }
    }
    return vectors;
  }

  float[][] query() {
    return query;
  }

  /// The documents in the form Lucene takes: an array per token.
  float[][][] documents() {
    return documents;
  }

  /// The documents in Pleiad's form: one array each.
  TokenVectors[] documentVectors() {
    TokenVectors[] vectors = new TokenVectors[documents.length];
    for (int document = 0; document < documents.length; document++) {
      vectors[document] = TokenVectors.copyOf(documents[document]);
    }
    return vectors;
  }

  /// MaxSim in double precision, the slow obvious way.
  double score(int document) {
    double score = 0;
    for (float[] token : query) {
      double best = Double.NEGATIVE_INFINITY;
      for (float[] other : documents[document]) {
        double dot = 0;
        for (int k = 0; k < dimension; k++) {
          dot += (double) token[k] * other[k];
        }
        best = Math.max(best, dot);
      }
      score += best;
    }
    return score;
  }

  /// How far a float32 score may be from [#score(int)].
  ///
  /// A dot product of unit vectors is off by `2 · dim · 2⁻²⁴` at most, as `Σ|aᵢbᵢ| ≤ 1`; the sum of
  /// the maxima adds `2 · query tokens · 2⁻²⁴` for each. Lucene maps a similarity to `(1 + s) / 2`
  /// first, and undoing that doubles what its sum and its map have rounded.
  double scoreBound() {
    return query.length * (2.0 * dimension + 4.0 * query.length + 4) * 0x1p-24;
  }
}
