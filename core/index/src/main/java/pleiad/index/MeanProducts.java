package pleiad.index;

import java.io.IOException;
import org.apache.lucene.store.IndexInput;
import pleiad.vector.ByteDots;

/// Scores a segment's mean vectors themselves, as Lucene scores dot products of bytes. A batch is
/// copied before it is multiplied, so that the processor waits for several vectors at a time: they
/// lie far from each other. For one search.
final class MeanProducts {
  /// Vectors that are scored at a time, the most.
  static final int BATCH = 64;

  private final ByteDots query;
  private final IndexInput vectors;
  private final byte[] rows;
  private final int[] dots = new int[BATCH];
  private final float range;

  /// Whether a query can be multiplied with any vector: one with a byte of -128 cannot, see
  /// [ByteDots].
  static boolean takes(byte[] query) {
    for (byte each : query) {
      if (each == Byte.MIN_VALUE) {
        return false;
      }
    }
    return true;
  }

  /// @param query that it [takes][#takes]
  /// @param vectors all bytes of all vectors, by their numbers
  MeanProducts(byte[] query, IndexInput vectors) {
    this.query = ByteDots.with(query);
    this.vectors = vectors;
    this.rows = new byte[BATCH * query.length];
    this.range = query.length * (float) (1 << 15);
  }

  /// Scores the vectors of these numbers.
  ///
  /// @param count how many, up to [#BATCH]
  void score(int[] numbers, float[] scores, int count) throws IOException {
    int dimension = query.dimension();
    for (int i = 0; i < count; i++) {
      vectors.seek((long) numbers[i] * dimension);
      vectors.readBytes(rows, i * dimension, dimension);
    }
    query.multiply(rows, 0, count, dots, 0);
    for (int i = 0; i < count; i++) {
      scores[i] = 0.5f + dots[i] / range;
    }
  }
}
