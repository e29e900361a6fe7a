package pleiad.search;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;

/// Finds documents by late interaction. Scores are MaxSim of what is stored; where there is a
/// codebook, which documents are scored is a matter of [MaxSimOptions].
///
/// @param recall the share of the best documents that shall be found; 0: the request says
record Tokens(String field, int wanted, double recall) implements Stage.Source {
  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    return new TokenSearch(
            searcher,
            new FieldScoring(field, request.multiVector(field)),
            request.filter(),
            wanted,
            recall == 0 ? request.options() : request.options().recall(recall),
            request.deadline())
        .run();
  }
}
