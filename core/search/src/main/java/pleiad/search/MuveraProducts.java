package pleiad.search;

import java.io.IOException;
import org.apache.lucene.search.DocIdSetIterator;
import pleiad.codec.MuveraEncoder;
import pleiad.index.MultiVectorValues;
import pleiad.index.MuveraVectors;
import pleiad.vector.ByteDots;
import pleiad.vector.TokenVectors;

/// The products of a query's encoding with those of one segment. For one thread.
final class MuveraProducts {
  private static final int BLOCK = 16;
  private static final int LEVELS = 127;

  private final MultiVectorValues values;
  private final MuveraVectors vectors;
  private final ByteDots query;

  /// What a product of bytes is to be multiplied with, beside the document's own scale.
  private final float scale;

  private final float offset;
  private final byte[] bytes;
  private final int[] products = new int[BLOCK];

  /// Takes a document and its score.
  @FunctionalInterface
  interface Taking {
    void take(int document, float score);
  }

  /// @param values before the first document
  /// @throws IllegalArgumentException when the field has no encodings, or another dimension
  MuveraProducts(String field, TokenVectors query, MultiVectorValues values) throws IOException {
    MuveraVectors vectors = values.muvera();
    if (vectors == null) {
      throw new IllegalArgumentException(
          "field '%s' keeps no encodings for muvera; index with a code that does, such as residual+muvera"
              .formatted(field));
    }
    if (vectors.encoder().dimension() != query.dimension()) {
      throw new IllegalArgumentException(
          "query has %d dimensions, field '%s' has %d; was it encoded by another model?"
              .formatted(query.dimension(), field, vectors.encoder().dimension()));
    }
    MuveraEncoder encoder = vectors.encoder();
    float[] encoding = encoder.ofQuery(query);
    float largest = 0;
    for (float each : encoding) {
      largest = Math.max(largest, Math.abs(each));
    }
    byte[] rounded = new byte[encoding.length];
    for (int k = 0; largest > 0 && k < rounded.length; k++) {
      rounded[k] = (byte) Math.round(encoding[k] * LEVELS / largest);
    }
    this.values = values;
    this.vectors = vectors;
    this.query = ByteDots.with(rounded);
    this.scale = largest / LEVELS / encoder.parameters().repetitions();
    this.offset = encoder.offset(query);
    this.bytes = new byte[BLOCK * encoder.width()];
  }

  /// The estimate of MaxSim of the document in that place; not a number when it has no tokens.
  float score(int place) throws IOException {
    vectors.read(place, place + 1, bytes);
    query.multiply(bytes, 0, 1, products, 0);
    return score(place, products[0]);
  }

  private float score(int place, int product) throws IOException {
    return product * scale * vectors.scale(place) + offset;
  }

  /// Scores all documents of the segment that have tokens.
  void all(Taking taking) throws IOException {
    for (int first = 0; first < vectors.documents(); first += BLOCK) {
      int count = Math.min(BLOCK, vectors.documents() - first);
      vectors.read(first, first + count, bytes);
      query.multiply(bytes, 0, count, products, 0);
      for (int i = 0; i < count; i++) {
        int document = values.nextDoc();
        float score = score(first + i, products[i]);
        if (document != DocIdSetIterator.NO_MORE_DOCS && !Float.isNaN(score)) {
          taking.take(document, score);
        }
      }
    }
  }
}
