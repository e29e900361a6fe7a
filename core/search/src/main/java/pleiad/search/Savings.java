package pleiad.search;

import java.util.ArrayList;
import java.util.List;
import pleiad.codec.TokenClusters;

/// What a ranker by MaxSim leaves out to take less time, or weighs to find better.
///
/// @param query which of its tokens are scored
/// @param clusters of a document's tokens that each query token opens, see [TokenClusters]; 0: all
///   tokens are looked at
/// @param early candidates one after the other that bring nothing new before the rest are left
///   alone; 0: all are scored
/// @param prune how far below the last wanted candidate's score, as a share of it, another's may
///   lie to be scored at all; negative: all are
record Savings(QueryTokens query, int clusters, int early, double prune) {
  static final Savings NONE = new Savings(QueryTokens.ALL, 0, 0, -1);
  private static final int MOST_CANDIDATES = 1_000_000;

  static Savings of(Call call) {
    return new Savings(
        QueryTokens.of(call),
        (int) call.number("clusters", 0, 1, TokenClusters.MOST),
        (int) call.number("early", 0, 1, MOST_CANDIDATES),
        call.number("prune", -1, 0, 1));
  }

  /// In the plan language.
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(query.arguments());
    if (clusters > 0) {
      arguments.add("clusters=" + clusters);
    }
    if (early > 0) {
      arguments.add("early=" + early);
    }
    if (prune >= 0) {
      arguments.add("prune=" + PlanText.number(prune));
    }
    return arguments;
  }

  /// Whether every query token looks at all tokens of a document.
  boolean looksAtAll() {
    return clusters == 0;
  }

  /// Whether candidates are scored one by one, and not all together.
  boolean oneByOne() {
    return early > 0 || clusters > 0;
  }

  /// What scores the documents of a segment.
  DocumentScorer.Maker scorers(FieldScoring scoring) {
    return clusters > 0 ? values -> ClusterScorer.of(scoring, values, clusters) : scoring::scorer;
  }

  /// The candidates that are scored: those not too far below the one that is wanted last.
  Candidates pruned(Candidates before, int wanted) {
    if (prune < 0 || before.count() <= wanted) {
      return before;
    }
    float last = before.score(wanted - 1);
    double least = last - prune * Math.abs(last);
    int count = wanted;
    while (count < before.count() && before.score(count) >= least) {
      count++;
    }
    return before.first(count);
  }
}
