package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.Explanation;
import pleiad.index.MultiVectorValues;
import pleiad.vector.TokenVectors;

/// Takes the score of a document that matches apart, query token by query token.
record MaxSimExplanation(String field, TokenVectors query) {
  /// @param values at the document
  /// @param maxSim what the document was found to have
  Explanation of(MultiVectorValues values, float maxSim, float boost) throws IOException {
    List<Explanation> parts = new ArrayList<>();
    for (TokenMatch match : TokenMatch.all(query, values.vectors())) {
      parts.add(
          Explanation.match(
              match.similarity(),
              "query token %d found document token %d"
                  .formatted(match.queryToken(), match.documentToken())));
    }
    Explanation sum =
        Explanation.match(
            maxSim, "MaxSim, the sum over query tokens of the best similarity", parts);
    return Explanation.match(
        boost * MaxSimQuery.score(maxSim), "boost " + boost + " times the image of MaxSim", sum);
  }

  Explanation noTokens() {
    return Explanation.noMatch("no tokens in field '" + field + "'");
  }
}
