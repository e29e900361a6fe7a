package pleiad.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import pleiad.eval.Evaluation;
import pleiad.eval.Measure;
import pleiad.eval.Run;
import pleiad.search.Plan;
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
    List<Ranking> ten = answers(index, TOP);
    List<TokenVectors> first = queries.subList(0, recallQueries);
    List<Ranking> byCodes = Scan.best(index.rows(), first, TOP, threads);
    return new Figures(
        recall(new Recall(vectors), ten, exact, TOP),
        recall(new Recall(vectors), answers(index, ExactAnswers.DEPTH), exact, ExactAnswers.DEPTH),
        recall(new Recall(index.rows()), ten, byCodes, TOP),
        ndcg(ten),
        ndcg(exact));
  }

  private List<Ranking> answers(BenchIndex index, int wanted) throws IOException {
    Plan plan = BenchIndex.plan(wanted);
    Ranking[] answers = new Ranking[queries.size()];
    AtomicInteger next = new AtomicInteger();
    Crew.of(threads)
        .each(
            () -> {
              for (int query = next.getAndIncrement();
                  query < answers.length;
                  query = next.getAndIncrement()) {
                answers[query] = index.answer(plan, queries.get(query));
              }
              return next;
            });
    return Arrays.asList(answers);
  }

  /// The mean over the queries of which the truth is known.
  private double recall(Recall recall, List<Ranking> found, List<Ranking> truth, int cutoff)
      throws IOException {
    List<Double> values = new ArrayList<>();
    for (int query = 0; query < truth.size(); query++) {
      values.add(recall.of(queries.get(query), found.get(query), truth.get(query), cutoff));
    }
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private double ndcg(List<Ranking> rankings) {
    Run.Builder run = Run.builder();
    for (int query = 0; query < rankings.size(); query++) {
      for (Ranking.Found found : rankings.get(query).first(TOP)) {
        run.add(
            collection.queries().id(query),
            collection.documents().id(found.document()),
            found.score());
      }
    }
    Measure measure = new Measure.Ndcg(TOP);
    return Evaluation.of(run.build(), collection.qrels(), List.of(measure)).mean(measure);
  }
}
