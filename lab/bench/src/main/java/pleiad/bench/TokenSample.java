package pleiad.bench;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import pleiad.codec.CentredSample;
import pleiad.codec.Workers;
import pleiad.vector.TokenVectors;

/// Tokens to learn from, at even distances over a collection.
final class TokenSample {
  private TokenSample() {}

  /// About `wanted` tokens, row-major; all of them where there are fewer.
  ///
  /// @param pooling what is kept of a document's tokens
  static float[] of(
      EncodedTexts documents, UnaryOperator<TokenVectors> pooling, int wanted, Workers workers) {
    int dimension = documents.dimension();
    long most = Math.min(wanted, documents.tokens());
    float[][] parts = new float[documents.count()][];
    int[] shares = shares(documents, most);
    workers.run(
        parts.length,
        document ->
            parts[document] =
                shares[document] == 0
                    ? new float[0]
                    : some(pooling.apply(documents.vectors(document)), shares[document]));
    float[] sample = new float[Math.toIntExact(most * dimension)];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, sample, at, part.length);
      at += part.length;
    }
    return Arrays.copyOf(sample, at);
  }

  /// The same of what these tokens differ from their documents' centres.
  static CentredSample centred(
      EncodedTexts documents, UnaryOperator<TokenVectors> pooling, int wanted) {
    int most = (int) Math.min(wanted, documents.tokens());
    int[] shares = shares(documents, most);
    CentredSample sample = new CentredSample(documents.dimension(), most);
    for (int document = 0; document < shares.length; document++) {
      if (shares[document] > 0) {
        TokenVectors vectors = pooling.apply(documents.vectors(document));
        sample.add(vectors.toArray(), places(vectors.count(), shares[document]));
      }
    }
    return sample;
  }

  /// How many tokens each document gives.
  private static int[] shares(EncodedTexts documents, long most) {
    long tokens = documents.tokens();
    int[] shares = new int[documents.count()];
    long seen = 0;
    for (int document = 0; document < shares.length; document++) {
      long before = tokens == 0 ? 0 : seen * most / tokens;
      seen += documents.tokenCount(document);
      shares[document] = tokens == 0 ? 0 : (int) (seen * most / tokens - before);
    }
    return shares;
  }

  private static float[] some(TokenVectors vectors, int wanted) {
    int[] places = places(vectors.count(), wanted);
    float[] rows = new float[places.length * vectors.dimension()];
    for (int i = 0; i < places.length; i++) {
      vectors.copyTo(places[i], places[i] + 1, rows, i * vectors.dimension());
    }
    return rows;
  }

  /// So many numbers below a count, or all of them, at even distances.
  private static int[] places(int count, int wanted) {
    int[] places = new int[Math.min(wanted, count)];
    Arrays.setAll(places, i -> (int) ((long) i * count / places.length));
    return places;
  }
}
