package pleiad.search;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;

/// Finds documents by late interaction. Scores are MaxSim of what is stored; where there is a
/// codebook, which documents are scored is a matter of [MaxSimOptions].
record Tokens(String field, int wanted) implements Stage.Source {
  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public Candidates find(IndexSearcher searcher, Request request) throws IOException {
    return new TokenSearch(
            searcher,
            field,
            request.multiVector(field),
            request.filter(),
            wanted,
            request.options(),
            request.deadline())
        .run();
  }
}
