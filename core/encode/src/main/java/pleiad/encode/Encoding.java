package pleiad.encode;

import java.util.List;
import pleiad.vector.TokenVectors;

/// What an encoder makes of a text: a vector for each token, and one for the whole.
///
/// Immutable and safe to share. As with [TokenVectors], whoever hands over an array must not write
/// to it afterwards.
public final class Encoding {
  private final TokenVectors vectors;
  private final List<Token> tokens;
  private final float[] single;

  /// @param vectors one row a token, each of length one
  /// @param tokens where the rows came from
  /// @param single the text's one vector, of length one
  /// @throws IllegalArgumentException when vectors and tokens differ in number
  public Encoding(TokenVectors vectors, List<Token> tokens, float[] single) {
    if (vectors.count() != tokens.size()) {
      throw new IllegalArgumentException(
          "%d vectors for %d tokens".formatted(vectors.count(), tokens.size()));
    }
    this.vectors = vectors;
    this.tokens = List.copyOf(tokens);
    this.single = single;
  }

  /// One vector for each token, L2-normalised.
  public TokenVectors vectors() {
    return vectors;
  }

  /// The pieces of text, in their order; as many as [#vectors()] has rows.
  public List<Token> tokens() {
    return tokens;
  }

  /// The text's one vector, L2-normalised: a fresh copy.
  public float[] single() {
    return single.clone();
  }

  @Override
  public String toString() {
    return "Encoding[%s, single of %d]".formatted(vectors, single.length);
  }
}
