package pleiad.bench;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.search.Query;
import pleiad.search.Candidates;
import pleiad.search.MaxSimOptions;
import pleiad.search.Plan;
import pleiad.vector.TokenVectors;

/// Times searches with a filter, and compares their answers with those of scoring every document
/// that the filter keeps.
final class FilteredSearch {
  private final BenchIndex index;
  private final Plan plan;
  private final Query filter;
  private double same;
  private double recall;

  private FilteredSearch(BenchIndex index, Plan plan, Query filter) {
    this.index = index;
    this.plan = plan;
    this.filter = filter;
  }

  /// @param rounds over all queries; the comparison before them is the warm-up
  static FilteredRow measure(
      BenchIndex index, Plan plan, Query filter, List<TokenVectors> queries, int rounds)
      throws IOException {
    FilteredSearch search = new FilteredSearch(index, plan, filter);
    for (TokenVectors query : queries) {
      search.compare(query);
    }
    Timings timings = new Timings();
    for (int round = 0; round < rounds; round++) {
      for (TokenVectors query : queries) {
        long begin = System.nanoTime();
        search.run(query, MaxSimOptions.AUTOMATIC);
        timings.addSince(begin);
      }
    }
    return new FilteredRow(
        index.count(filter),
        timings.percentile(50),
        timings.percentile(95),
        search.same / queries.size(),
        search.recall / queries.size());
  }

  private Candidates run(TokenVectors query, MaxSimOptions options) throws IOException {
    return index.run(plan, BenchIndex.request(query, filter, options));
  }

  private void compare(TokenVectors query) throws IOException {
    Candidates found = run(query, MaxSimOptions.AUTOMATIC);
    Candidates all = run(query, MaxSimOptions.ALL);
    boolean equal = found.count() == all.count();
    int right = 0;
    for (int place = 0; place < found.count() && place < all.count(); place++) {
      equal &= found.score(place) == all.score(place);
      right += found.score(place) >= all.score(all.count() - 1) ? 1 : 0;
    }
    same += equal ? 1 : 0;
    recall += all.count() == 0 ? 1 : (double) right / all.count();
  }
}
