package pleiad;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pleiad.search.Plan;
import pleiad.vector.TokenVectors;

/// What to look for and how, with a default for everything but the question itself.
///
/// @param text the question; null when only vectors are given
/// @param vectors the question's token vectors by field, for fields without a model; given vectors
///   win over encoding the text
/// @param k how many hits are wanted, at least 1
/// @param plan how to search; null: `tokens(k)`, exact late interaction
/// @param filter what a hit's metadata must be; null: anything
/// @param timeLimit when to give what was found so far; null: never
/// @param matches whether each hit says which document token each query token found
public record Search(
    @Nullable String text,
    Map<String, TokenVectors> vectors,
    int k,
    @Nullable Plan plan,
    @Nullable Filter filter,
    @Nullable Duration timeLimit,
    boolean matches) {
  private static final int DEFAULT_K = 10;

  public Search {
    vectors = Map.copyOf(vectors);
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, got " + k);
    }
    if (text == null && vectors.isEmpty()) {
      throw new IllegalArgumentException("a search needs a text or vectors");
    }
    if (text != null && text.isBlank() && vectors.isEmpty()) {
      throw new IllegalArgumentException("the query is empty; give at least one word");
    }
  }

  /// Looks for a text.
  public static Search of(String text) {
    return new Search(text, Map.of(), DEFAULT_K, null, null, null, true);
  }

  /// Looks for vectors in the field `tokens`.
  public static Search of(TokenVectors vectors) {
    return new Search(null, Map.of(Plan.TOKENS_FIELD, vectors), DEFAULT_K, null, null, null, true);
  }

  public Search k(int k) {
    return new Search(text, vectors, k, plan, filter, timeLimit, matches);
  }

  public Search plan(Plan plan) {
    return new Search(text, vectors, k, plan, filter, timeLimit, matches);
  }

  /// The plan in its own language, as in `bm25(1000) | maxsim(100)`.
  public Search plan(String plan) {
    return plan(Plan.parse(plan));
  }

  public Search filter(@Nullable Filter filter) {
    return new Search(text, vectors, k, plan, filter, timeLimit, matches);
  }

  public Search timeLimit(@Nullable Duration timeLimit) {
    return new Search(text, vectors, k, plan, filter, timeLimit, matches);
  }

  public Search matches(boolean matches) {
    return new Search(text, vectors, k, plan, filter, timeLimit, matches);
  }

  /// Token vectors of the question for another field.
  public Search vectors(String field, TokenVectors fieldVectors) {
    Map<String, TokenVectors> more = new LinkedHashMap<>(vectors);
    more.put(field, fieldVectors);
    return new Search(text, more, k, plan, filter, timeLimit, matches);
  }

  Plan planOrDefault() {
    return plan == null ? Plan.parse("tokens(" + k + ")") : plan;
  }
}
