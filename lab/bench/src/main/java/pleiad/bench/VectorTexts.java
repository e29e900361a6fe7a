package pleiad.bench;

import java.util.HashMap;
import java.util.Map;
import pleiad.vector.TokenVectors;

/// Texts as token vectors, under numbers from 0 and under ids. Safe to read from any threads.
interface VectorTexts {
  /// Number of texts.
  int count();

  /// Tokens of all texts.
  long tokens();

  /// Numbers per token.
  int dimension();

  String id(int text);

  int tokenCount(int text);

  /// The vectors of a text.
  TokenVectors vectors(int text);

  /// The number of each text by its id.
  default Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new HashMap<>();
    for (int text = 0; text < count(); text++) {
      numbers.put(id(text), text);
    }
    return numbers;
  }
}
