package pleiad.bench;

import java.util.Arrays;
import java.util.function.UnaryOperator;
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
    long tokens = documents.tokens();
    long most = Math.min(wanted, tokens);
    float[][] parts = new float[documents.count()][];
    int[] shares = new int[documents.count()];
    long seen = 0;
    for (int document = 0; document < shares.length; document++) {
      long before = tokens == 0 ? 0 : seen * most / tokens;
      seen += documents.tokenCount(document);
      shares[document] = tokens == 0 ? 0 : (int) (seen * most / tokens - before);
    }
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

  private static float[] some(TokenVectors vectors, int wanted) {
    int count = Math.min(wanted, vectors.count());
    float[] rows = new float[count * vectors.dimension()];
    for (int i = 0; i < count; i++) {
      int token = (int) ((long) i * vectors.count() / count);
      vectors.copyTo(token, token + 1, rows, i * vectors.dimension());
    }
    return rows;
  }
}
