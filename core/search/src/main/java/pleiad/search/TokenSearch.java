package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
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
/// 2. The best candidates of all segments are estimated from their codes.
/// 3. The estimates that may belong to the first k are scored.
///
/// Segments go side by side on the searcher's executor. A score is MaxSim of what is stored, never
/// an estimate.
final class TokenSearch {
  private final IndexSearcher searcher;
  private final String field;
  private final TokenVectors query;
  private final @Nullable Weight filter;
  private final int wanted;
  private final int breadth;
  private final boolean all;
  private final QueryTimeout deadline;
  private final byte[] sketch;
  private final Map<String, CodeTables> tables = new ConcurrentHashMap<>();

  TokenSearch(
      IndexSearcher searcher,
      String field,
      TokenVectors query,
      @Nullable Query filter,
      int wanted,
      MaxSimOptions options,
      @Nullable Calibration calibration,
      QueryTimeout deadline)
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
    this.breadth = options.candidates(this.wanted, documents, calibration);
    this.all = options.all();
    this.deadline = deadline;
    this.sketch = MeanSketch.ofQuery(query);
  }

  Candidates run() throws IOException {
    List<SegmentSearch> segments = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      segments.add(new SegmentSearch(this, leaf));
    }
    each(segments, SegmentSearch::gather);
    float least = leastCandidate(segments);
    each(segments, segment -> segment.estimate(least));
    float worthScoring = leastEstimate(segments);
    each(segments, segment -> segment.score(worthScoring));
    Best best = new Best(wanted);
    boolean complete = true;
    for (SegmentSearch segment : segments) {
      best.offerAll(segment.best());
      complete &= segment.complete();
    }
    return best.drain(complete);
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

  /// The mean's score of the last candidate that is estimated, of all segments together. Those of
  /// segments that took all they have are infinitely near; they are estimated too, and do not
  /// count: else they would leave nothing to segments that have many.
  private float leastCandidate(List<SegmentSearch> segments) {
    return nthLargest(
        segments.stream()
            .map(SegmentSearch::nearness)
            .filter(each -> each.length > 0 && each[0] != Float.POSITIVE_INFINITY)
            .toList(),
        breadth);
  }

  /// What an estimate must reach at least to be scored: nothing below can be among the first.
  private float leastEstimate(List<SegmentSearch> segments) {
    List<float[]> all = new ArrayList<>();
    float tolerance = 0;
    for (SegmentSearch segment : segments) {
      all.add(segment.estimates());
      all.add(segment.best().scores());
      tolerance = Math.max(tolerance, segment.tolerance());
    }
    return nthLargest(all, wanted) - 2 * tolerance;
  }

  /// The n-th largest of all; negative infinity when there are fewer.
  private static float nthLargest(List<float[]> parts, int n) {
    int count = parts.stream().mapToInt(part -> part.length).sum();
    if (count < n) {
      return Float.NEGATIVE_INFINITY;
    }
    float[] all = new float[count];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    Arrays.sort(all);
    return all[count - n];
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

  /// How many candidates are estimated.
  int breadth() {
    return breadth;
  }

  /// Whether every document is to be scored, whatever its estimate.
  boolean all() {
    return all;
  }

  QueryTimeout deadline() {
    return deadline;
  }

  /// What documents' means are compared with.
  byte[] sketch() {
    return sketch;
  }
}
