package pleiad.search;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;

/// One step of a plan: a source finds candidates, a ranker orders the ones before it and keeps the
/// best.
public sealed interface Stage {
  /// The name in the plan language.
  String name();

  /// The field it looks at; for BM25 the field is the query's own affair.
  String field();

  /// Whether it needs the query's vectors for its field.
  default boolean vectors() {
    return true;
  }

  /// Whether its scores are MaxSim, so that matches of tokens explain them.
  default boolean lateInteraction() {
    return true;
  }

  /// How many candidates it gives at most.
  int wanted();

  /// A step that finds candidates.
  sealed interface Source extends Stage permits Bm25, Dense, Tokens {
    /// The best `wanted` documents that match the request's filter.
    Candidates find(IndexSearcher searcher, Request request) throws IOException;
  }

  /// A step that orders candidates.
  sealed interface Ranker extends Stage permits MaxSimRanker {
    /// The best `wanted` of `before`, in the ranker's own order and with its own scores.
    Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
        throws IOException;
  }
}
