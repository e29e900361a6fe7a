package pleiad.bench;

import java.io.IOException;
import java.util.List;
import pleiad.eval.Evaluation;
import pleiad.eval.Measure;
import pleiad.eval.Run;
import pleiad.vector.TokenVectors;

/// How good rankings are, as a mean over a collection's queries.
record RankingQuality(EncodedCollection collection, List<TokenVectors> queries) {
  /// The mean over the queries of which the truth is known.
  double recall(Recall recall, List<Ranking> found, List<Ranking> truth, int cutoff)
      throws IOException {
    double sum = 0;
    for (int query = 0; query < truth.size(); query++) {
      sum += recall.of(queries.get(query), found.get(query), truth.get(query), cutoff);
    }
    return sum / truth.size();
  }

  /// By the collection's judgements.
  double ndcg(List<Ranking> rankings, int cutoff) {
    Run.Builder run = Run.builder();
    for (int query = 0; query < rankings.size(); query++) {
      for (Ranking.Found found : rankings.get(query).first(cutoff)) {
        run.add(
            collection.queries().id(query),
            collection.documents().id(found.document()),
            found.score());
      }
    }
    Measure measure = new Measure.Ndcg(cutoff);
    return Evaluation.of(run.build(), collection.qrels(), List.of(measure)).mean(measure);
  }
}
