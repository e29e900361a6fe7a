package pleiad.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import pleiad.Pleiad;
import pleiad.Stats;
import pleiad.search.CandidateRoute;
import pleiad.search.Candidates;
import pleiad.search.Plan;
import pleiad.search.Request;
import pleiad.vector.TokenVectors;

/// One setting's index, and the times its searches take.
final class SearchContender implements AutoCloseable {
  private static final int CHECKED_QUERIES = 5;

  private final IndexBuild build;
  private final BuildTimes times;
  private final BenchIndex index;
  private final Plan plan;
  private final List<Request> requests;
  private final double heapMegabytes;

  /// Of the documents as they were encoded, pooled or not.
  private final long tokens;

  private final Timings timings = new Timings();

  private SearchContender(
      IndexBuild build,
      BuildTimes times,
      BenchIndex index,
      Plan plan,
      List<Request> requests,
      double heapMegabytes,
      long tokens) {
    this.build = build;
    this.times = times;
    this.index = index;
    this.plan = plan;
    this.requests = requests;
    this.heapMegabytes = heapMegabytes;
    this.tokens = tokens;
  }

  /// What is searched, and how.
  ///
  /// @param k documents asked for
  /// @param warmUps rounds over all queries before the first
  record Searches(List<TokenVectors> queries, int k, CandidateRoute route, int warmUps) {}

  /// Opens an index, sees that its first answers are whole, and warms up.
  ///
  /// @param expected documents that an answer must have
  static SearchContender open(
      IndexBuild build, BuildTimes times, VectorTexts documents, Searches searches, int expected)
      throws IOException {
    List<TokenVectors> queries = searches.queries();
    Plan plan = BenchIndex.plan(searches.k());
    long before = usedBytes();
    BenchIndex index = BenchIndex.open(build.folder(), documents, searches.route());
    try {
      List<Request> requests = queries.stream().map(index::request).toList();
      for (TokenVectors query : queries.subList(0, Math.min(CHECKED_QUERIES, queries.size()))) {
        check(build.setting(), index.run(plan, index.request(query)), expected);
      }
      for (int round = 0; round < searches.warmUps(); round++) {
        for (Request request : requests) {
          index.run(plan, request);
        }
      }
      double heap = (usedBytes() - before) / 1e6;
      return new SearchContender(build, times, index, plan, requests, heap, documents.tokens());
    } catch (Throwable t) {
      index.close();
      throw t;
    }
  }

  private static long usedBytes() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  /// Sees that an answer is whole.
  ///
  /// @throws IllegalStateException where it is not
  static void check(String codec, Candidates answer, int expected) {
    Set<Integer> seen = new HashSet<>();
    boolean ordered = true;
    for (int place = 0; place < answer.count(); place++) {
      float score = answer.score(place);
      seen.add(answer.document(place));
      ordered &= Float.isFinite(score) && (place == 0 || score <= answer.score(place - 1));
    }
    if (!answer.complete() || seen.size() != expected || answer.count() != expected || !ordered) {
      throw new IllegalStateException(
          "%s: an answer must hold %d documents, each once, by finite falling scores; got %d, %d of them different, complete: %s, in order: %s"
              .formatted(codec, expected, answer.count(), seen.size(), answer.complete(), ordered));
    }
  }

  /// Searches every query once.
  void round() throws IOException {
    for (Request request : requests) {
      search(request, timings);
    }
  }

  private void search(Request request, Timings into) throws IOException {
    long begin = System.nanoTime();
    index.run(plan, request);
    into.addSince(begin);
  }

  BenchIndex index() {
    return index;
  }

  boolean isDefault() {
    return build.isDefault();
  }

  String setting() {
    return build.shownAs();
  }

  Timings timings() {
    return timings;
  }

  BuildTimes times() {
    return times;
  }

  /// What the opened and warm index holds on the heap, in 10⁶ bytes.
  double heapMegabytes() {
    return heapMegabytes;
  }

  /// What all files of the multi-vector field take, for each token as it was encoded.
  double bytesPerToken() throws IOException {
    Stats stats = Pleiad.stats(build.folder());
    return stats.bytesPerToken() * stats.tokens() / tokens;
  }

  /// What was measured on one thread.
  SearchRow row(SearchQuality.Figures figures) throws IOException {
    return row(figures, 1, timings, timings.perSecond());
  }

  /// Measures so many rounds with the filter that keeps the drawn documents.
  FilteredRow filtered(List<TokenVectors> queries, int rounds) throws IOException {
    return FilteredSearch.measure(index, plan, build.drawn().query(), queries, rounds);
  }

  /// Times what scores all documents that it is given.
  RankedRow ranked(int candidates, int wanted, List<TokenVectors> queries, Duration most)
      throws IOException {
    return RankedSearch.measure(index, candidates, wanted, queries, most);
  }

  /// Adds a document; what was opened before does not see it.
  LiveAdd add(TokenVectors text) throws IOException {
    return LiveAdd.of(build, text);
  }

  /// Measures so many rounds on several threads.
  SearchRow row(SearchQuality.Figures figures, int threads, int rounds) throws IOException {
    AtomicInteger next = new AtomicInteger();
    int searches = rounds * requests.size();
    Timings all = new Timings();
    long begin = System.nanoTime();
    for (Timings part :
        Crew.of(threads)
            .each(
                () -> {
                  Timings own = new Timings();
                  for (int i = next.getAndIncrement(); i < searches; i = next.getAndIncrement()) {
                    search(requests.get(i % requests.size()), own);
                  }
                  return own;
                })) {
      all.addAll(part);
    }
    return row(figures, threads, all, searches / ((System.nanoTime() - begin) / 1e9));
  }

  private SearchRow row(SearchQuality.Figures figures, int threads, Timings searches, double qps)
      throws IOException {
    return new SearchRow(
        setting(),
        build.code(),
        threads,
        searches.percentile(50),
        searches.percentile(95),
        qps,
        figures,
        bytesPerToken(),
        index.segments(),
        heapMegabytes,
        times,
        null,
        null,
        null);
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
