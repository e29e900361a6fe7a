package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CodeTables;
import pleiad.codec.Codebook;
import pleiad.codec.MeanSketch;
import pleiad.vector.TokenVectors;

/// Finds the documents with the largest MaxSim in one field, in three steps.
///
/// 1. Every segment gathers candidates. One without codebook scores all its documents; one with
///    codes takes those whose mean vectors are nearest to the sum of the query's.
/// 2. The candidates of all segments are scored by their codes, nearest first, until [StopRule]
///    says that it is enough.
/// 3. Where better vectors are kept beside the codes, the best are scored once more by those.
///
/// Segments go side by side on the searcher's executor, and what the best have so far spares all of
/// them the documents that cannot be among those. A score is MaxSim of what is stored, never an
/// estimate.
final class TokenSearch {
  /// Candidates that are scored first, beside k.
  private static final int FIRST_ROUND = 16;

  /// Candidates between two looks at the rule, beside a quarter of k.
  private static final int NEXT_ROUND = 8;

  private final IndexSearcher searcher;
  private final String field;
  private final TokenVectors query;
  private final @Nullable Weight filter;
  private final int wanted;
  private final int breadth;
  private final double recall;
  private final boolean all;
  private final Deadline deadline;
  private final MeanCandidates means;
  private final Map<String, CodeTables> tables = new ConcurrentHashMap<>();

  TokenSearch(
      IndexSearcher searcher,
      String field,
      TokenVectors query,
      @Nullable Query filter,
      int wanted,
      MaxSimOptions options,
      Deadline deadline)
      throws IOException {
    int documents = searcher.getIndexReader().maxDoc();
    this.searcher = searcher;
    this.field = field;
    this.query = query;
    this.filter =
        filter == null
            ? null
            : searcher.createWeight(searcher.rewrite(filter), ScoreMode.COMPLETE_NO_SCORES, 1);
    this.wanted = Math.min(wanted, Math.max(1, documents));
    this.breadth = options.candidates(this.wanted, documents);
    this.recall = options.recallToStopAt();
    this.all = options.route() == CandidateRoute.ALL;
    this.deadline = deadline;
    this.means = new MeanCandidates(MeanSketch.ofQuery(query));
  }

  Candidates run() throws IOException {
    List<SegmentSearch> segments = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      segments.add(new SegmentSearch(this, leaf));
    }
    each(segments, SegmentSearch::gather);
    float before = least(segments);
    each(segments, segment -> segment.scoreUnranked(before));
    scoreRanked(segments);
    float least = least(segments);
    Best best = new Best(wanted);
    boolean complete = true;
    for (SegmentSearch segment : segments) {
      best.offerAll(segment.result(least));
      complete &= segment.complete();
    }
    return best.drain(complete);
  }

  /// Scores candidates in the order of their nearness, some at a time, until the rest may be left
  /// alone.
  private void scoreRanked(List<SegmentSearch> segments) throws IOException {
    StopRule rule = new StopRule(wanted, recall);
    int left = breadth;
    int round = FIRST_ROUND + wanted;
    while (true) {
      List<SegmentSearch> due = nextRound(segments, Math.min(round, left));
      if (due.isEmpty()) {
        return;
      }
      left -= Math.min(round, left);
      float before = least(segments);
      each(due, segment -> segment.scoreDue(before));
      for (SegmentSearch segment : due) {
        segment.endRound(rule);
      }
      if (enough(rule, segments)) {
        return;
      }
      round = NEXT_ROUND + wanted / 4;
    }
  }

  /// Hands out the next candidates of all segments together; gives the segments that have some.
  private static List<SegmentSearch> nextRound(List<SegmentSearch> segments, int count) {
    for (int i = 0; i < count; i++) {
      SegmentSearch nearest = segments.getFirst();
      for (SegmentSearch each : segments) {
        nearest = each.next() > nearest.next() ? each : nearest;
      }
      if (nearest.next() == Float.NEGATIVE_INFINITY) {
        break;
      }
      nearest.takeNext();
    }
    return segments.stream().filter(SegmentSearch::isDue).toList();
  }

  private boolean enough(StopRule rule, List<SegmentSearch> segments) {
    if (segments.stream().anyMatch(segment -> !segment.complete())) {
      return true;
    }
    float least = least(segments);
    if (!rule.ready() || least == Float.NEGATIVE_INFINITY) {
      return false;
    }
    StopRule.Expectation expectation = rule.expect(least);
    double missed = 0;
    for (SegmentSearch segment : segments) {
      missed += segment.expected(expectation, rule.allowed() - missed);
      if (missed > rule.allowed()) {
        return false;
      }
    }
    return true;
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

  /// The query's tables for a codebook, made once for all segments with it.
  CodeTables tables(Codebook codebook) {
    return tables.computeIfAbsent(codebook.fingerprint(), _ -> CodeTables.of(codebook, query));
  }

  String field() {
    return field;
  }

  TokenVectors query() {
    return query;
  }

  @Nullable Weight filter() {
    return filter;
  }

  int wanted() {
    return wanted;
  }

  /// How many candidates are found.
  int breadth() {
    return breadth;
  }

  /// Whether every document is to be scored.
  boolean all() {
    return all;
  }

  Deadline deadline() {
    return deadline;
  }

  /// What finds candidates by their means.
  MeanCandidates means() {
    return means;
  }
}
