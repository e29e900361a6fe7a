package pleiad.search;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/// One step of a plan: a source finds candidates, a [Fusion] makes one list of what several sources
/// found, a ranker orders the ones before it and keeps the best. Many are source and ranker, by
/// where they stand.
public sealed interface Stage permits Fusion, Stage.Source, Stage.Ranker {
  /// The name in the plan language.
  String name();

  /// In what forms the query must be given.
  List<Need> needs();

  /// What of the index it goes through.
  Set<Stored> reads();

  /// The stage in the plan language.
  String text();

  /// What the score is, where matches of tokens explain it; null: it is something else.
  default @Nullable MaxSimScore maxSim() {
    return null;
  }

  /// The words that a document's score is made of, with the part of each; none where the score is
  /// of something else.
  ///
  /// @param document its number in the whole reader
  default List<TermPart> termParts(IndexSearcher searcher, Request request, int document)
      throws IOException {
    return List.of();
  }

  /// A step that finds candidates.
  sealed interface Source extends Stage permits Bm25, BySummary, Dense, Must, Poly, Tokens {
    /// The same, giving so many candidates where it gives as many as hits are asked for.
    Source asked(int hits);

    /// The best documents that match the request's filter.
    Candidates find(IndexSearcher searcher, Request request) throws IOException;
  }

  /// A step that orders candidates.
  sealed interface Ranker extends Stage
      permits Bm25, BySummary, ByText, Dense, MaxSimRanker, Must, Poly, Smooth {
    /// The same, giving so many candidates where it gives as many as hits are asked for.
    Ranker asked(int hits);

    /// The best of `before`, in the ranker's own order and with its own scores.
    Candidates narrow(IndexSearcher searcher, Request request, Candidates before)
        throws IOException;
  }
}
