package pleiad.bench;

import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

/// Texts as they are, a document in memory at a time.
record TextRows(VectorTexts texts) implements Rows {
  private static final int PIECE_DOCUMENTS = 512;

  @Override
  public int pieces() {
    return Math.ceilDiv(texts.count(), PIECE_DOCUMENTS);
  }

  @Override
  public void read(int piece, Reader reader) {
    int end = Math.min(texts.count(), (piece + 1) * PIECE_DOCUMENTS);
    for (int document = piece * PIECE_DOCUMENTS; document < end; document++) {
      TokenVectors vectors = texts.vectors(document);
      reader.document(document, vectors.toArray(), 0, vectors.count());
    }
  }

  @Override
  public float score(MaxSim query, int document) {
    TokenVectors vectors = texts.vectors(document);
    float[] maxima = query.newMaxima();
    query.accumulate(vectors.toArray(), 0, vectors.count(), maxima);
    return query.score(maxima);
  }
}
