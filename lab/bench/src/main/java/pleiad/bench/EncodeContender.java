package pleiad.bench;

import java.io.IOException;
import java.util.List;

/// A way of encoding texts that is timed beside others.
interface EncodeContender extends AutoCloseable {
  /// Takes what is encoded next, before the clock runs.
  default void take(EncodeTexts texts) throws IOException {}

  /// Encodes the texts that were taken, each once.
  void encode(EncodeTexts texts, int threads) throws IOException;

  @Override
  void close();

  /// One whose states can be looked at.
  interface OfStates extends EncodeContender {
    /// For each text the model's states, a row a token, special ones among them.
    List<float[][]> states(EncodeTexts texts) throws IOException;
  }
}
