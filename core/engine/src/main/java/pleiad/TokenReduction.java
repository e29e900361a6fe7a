package pleiad;

import pleiad.codec.TokenPooling;
import pleiad.codec.TokenPruning;
import pleiad.vector.TokenVectors;

/// Fewer token vectors than a document has, for less room and time, at some cost of quality:
/// [Pleiad#reductionCosts()] measures it. Tokens that repeat earlier ones are left out, then what
/// is left is pooled; a query keeps all of its tokens.
///
/// @param pooling how many tokens become one, on average; 1: none is pooled
/// @param protectedTokens at the beginning of a document, which are not pooled
/// @param duplicates the cosine from which on a token repeats an earlier one, at most 1; 0: none is
///   left out
public record TokenReduction(int pooling, int protectedTokens, float duplicates) {
  /// Every token is kept.
  public static final TokenReduction NONE = new TokenReduction(1, 1, 0);

  /// @throws IllegalArgumentException when a number is out of its range
  public TokenReduction {
    if (pooling < 1) {
      throw new IllegalArgumentException(
          "a pooling factor is how many tokens become one, at least 1; got " + pooling);
    }
    if (protectedTokens < 0) {
      throw new IllegalArgumentException(
          "the number of protected tokens must be at least 0, got " + protectedTokens);
    }
    if (!(duplicates >= 0 && duplicates <= 1)) {
      throw new IllegalArgumentException(
          "the cosine of duplicates must be above 0 and at most 1, or 0 to keep them; got "
              + duplicates);
    }
  }

  /// The same with another pooling factor.
  public TokenReduction pooling(int factor) {
    return new TokenReduction(factor, protectedTokens, duplicates);
  }

  /// The same with another cosine of duplicates.
  public TokenReduction duplicates(float cosine) {
    return new TokenReduction(pooling, protectedTokens, cosine);
  }

  /// Whether some token may go.
  boolean any() {
    return pooling > 1 || duplicates > 0;
  }

  /// Whether vectors of which that many were kept may be pooled ones, which stand for several
  /// tokens.
  boolean mayBePooled(int kept) {
    return pooling > 1 && kept > protectedTokens + 1;
  }

  TokenVectors of(TokenVectors document) {
    TokenVectors left =
        duplicates == 0 || document.count() < 2
            ? document
            : TokenPruning.prune(document, TokenPruning.duplicates(document, duplicates));
    return TokenPooling.pool(left, pooling, protectedTokens);
  }

  /// For a message.
  String inWords() {
    return "pooled by %d behind %d protected tokens, duplicates %s"
        .formatted(
            pooling, protectedTokens, duplicates == 0 ? "kept" : "left out from " + duplicates);
  }
}
