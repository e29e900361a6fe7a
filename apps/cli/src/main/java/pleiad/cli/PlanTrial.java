package pleiad.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pleiad.Hits;
import pleiad.Search;
import pleiad.Searcher;
import pleiad.eval.Run;
import pleiad.search.Plan;

/// What a plan finds for some queries, ten documents each, and what it takes.
///
/// @param plan as it was asked for
/// @param run what it found, by the queries' ids
/// @param encode times of queries
/// @param search times of the rest
record PlanTrial(String plan, Run run, Latency encode, Latency search) {
  static final int TOP = 10;
  private static final int WARM_UPS = 5;

  /// A query.
  ///
  /// @param own the document that it is a span of, which it finds too easily; null: none
  record Asked(String id, Search search, @Nullable String own) {
    /// Words, or token vectors where it has no text.
    int length() {
      String text = search.text();
      return text == null
          ? search.vectors().values().stream().mapToInt(each -> each.count()).sum()
          : text.strip().split("\\s+", -1).length;
    }
  }

  /// Runs it with every query, some of them once before for warmth.
  static PlanTrial of(Searcher searcher, String plan, List<Asked> queries) throws IOException {
    Plan parsed = Plan.parse(plan);
    for (Asked query : queries.subList(0, Math.min(WARM_UPS, queries.size()))) {
      hits(searcher, parsed, query);
    }
    Run.Builder run = Run.builder();
    Latency encode = new Latency();
    Latency search = new Latency();
    for (Asked query : queries) {
      Hits hits = hits(searcher, parsed, query);
      encode.add(hits.encodeMillis());
      search.add(hits.totalMillis() - hits.encodeMillis());
      hits.hits().stream()
          .filter(hit -> !hit.id().equals(query.own()))
          .limit(TOP)
          .forEach(hit -> run.add(query.id(), hit.id(), hit.score()));
    }
    return new PlanTrial(plan, run.build(), encode, search);
  }

  private static Hits hits(Searcher searcher, Plan plan, Asked query) throws IOException {
    int wanted = query.own() == null ? TOP : TOP + 1;
    return searcher.search(query.search().plan(plan).k(wanted).matches(false));
  }

  /// The median time of a search with encoding its query.
  double millis() {
    return encode.percentile(50) + search.percentile(50);
  }

  /// For each query the share of what another plan found that this one found too; 1 where that
  /// found nothing.
  List<Double> shared(PlanTrial other, List<Asked> queries) {
    List<Double> shares = new ArrayList<>();
    for (Asked query : queries) {
      Set<String> theirs = ids(other, query);
      Set<String> both = ids(this, query);
      both.retainAll(theirs);
      shares.add(theirs.isEmpty() ? 1 : (double) both.size() / theirs.size());
    }
    return shares;
  }

  private static Set<String> ids(PlanTrial trial, Asked query) {
    Set<String> ids = new HashSet<>();
    trial.run().hits(query.id()).forEach(hit -> ids.add(hit.document()));
    return ids;
  }
}
