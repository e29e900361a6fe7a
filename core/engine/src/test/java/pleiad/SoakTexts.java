package pleiad;

import java.util.Random;
import pleiad.vector.TokenVectors;

/// Made-up documents and questions: every text is about one of some topics, and its tokens are
/// words of that topic, each a direction with a little noise. The same document and change give the
/// same vectors.
final class SoakTexts {
  static final int DIMENSION = 16;

  private static final int TOPICS = 400;
  private static final int WORDS = 20;
  private static final int QUERY_TOKENS = 8;
  private static final float TOPIC_SHARE = 0.9f;
  private static final float NOISE = 0.1f;

  private final float[][] words = new float[TOPICS * WORDS][DIMENSION];

  SoakTexts(Random random) {
    for (int topic = 0; topic < TOPICS; topic++) {
      float[] direction = gaussian(random, 1);
      for (int word = 0; word < WORDS; word++) {
        float[] own = gaussian(random, 1 - TOPIC_SHARE);
        for (int k = 0; k < DIMENSION; k++) {
          own[k] += TOPIC_SHARE * direction[k];
        }
        words[topic * WORDS + word] = own;
      }
    }
  }

  /// The vectors of a document after the change of that number: 60 to 140 tokens.
  TokenVectors document(int id, long change) {
    Random random = new Random(31 * change + id);
    return text(random, 60 + random.nextInt(81));
  }

  TokenVectors query(Random random) {
    return text(random, QUERY_TOKENS);
  }

  private TokenVectors text(Random random, int tokens) {
    int topic = random.nextInt(TOPICS);
    float[] rows = new float[tokens * DIMENSION];
    for (int token = 0; token < tokens; token++) {
      float[] word = words[topic * WORDS + random.nextInt(WORDS)];
      float[] noise = gaussian(random, NOISE);
      double squares = 0;
      for (int k = 0; k < DIMENSION; k++) {
        noise[k] += word[k];
        squares += noise[k] * noise[k];
      }
      for (int k = 0; k < DIMENSION; k++) {
        rows[token * DIMENSION + k] = (float) (noise[k] / Math.sqrt(squares));
      }
    }
    return TokenVectors.of(rows, DIMENSION);
  }

  /// A direction about that long.
  private static float[] gaussian(Random random, float length) {
    float[] vector = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      vector[k] = (float) (random.nextGaussian() * length / Math.sqrt(DIMENSION));
    }
    return vector;
  }
}
