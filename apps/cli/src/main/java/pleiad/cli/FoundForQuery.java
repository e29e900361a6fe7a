package pleiad.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pleiad.eval.Measure;
import pleiad.eval.Qrels;
import pleiad.eval.Run;
import pleiad.search.Candidates;

/// What several sources found for one judged query, kept to be fused in many ways.
///
/// Documents are numbered by id, the last in the order of UTF-8 bytes first. A fusion puts equal
/// scores in the order of numbers, which so is the order that runs are evaluated in.
final class FoundForQuery {
  private final String query;
  private final List<String> documents;
  private final List<Candidates> found;
  private final int[] grades;
  private final int[] judged;

  private FoundForQuery(
      String query, List<String> documents, List<Candidates> found, Map<String, Integer> grades) {
    this.query = query;
    this.documents = documents;
    this.found = found;
    this.grades = documents.stream().mapToInt(each -> grades.getOrDefault(each, 0)).toArray();
    this.judged =
        grades.values().stream()
            .sorted(Collections.reverseOrder())
            .mapToInt(Integer::intValue)
            .toArray();
  }

  /// @param runs what each source answered
  /// @throws IllegalArgumentException when a score is infinite, which no fusion can weigh
  static FoundForQuery of(String query, List<Run> runs, Qrels qrels) {
    Set<String> all = new LinkedHashSet<>();
    runs.forEach(run -> run.hits(query).forEach(hit -> all.add(hit.document())));
    List<String> documents = new ArrayList<>(all);
    documents.sort(
        Comparator.comparing((String id) -> id.getBytes(UTF_8), Arrays::compareUnsigned)
            .reversed());
    Map<String, Integer> numbers = new HashMap<>();
    documents.forEach(id -> numbers.put(id, numbers.size()));
    List<Candidates> found =
        runs.stream().map(run -> candidates(query, run.hits(query), numbers)).toList();
    return new FoundForQuery(query, documents, found, qrels.grades(query));
  }

  private static Candidates candidates(
      String query, List<Run.Hit> hits, Map<String, Integer> numbers) {
    float[] scores = new float[hits.size()];
    for (int place = 0; place < scores.length; place++) {
      Run.Hit hit = hits.get(place);
      if (!Float.isFinite(hit.score())) {
        throw new IllegalArgumentException(
            "document '%s' of query '%s' has the score %s; only finite scores can be fused"
                .formatted(hit.document(), query, hit.score()));
      }
      scores[place] = hit.score();
    }
    return Candidates.of(
        hits.stream().mapToInt(hit -> numbers.getOrDefault(hit.document(), -1)).toArray(), scores);
  }

  /// How good a blend of it is.
  double value(Blend blend, Measure measure) {
    Candidates order = blend.of(found);
    int[] ranked = new int[order.count()];
    for (int place = 0; place < ranked.length; place++) {
      ranked[place] = grades[order.document(place)];
    }
    return measure.score(ranked, judged);
  }

  /// Adds the best `k` of a blend of it to a run.
  void add(Blend blend, int k, Run.Builder into) {
    Candidates order = blend.of(found).first(k);
    for (int place = 0; place < order.count(); place++) {
      into.add(query, documents.get(order.document(place)), order.score(place));
    }
  }
}
