package pleiad.search;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;

/// Orders candidates by MaxSim of what is stored. Candidates without tokens drop out.
record MaxSimRanker(String field, int wanted) implements Stage.Ranker {
  @Override
  public String name() {
    return "maxsim";
  }

  @Override
  public Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
      throws IOException {
    Candidates best =
        TokenSearch.among(
                before,
                searcher,
                new FieldScoring(field, request.multiVector(field)),
                wanted,
                request.deadline())
            .run();
    return before.complete() ? best : best.asIncomplete();
  }
}
