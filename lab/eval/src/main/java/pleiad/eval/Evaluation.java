package pleiad.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How good a run is by the judgements: a value for each measure and judged query, and their means.
///
/// Every judged query counts, as in `trec_eval -c`: one that the run does not answer, or for which
/// nothing is relevant, counts as 0. A query of the run without judgements is ignored.
public final class Evaluation {
  private final Map<Measure, Map<String, Double>> values;
  private final Set<String> unanswered;
  private final Set<String> unjudged;

  private Evaluation(
      Map<Measure, Map<String, Double>> values, Set<String> unanswered, Set<String> unjudged) {
    this.values = values;
    this.unanswered = unanswered;
    this.unjudged = unjudged;
  }

  /// Compares a run with judgements.
  ///
  /// @throws IllegalArgumentException when there are no judgements
  public static Evaluation of(Run run, Qrels qrels, List<Measure> measures) {
    if (qrels.queries().isEmpty()) {
      throw new IllegalArgumentException(
          "no judgements, so there is nothing to compare a run with");
    }
    Map<Measure, Map<String, Double>> values = new LinkedHashMap<>();
    measures.forEach(measure -> values.put(measure, new LinkedHashMap<>()));
    for (String query : qrels.queries()) {
      Map<String, Integer> grades = qrels.grades(query);
      int[] ranked =
          run.hits(query).stream()
              .mapToInt(hit -> grades.getOrDefault(hit.document(), 0))
              .toArray();
      int[] judged = highestFirst(grades);
      values.forEach((measure, scores) -> scores.put(query, measure.score(ranked, judged)));
    }
    return new Evaluation(
        values,
        difference(qrels.queries(), run.queries()),
        difference(run.queries(), qrels.queries()));
  }

  private static int[] highestFirst(Map<String, Integer> grades) {
    return grades.values().stream()
        .sorted(Collections.reverseOrder())
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Set<String> difference(Set<String> all, Set<String> without) {
    Set<String> rest = new LinkedHashSet<>(all);
    rest.removeAll(without);
    return Collections.unmodifiableSet(rest);
  }

  /// The measures, in the order in which they were asked for.
  public List<Measure> measures() {
    return List.copyOf(values.keySet());
  }

  /// The mean over all judged queries.
  ///
  /// @throws IllegalArgumentException when the measure was not asked for
  public double mean(Measure measure) {
    Map<String, Double> scores = values(measure);
    return scores.values().stream().mapToDouble(Double::doubleValue).sum() / scores.size();
  }

  /// The value of each judged query, in the order of the judgements.
  ///
  /// @throws IllegalArgumentException when the measure was not asked for
  public Map<String, Double> values(Measure measure) {
    Map<String, Double> scores = values.get(measure);
    if (scores == null) {
      throw new IllegalArgumentException(
          "%s was not evaluated, only %s".formatted(measure, values.keySet()));
    }
    return Collections.unmodifiableMap(scores);
  }

  /// The judged queries for which the run has nothing: they count as 0.
  public Set<String> unanswered() {
    return unanswered;
  }

  /// The run's queries without judgements: they are ignored.
  public Set<String> unjudged() {
    return unjudged;
  }
}
