package pleiad.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Two runs beside each other: by how much the second is better than the first, and whether chance
/// could have made as much of it.
///
/// Every judged query counts, as in [Evaluation]; one that a run does not answer counts as 0 for
/// it.
///
/// @param rows one a measure, in the order asked for
/// @param queries number of judged queries
/// @param missing1 the judged queries that the first run does not answer
/// @param missing2 those that the second does not answer
public record Comparison(List<Row> rows, int queries, Set<String> missing1, Set<String> missing2) {
  /// Values that differ by no more are equal: they may be sums of the same gains in another order.
  private static final double TIE = 1e-9;

  public Comparison {
    rows = List.copyOf(rows);
  }

  /// What one measure says.
  ///
  /// @param mean1 of the first run
  /// @param mean2 of the second run
  /// @param difference `mean2 − mean1`
  /// @param ci95 where the difference lies in 95 of 100 bootstrap resamples of the queries
  /// @param pRandomisation how often random signs of the queries' differences give one as large:
  ///   the randomisation test, two-sided; never 0
  /// @param pT the paired t-test, two-sided; NaN for a single query
  /// @param perQuery the queries, those where the second run is most ahead first
  public record Row(
      Measure measure,
      double mean1,
      double mean2,
      double difference,
      Interval ci95,
      double pRandomisation,
      double pT,
      List<QueryRow> perQuery) {
    public Row {
      perQuery = List.copyOf(perQuery);
    }

    /// Number of queries where the second run is better.
    public int wins() {
      return (int) perQuery.stream().filter(query -> query.difference() > 0).count();
    }

    /// Number of queries where both are equally good.
    public int ties() {
      return perQuery.size() - wins() - losses();
    }

    /// Number of queries where the second run is worse.
    public int losses() {
      return (int) perQuery.stream().filter(query -> query.difference() < 0).count();
    }
  }

  /// A query by one measure.
  ///
  /// @param score1 of the first run
  /// @param score2 of the second run
  public record QueryRow(String query, double score1, double score2) {
    /// By how much the second run is better; 0 where only rounding tells them apart.
    public double difference() {
      return Math.abs(score2 - score1) <= TIE ? 0 : score2 - score1;
    }
  }

  /// Compares two runs by judgements.
  ///
  /// @param seed of the random signs and of the resamples
  /// @throws IllegalArgumentException when there are no judgements or measures, a run is empty or
  ///   has none of the judged queries, or the runs have no judged query in common
  public static Comparison of(
      Run first, Run second, Qrels qrels, List<Measure> measures, long seed) {
    if (measures.isEmpty()) {
      throw new IllegalArgumentException("no measure to compare by, give one such as nDCG@10");
    }
    Evaluation one = Evaluation.of(first, qrels, measures);
    Evaluation two = Evaluation.of(second, qrels, measures);
    check("first", first, one, qrels);
    check("second", second, two, qrels);
    checkShared(first, second, qrels);
    return new Comparison(
        measures.stream().map(measure -> row(measure, one, two, seed)).toList(),
        qrels.queries().size(),
        one.unanswered(),
        two.unanswered());
  }

  private static void check(String which, Run run, Evaluation evaluation, Qrels qrels) {
    if (run.queries().isEmpty()) {
      throw new IllegalArgumentException(
          "the %s run is empty, so there is nothing to compare".formatted(which));
    }
    if (evaluation.unanswered().size() == qrels.queries().size()) {
      throw new IllegalArgumentException(
          "none of the %d queries of the %s run is judged: it has '%s', the judgements have '%s'; give the judgements of the queries that were run"
              .formatted(
                  run.queries().size(),
                  which,
                  run.queries().iterator().next(),
                  qrels.queries().iterator().next()));
    }
  }

  private static void checkShared(Run first, Run second, Qrels qrels) {
    boolean shared =
        qrels.queries().stream()
            .anyMatch(each -> first.queries().contains(each) && second.queries().contains(each));
    if (!shared) {
      throw new IllegalArgumentException(
          "the runs answer different queries: the first has '%s', the second has '%s', and no judged query is in both; compare runs of the same queries"
              .formatted(first.queries().iterator().next(), second.queries().iterator().next()));
    }
  }

  private static Row row(Measure measure, Evaluation one, Evaluation two, long seed) {
    Map<String, Double> scores2 = two.values(measure);
    List<QueryRow> queries = new ArrayList<>();
    one.values(measure)
        .forEach(
            (query, score) ->
                queries.add(new QueryRow(query, score, scores2.getOrDefault(query, 0.0))));
    PairedDifferences differences =
        new PairedDifferences(queries.stream().mapToDouble(QueryRow::difference).toArray());
    queries.sort(Comparator.comparingDouble(QueryRow::difference).reversed());
    return new Row(
        measure,
        one.mean(measure),
        two.mean(measure),
        differences.mean(),
        differences.interval(seed),
        differences.randomisation(seed),
        differences.t(),
        queries);
  }
}
