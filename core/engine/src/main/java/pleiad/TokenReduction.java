package pleiad;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import pleiad.codec.TokenPooling;
import pleiad.codec.TokenPruning;
import pleiad.vector.TokenVectors;

/// Fewer token vectors than a document has, for less room and time, at some cost of quality:
/// [Pleiad#reductionCosts()] measures it. Tokens that repeat earlier ones are left out, then what
/// is left is pooled; a query keeps all of its tokens.
///
/// @param pooling how many tokens become one, on average; 1: none is pooled
/// @param protectedTokens at the beginning of a document, which are not pooled
/// @param least vectors that pooling leaves a document, or all that it has: short texts have few
///   bytes to spare and every word to lose
/// @param duplicates the cosine from which on a token repeats an earlier one, at most 1; 0: none is
///   left out
public record TokenReduction(int pooling, int protectedTokens, int least, float duplicates) {
  /// Every token is kept.
  public static final TokenReduction NONE = new TokenReduction(1, 1, 0, 0);

  /// What a field that a model fills gets where nothing is said: two tokens become one, on average.
  /// Half the bytes, a wider code for each, and less to score find more than all tokens do, see
  /// `docs/concepts/codes.md`. A document keeps 32 vectors, so shorter ones are kept as they are.
  public static final TokenReduction PAIRS = new TokenReduction(2, 1, 32, 0);

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
    if (least < 0) {
      throw new IllegalArgumentException(
          "the number of vectors that pooling leaves must be at least 0, got " + least);
    }
    if (!(duplicates >= 0 && duplicates <= 1)) {
      throw new IllegalArgumentException(
          "the cosine of duplicates must be above 0 and at most 1, or 0 to keep them; got "
              + duplicates);
    }
  }

  /// The same with another pooling factor.
  public TokenReduction pooling(int factor) {
    return new TokenReduction(factor, protectedTokens, least, duplicates);
  }

  /// The same with another cosine of duplicates.
  public TokenReduction duplicates(float cosine) {
    return new TokenReduction(pooling, protectedTokens, least, cosine);
  }

  /// The same, leaving a document at least so many vectors when it pools.
  public TokenReduction least(int vectors) {
    return new TokenReduction(pooling, protectedTokens, vectors, duplicates);
  }

  /// Whether some token may go.
  boolean any() {
    return pooling > 1 || duplicates > 0;
  }

  /// What is kept of a document.
  ///
  /// @param row for each token of the document the number of the vector it is in, -1 when it was
  ///   left out; null when every token is kept as it is
  record Reduced(
      TokenVectors vectors, @SuppressWarnings("ArrayRecordComponent") int @Nullable [] row) {}

  Reduced of(TokenVectors document) {
    int[] row = new int[document.count()];
    Arrays.setAll(row, token -> token);
    TokenVectors left = document;
    if (duplicates > 0 && document.count() > 1) {
      IntPredicate goes = TokenPruning.duplicates(document, duplicates);
      left = TokenPruning.prune(document, goes);
      for (int token = 0, next = 0; token < row.length; token++) {
        row[token] = goes.test(token) ? -1 : next++;
      }
    }
    int[] pooled = TokenPooling.rows(left, pooling, protectedTokens, least);
    TokenVectors kept = TokenPooling.pool(left, pooled);
    if (kept.count() == document.count()) {
      return new Reduced(document, null);
    }
    Arrays.setAll(row, token -> row[token] < 0 ? -1 : pooled[row[token]]);
    return new Reduced(kept, row);
  }

  /// For a message.
  String inWords() {
    return "pooled by %d behind %d protected tokens to %d vectors at least, duplicates %s"
        .formatted(
            pooling,
            protectedTokens,
            least,
            duplicates == 0 ? "kept" : "left out from " + duplicates);
  }
}
