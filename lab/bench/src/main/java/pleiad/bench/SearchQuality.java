package pleiad.bench;

import java.io.IOException;
import java.util.List;
import pleiad.vector.TokenVectors;

/// How good an index's answers are, by exact answers and by judgements.
public final class SearchQuality {
  private static final int TOP = 10;

  private final EncodedCollection collection;
  private final List<TokenVectors> queries;
  private final VectorBlocks vectors;
  private final List<Ranking> exact;
  private final int threads;

  /// @param exact the true rankings of all queries
  /// @param threads how many work at a time
  SearchQuality(
      EncodedCollection collection,
      List<TokenVectors> queries,
      VectorBlocks vectors,
      List<Ranking> exact,
      int threads) {
    this.collection = collection;
    this.queries = queries;
    this.vectors = vectors;
    this.exact = exact;
    this.threads = threads;
  }

  /// How good answers are, as a mean over queries.
  ///
  /// @param recall10 the share of the true best 10, by exact MaxSim of the uncompressed vectors
  /// @param recall100 of the true best 100, when 100 are asked for
  /// @param recallCodes10 the share of the best 10 by exact MaxSim of the stored codes: what is
  ///   lost here is the search's fault, not the code's
  /// @param ndcg10 nDCG@10 by the collection's judgements
  /// @param exactNdcg nDCG@10 of the exact answers
  public record Figures(
      double recall10, double recall100, double recallCodes10, double ndcg10, double exactNdcg) {}

  /// @param recallQueries so many queries are compared with exact answers over the stored codes
  Figures of(BenchIndex index, int recallQueries) throws IOException {
    List<Ranking> ten = index.answers(queries, TOP, index.options(), threads);
    List<TokenVectors> first = queries.subList(0, recallQueries);
    List<Ranking> byCodes = Scan.best(index.rows(), first, TOP, threads);
    List<Ranking> hundred = index.answers(queries, ExactAnswers.DEPTH, index.options(), threads);
    RankingQuality quality = new RankingQuality(collection, queries);
    return new Figures(
        quality.recall(new Recall(vectors), ten, exact, TOP),
        quality.recall(new Recall(vectors), hundred, exact, ExactAnswers.DEPTH),
        quality.recall(new Recall(index.rows()), ten, byCodes, TOP),
        quality.ndcg(ten, TOP),
        quality.ndcg(exact, TOP));
  }
}
