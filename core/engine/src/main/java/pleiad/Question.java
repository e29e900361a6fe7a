package pleiad;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pleiad.encode.Token;
import pleiad.search.MaxSimScore;
import pleiad.search.Request;
import pleiad.search.TokenWeights;
import pleiad.vector.TokenVectors;

/// A question in every form that a plan needs.
///
/// @param queryPieces the query tokens' pieces of text by field, where the text was encoded
/// @param millis what encoding took
record Question(Request request, Map<String, List<Token>> queryPieces, double millis) {
  /// The query's token vectors for a field; null where it has none.
  @Nullable TokenVectors vectors(String field) {
    return request.multiVectors().get(field);
  }

  /// How much each of the query's tokens counts in a score; null where all count the same.
  float @Nullable [] weights(MaxSimScore score) {
    TokenWeights weights = request.weights();
    return score.isPlain() || weights == null ? null : weights.of(score.weights(), score.field());
  }
}
