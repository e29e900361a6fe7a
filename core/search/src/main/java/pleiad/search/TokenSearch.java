package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;
import pleiad.codec.MeanSketch;

/// Finds the documents with the largest MaxSim in one field, in three steps.
///
/// 1. Every segment gathers candidates by [CandidateRoute], or has all its documents scored where
///    there are few in all segments together. Where documents are given, they are the candidates,
///    and all are scored.
/// 2. The candidates of all segments are scored by their codes, or by their vectors where there are
///    no codes, nearest first, until [StopRule] says that it is enough.
/// 3. Where better vectors are kept beside the codes, the best are scored once more by those.
///
/// Segments go side by side on the searcher's executor, and what the best have so far spares all of
/// them the documents that cannot be among those. A score is MaxSim of what is stored, never an
/// estimate.
final class TokenSearch {
  /// Candidates that are scored first, beside k.
  private static final int FIRST_ROUND = 6;

  /// Candidates between two looks at the rule, beside a quarter of k.
  private static final int NEXT_ROUND = 8;

  private final IndexSearcher searcher;
  private final FieldScoring scoring;
  private final Accepted accepted;

  /// The documents that may be scored, in ascending order; null: all that match the filter.
  private final int @Nullable [] given;

  private final int wanted;
  private final int breadth;
  private final int few;
  private final double recall;
  private final CandidateRoute route;
  private final int cellBreadth;
  private final int probes;
  private final QueryTimeout deadline;
  private final MeanCandidates means;

  TokenSearch(
      IndexSearcher searcher,
      FieldScoring scoring,
      @Nullable Query filter,
      int wanted,
      MaxSimOptions options,
      QueryTimeout deadline)
      throws IOException {
    this(searcher, scoring, filter, null, wanted, options, deadline);
  }

  /// Scores every one of the documents given.
  static TokenSearch among(
      Candidates given,
      IndexSearcher searcher,
      FieldScoring scoring,
      int wanted,
      QueryTimeout deadline)
      throws IOException {
    return new TokenSearch(
        searcher,
        scoring,
        null,
        given.ascending(),
        Math.clamp(given.count(), 1, wanted),
        MaxSimOptions.ALL,
        deadline);
  }

  private TokenSearch(
      IndexSearcher searcher,
      FieldScoring scoring,
      @Nullable Query filter,
      int @Nullable [] given,
      int wanted,
      MaxSimOptions options,
      QueryTimeout deadline)
      throws IOException {
    int documents = searcher.getIndexReader().maxDoc();
    this.searcher = searcher;
    this.scoring = scoring;
    this.given = given;
    this.accepted = Accepted.of(searcher, filter);
    this.wanted = Math.min(wanted, Math.max(1, documents));
    this.breadth = options.candidates(this.wanted, documents, scoring.query().count());
    this.few = options.few(this.wanted, documents);
    this.recall = options.recallToStopAt();
    this.route = options.all() ? CandidateRoute.ALL : options.route();
    this.cellBreadth = options.cellCandidates(this.wanted, documents);
    this.probes = options.probesFor(this.wanted);
    this.deadline = deadline;
    this.means = new MeanCandidates(MeanSketch.ofQuery(scoring.query()));
  }

  Candidates run() throws IOException {
    List<SegmentSearch> segments = new ArrayList<>();
    try {
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        segments.add(new SegmentSearch(this, leaf));
      }
      return run(segments);
    } finally {
      segments.forEach(SegmentSearch::close);
      scoring.close();
    }
  }

  private Candidates run(List<SegmentSearch> segments) throws IOException {
    each(segments, SegmentSearch::begin);
    long all = segments.stream().mapToLong(SegmentSearch::unsought).sum();
    each(segments, segment -> segment.gather(all));
    float before = least(segments);
    each(segments, segment -> segment.scoreUnranked(before));
    scoreRanked(segments, SegmentSearch::byMeans, breadth);
    scoreRanked(segments, SegmentSearch::byCentroids, cellBreadth);
    float least = least(segments);
    Best best = new Best(wanted);
    boolean complete = true;
    for (SegmentSearch segment : segments) {
      best.offerAll(segment.result(least));
      complete &= segment.complete();
    }
    return best.drain(complete);
  }

  /// Scores a route's candidates in the order of their nearness, some at a time, until the rest may
  /// be left alone.
  private void scoreRanked(
      List<SegmentSearch> segments, Function<SegmentSearch, CandidateQueue> route, int most)
      throws IOException {
    List<CandidateQueue> queues = segments.stream().map(route).toList();
    StopRule rule = new StopRule(wanted, recall, scoring.query().count());
    int left = most;
    int round = Math.min(FIRST_ROUND + wanted, left);
    while (takeNext(queues, round)) {
      left -= round;
      float before = least(segments);
      List<SegmentSearch> due =
          segments.stream().filter(segment -> route.apply(segment).isDue()).toList();
      each(due, segment -> segment.scoreDue(route.apply(segment), before));
      queues.forEach(queue -> queue.endRound(rule));
      if (segments.stream().anyMatch(segment -> !segment.complete())
          || enough(rule, queues, least(segments))) {
        return;
      }
      round = Math.min(NEXT_ROUND + wanted / 4, left);
    }
  }

  /// Hands out the next candidates of all segments together; says whether there are any.
  private static boolean takeNext(List<CandidateQueue> queues, int count) {
    boolean some = false;
    for (int i = 0; i < count && !queues.isEmpty(); i++) {
      CandidateQueue nearest = queues.getFirst();
      for (CandidateQueue each : queues) {
        nearest = each.next() > nearest.next() ? each : nearest;
      }
      if (nearest.next() == Float.NEGATIVE_INFINITY) {
        break;
      }
      nearest.takeNext();
      some = true;
    }
    return some;
  }

  private static boolean enough(StopRule rule, List<CandidateQueue> queues, float least) {
    if (!rule.ready() || least == Float.NEGATIVE_INFINITY) {
      return false;
    }
    StopRule.Expectation expectation = rule.expect(least);
    double missed = 0;
    for (CandidateQueue queue : queues) {
      missed += queue.expected(expectation, rule.allowed() - missed);
    }
    return missed <= rule.allowed();
  }

  /// A step of the search in one segment.
  @FunctionalInterface
  private interface Step {
    void run(SegmentSearch segment) throws IOException;
  }

  private void each(List<SegmentSearch> segments, Step step) throws IOException {
    if (segments.size() == 1) {
      step.run(segments.getFirst());
      return;
    }
    List<Callable<SegmentSearch>> tasks = new ArrayList<>();
    for (SegmentSearch segment : segments) {
      tasks.add(
          () -> {
            step.run(segment);
            return segment;
          });
    }
    searcher.getTaskExecutor().invokeAll(tasks);
  }

  /// What the best `wanted` documents of all segments have at least; negative infinity while there
  /// are fewer.
  private float least(List<SegmentSearch> segments) {
    if (segments.size() == 1) {
      return segments.getFirst().best().least();
    }
    int count = 0;
    float[] all = new float[segments.size() * wanted];
    for (SegmentSearch segment : segments) {
      float[] scores = segment.best().scores();
      System.arraycopy(scores, 0, all, count, scores.length);
      count += scores.length;
    }
    if (count < wanted) {
      return Float.NEGATIVE_INFINITY;
    }
    Arrays.sort(all, 0, count);
    return all[count - wanted];
  }

  FieldScoring scoring() {
    return scoring;
  }

  /// Those of the given documents that a segment has, by its own numbers; null where none are
  /// given, so that the filter says.
  int @Nullable [] given(LeafReaderContext leaf) {
    if (given == null) {
      return null;
    }
    int from = firstFrom(given, leaf.docBase);
    int to = firstFrom(given, leaf.docBase + leaf.reader().maxDoc());
    int[] found = Arrays.copyOfRange(given, from, to);
    Arrays.setAll(found, i -> found[i] - leaf.docBase);
    return found;
  }

  private static int firstFrom(int[] ascending, int least) {
    int place = Arrays.binarySearch(ascending, least);
    return place >= 0 ? place : -1 - place;
  }

  Accepted accepted() {
    return accepted;
  }

  int wanted() {
    return wanted;
  }

  /// How candidates are found.
  CandidateRoute route() {
    return route;
  }

  /// How many candidates are found by means.
  int breadth() {
    return breadth;
  }

  /// So few documents of all segments together are all scored.
  int few() {
    return few;
  }

  /// How many candidates are found by centroids.
  int cellBreadth() {
    return cellBreadth;
  }

  /// How many cells each query token probes.
  int probes() {
    return probes;
  }

  QueryTimeout deadline() {
    return deadline;
  }

  /// What finds candidates by their means.
  MeanCandidates means() {
    return means;
  }
}
