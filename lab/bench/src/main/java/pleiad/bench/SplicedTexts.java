package pleiad.bench;

import java.util.SplittableRandom;
import pleiad.vector.TokenVectors;

/// More texts than there are: first the given ones, then ones that begin as one of them and end as
/// another, the first half of one's tokens before the second half of the other's. Which two is
/// drawn by the text's number, always the same. Every vector is one of a real text, among the
/// neighbours it has there, and texts are as long and as alike within as those.
///
/// Vectors are put together whenever they are asked for; nothing of them is kept.
final class SplicedTexts implements VectorTexts {
  private final VectorTexts given;
  private final int count;
  private final long tokens;

  /// @param count of texts in all
  SplicedTexts(VectorTexts given, int count) {
    if (given.count() == 0 || count < given.count()) {
      throw new IllegalArgumentException(
          "of %,d texts %,d cannot be made".formatted(given.count(), count));
    }
    this.given = given;
    this.count = count;
    long sum = 0;
    for (int text = 0; text < count; text++) {
      sum += tokenCount(text);
    }
    this.tokens = sum;
  }

  /// The two texts that one is made of.
  private record Pair(int begin, int end) {}

  private Pair pair(int text) {
    SplittableRandom random = new SplittableRandom(text);
    return new Pair(random.nextInt(given.count()), random.nextInt(given.count()));
  }

  /// Tokens of a text that are its first half; the middle one is.
  private int half(int text) {
    return Math.ceilDiv(given.tokenCount(text), 2);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public long tokens() {
    return tokens;
  }

  @Override
  public int dimension() {
    return given.dimension();
  }

  @Override
  public String id(int text) {
    return text < given.count() ? given.id(text) : "spliced " + text;
  }

  @Override
  public int tokenCount(int text) {
    if (text < given.count()) {
      return given.tokenCount(text);
    }
    Pair pair = pair(text);
    return half(pair.begin()) + given.tokenCount(pair.end()) - half(pair.end());
  }

  @Override
  public TokenVectors vectors(int text) {
    if (text < given.count()) {
      return given.vectors(text);
    }
    Pair pair = pair(text);
    int beginning = half(pair.begin());
    int skipped = half(pair.end());
    float[] rows = new float[tokenCount(text) * dimension()];
    given.vectors(pair.begin()).copyTo(0, beginning, rows, 0);
    given
        .vectors(pair.end())
        .copyTo(skipped, given.tokenCount(pair.end()), rows, beginning * dimension());
    return TokenVectors.of(rows, dimension());
  }
}
