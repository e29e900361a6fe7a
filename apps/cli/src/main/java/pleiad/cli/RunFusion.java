package pleiad.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import pleiad.eval.Run;
import pleiad.search.Candidates;
import pleiad.search.Fusion;

/// Runs as the sources of a fusion: query by query, each run's answer in the order that it is
/// evaluated in.
final class RunFusion {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> documents = new ArrayList<>();

  private RunFusion() {}

  /// The best `k` of each query, by all runs together.
  ///
  /// @throws IllegalArgumentException when a score is infinite, which no fusion can weigh
  static Run fuse(List<Run> runs, Fusion fusion, int k) {
    Set<String> queries = new LinkedHashSet<>();
    runs.forEach(run -> queries.addAll(run.queries()));
    Run.Builder fused = Run.builder();
    for (String query : queries) {
      new RunFusion().query(query, runs, fusion, k, fused);
    }
    return fused.build();
  }

  private void query(String query, List<Run> runs, Fusion fusion, int k, Run.Builder into) {
    List<Candidates> found = runs.stream().map(run -> candidates(run.hits(query), query)).toList();
    Run.Builder whole = Run.builder();
    Candidates best = fusion.fuse(found);
    for (int place = 0; place < best.count(); place++) {
      whole.add(query, documents.get(best.document(place)), best.score(place));
    }
    // Cut only now, in the order of a run: which of equal scores stay does not depend on numbers.
    whole.build().hits(query).stream()
        .limit(k)
        .forEach(hit -> into.add(query, hit.document(), hit.score()));
  }

  private Candidates candidates(List<Run.Hit> hits, String query) {
    int[] ids = new int[hits.size()];
    float[] scores = new float[hits.size()];
    for (int place = 0; place < ids.length; place++) {
      Run.Hit hit = hits.get(place);
      if (!Float.isFinite(hit.score())) {
        throw new IllegalArgumentException(
            "document '%s' of query '%s' has the score %s; only finite scores can be fused"
                .formatted(hit.document(), query, hit.score()));
      }
      ids[place] = numbers.computeIfAbsent(hit.document(), this::numbered);
      scores[place] = hit.score();
    }
    return Candidates.of(ids, scores);
  }

  private int numbered(String document) {
    documents.add(document);
    return documents.size() - 1;
  }
}
