package pleiad.bench;

import java.io.IOException;
import pleiad.vector.MaxSim;

/// All documents of a collection as rows of numbers, wherever they are kept.
interface Rows {
  /// Parts that can be read independently of each other, from any threads.
  int pieces();

  /// Reads one part, each document once.
  void read(int piece, Reader reader) throws IOException;

  /// The score of one document by its number in the collection.
  float score(MaxSim query, int document) throws IOException;

  /// Takes what is read.
  @FunctionalInterface
  interface Reader {
    /// A document's tokens, row-major from `at`; what is in the array then is gone afterwards.
    void document(int number, float[] rows, int at, int tokens);
  }
}
