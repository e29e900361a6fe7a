package pleiad.search;

import java.util.Map;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import pleiad.vector.TokenVectors;

/// What is looked for, in every form that a plan's stages may ask for.
///
/// @param words the query's words; null when the caller has none
/// @param multiVectors the query's token vectors, by the field they are compared with
/// @param vectors the query's single vectors, by the multi-vector field beside which theirs stand
/// @param filter what a document must match besides, without a say in its score; null: nothing
/// @param options how `tokens` finds candidates
/// @param texts scores documents by their texts; null when the caller cannot
/// @param weights how much each query token counts, for stages that ask; null: nobody knows
/// @param deadline when to give what there is
public record Request(
    @Nullable Words words,
    Map<String, TokenVectors> multiVectors,
    Map<String, float[]> vectors,
    @Nullable Query filter,
    MaxSimOptions options,
    @Nullable TextScorer texts,
    @Nullable TokenWeights weights,
    Deadline deadline) {

  /// A search as broad as the collection needs, without texts.
  public Request(
      @Nullable Words words,
      Map<String, TokenVectors> multiVectors,
      Map<String, float[]> vectors,
      @Nullable Query filter,
      Deadline deadline) {
    this(words, multiVectors, vectors, filter, MaxSimOptions.AUTOMATIC, null, null, deadline);
  }

  /// A search by vectors alone.
  public Request(
      Map<String, TokenVectors> multiVectors,
      @Nullable Query filter,
      MaxSimOptions options,
      Deadline deadline) {
    this(null, multiVectors, Map.of(), filter, options, null, null, deadline);
  }

  /// @param stage that needs them, for the message
  Words wordsOrRefuse(String stage) {
    if (words == null) {
      throw new IllegalArgumentException(
          "stage %s needs the query's text, and this query has vectors only".formatted(stage));
    }
    return words;
  }

  /// @param stage that needs it, for the message
  TextScorer textScorer(String stage) {
    if (texts == null) {
      throw new IllegalArgumentException(
          "stage %s needs the texts of query and documents, and this query has vectors only"
              .formatted(stage));
    }
    return texts;
  }

  float[] tokenWeights(String way, String field) {
    if (weights == null) {
      throw new IllegalArgumentException(
          "weights=%s needs to know how much query tokens count, and this query has vectors only"
              .formatted(way));
    }
    return weights.of(way, field);
  }

  TokenVectors multiVector(String field) {
    TokenVectors vectors = multiVectors.get(field);
    if (vectors == null) {
      throw new IllegalArgumentException(
          "the query has no token vectors for field '%s'; it has some for %s"
              .formatted(field, multiVectors.keySet()));
    }
    if (vectors.count() == 0) {
      throw new IllegalArgumentException(
          "the query has no tokens for field '%s', so nothing can be similar to it"
              .formatted(field));
    }
    return vectors;
  }

  float[] vector(String field) {
    float[] vector = vectors.get(field);
    if (vector == null) {
      throw new IllegalArgumentException(
          "the query has no single vector for field '%s'; it has some for %s"
              .formatted(field, vectors.keySet()));
    }
    return vector;
  }
}
