package pleiad.bench;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// A collection as one way of keeping tokens brings it back. Encoded and decoded again whenever a
/// document is read, so that nothing but that document is in memory; what that came to is counted.
final class KeptRows implements Rows {
  private static final int PIECE_DOCUMENTS = 64;

  private final EncodedTexts documents;
  private final UnaryOperator<TokenVectors> pooling;
  private final Keeping keeping;
  private final LongAdder nanos = new LongAdder();
  private final LongAdder tokens = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /// The squared errors of each piece, added up in the order of pieces: whichever thread read them,
  /// the sum is the same.
  private final double[] squares;

  /// @param pooling what is kept of a document's tokens
  KeptRows(EncodedTexts documents, UnaryOperator<TokenVectors> pooling, Keeping keeping) {
    this.documents = documents;
    this.pooling = pooling;
    this.keeping = keeping;
    this.squares = new double[Math.ceilDiv(documents.count(), PIECE_DOCUMENTS)];
  }

  @Override
  public int pieces() {
    return squares.length;
  }

  @Override
  public void read(int piece, Reader reader) {
    double sum = 0;
    int end = Math.min(documents.count(), (piece + 1) * PIECE_DOCUMENTS);
    for (int document = piece * PIECE_DOCUMENTS; document < end; document++) {
      TokenVectors given = documents.vectors(document);
      long begin = System.nanoTime();
      TokenVectors pooled = pooling.apply(given);
      float[] rows = pooled.toArray();
      byte[] codes = new byte[keeping.bytes(pooled.count())];
      keeping.encode(rows, pooled.count(), codes);
      nanos.add(System.nanoTime() - begin);
      tokens.add(pooled.count());
      bytes.add(codes.length);
      float[] back = new float[rows.length];
      keeping.decode(codes, pooled.count(), back);
      sum += squaredErrors(rows, back);
      reader.document(document, back, 0, pooled.count());
    }
    squares[piece] = sum;
  }

  /// Of each token's direction; a token without one is kept well if it comes back without one.
  private double squaredErrors(float[] rows, float[] back) {
    int dimension = documents.dimension();
    double sum = 0;
    for (int at = 0; at < rows.length; at += dimension) {
      double length = Math.sqrt(Vectors.dot(rows, at, rows, at, dimension));
      double backLength = Math.sqrt(Vectors.dot(back, at, back, at, dimension));
      double scale = length == 0 ? 0 : 1 / length;
      double backScale = backLength == 0 ? 0 : 1 / backLength;
      for (int k = at; k < at + dimension; k++) {
        double off = rows[k] * scale - back[k] * backScale;
        sum += off * off;
      }
    }
    return sum;
  }

  @Override
  public float score(MaxSim query, int document) {
    TokenVectors pooled = pooling.apply(documents.vectors(document));
    float[] rows = pooled.toArray();
    byte[] codes = new byte[keeping.bytes(pooled.count())];
    keeping.encode(rows, pooled.count(), codes);
    keeping.decode(codes, pooled.count(), rows);
    float[] maxima = query.newMaxima();
    query.accumulate(rows, 0, pooled.count(), maxima);
    return query.score(maxima);
  }

  /// Bytes for each of the collection's tokens, once every piece was read.
  double bytesPerToken() {
    return (double) bytes.sum() / documents.tokens();
  }

  /// The collection's tokens that a thread pools and encodes in a second.
  double tokensPerSecond() {
    return documents.tokens() / (nanos.sum() / 1e9);
  }

  /// The mean squared distance between directions that were kept and that came back, once every
  /// piece was read. What pooling changed is no part of it.
  double error() {
    double sum = 0;
    for (double each : squares) {
      sum += each;
    }
    return sum / tokens.sum();
  }
}
