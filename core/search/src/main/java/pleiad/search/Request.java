package pleiad.search;

import java.util.Map;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import pleiad.vector.TokenVectors;

/// What is looked for, in every form that a plan's stages may ask for.
///
/// @param lexical the query's words, for BM25; null when the caller has none
/// @param multiVectors the query's token vectors, by the field they are compared with
/// @param vectors the query's single vectors, by the multi-vector field beside which theirs stand
/// @param filter what a document must match besides, without a say in its score; null: nothing
/// @param options how `tokens` finds candidates
/// @param calibrations by field how many candidates `tokens` needs, where that was measured
/// @param deadline when to give what there is
public record Request(
    @Nullable Query lexical,
    Map<String, TokenVectors> multiVectors,
    Map<String, float[]> vectors,
    @Nullable Query filter,
    MaxSimOptions options,
    Map<String, Calibration> calibrations,
    Deadline deadline) {

  /// A search without anything measured.
  public Request(
      @Nullable Query lexical,
      Map<String, TokenVectors> multiVectors,
      Map<String, float[]> vectors,
      @Nullable Query filter,
      MaxSimOptions options,
      Deadline deadline) {
    this(lexical, multiVectors, vectors, filter, options, Map.of(), deadline);
  }

  /// A search as broad as the collection needs.
  public Request(
      @Nullable Query lexical,
      Map<String, TokenVectors> multiVectors,
      Map<String, float[]> vectors,
      @Nullable Query filter,
      Deadline deadline) {
    this(lexical, multiVectors, vectors, filter, MaxSimOptions.AUTOMATIC, deadline);
  }

  Query lexicalOrRefuse() {
    if (lexical == null) {
      throw new IllegalArgumentException(
          "stage bm25 needs the query's text, and this query has vectors only");
    }
    return lexical;
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
