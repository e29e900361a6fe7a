package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.jspecify.annotations.Nullable;
import pleiad.search.Candidates;

/// Reads the documents of candidates, which so become hits.
///
/// @param matching tells what query tokens found; null: nobody wants to know, or there is no late
///   interaction
/// @param queryTokens how many tokens the score is MaxSim of; 0: it is something else
/// @param calibration null: no percentiles
/// @param atLeast null: every candidate becomes a hit
record HitReading(
    IndexReader reader,
    @Nullable Matching matching,
    int queryTokens,
    @Nullable Calibration calibration,
    @Nullable Threshold atLeast) {

  /// The hits, and the first candidate that has less than it must.
  record Found(List<Hit> hits, @Nullable Hit firstBelow) {}

  /// The candidates at these places, best first. As every kind of score grows with the score, all
  /// behind the first one below the threshold are below it, too.
  Found of(Candidates candidates, int[] places) throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (int place : places) {
      Hit hit = hit(hits.size() + 1, candidates.document(place), candidates.score(place));
      if (atLeast != null && !atLeast.isReachedBy(hit)) {
        return new Found(hits, hit);
      }
      hits.add(hit);
    }
    return new Found(hits, null);
  }

  private Hit hit(int rank, int number, float score) throws IOException {
    Document document = DocumentFields.read(reader, number);
    float normalized = queryTokens == 0 ? score : score / queryTokens;
    return new Hit(
        rank,
        document.id(),
        score,
        normalized,
        queryTokens > 0,
        calibration == null ? null : calibration.percentile(normalized),
        document.title(),
        document.text(),
        document.metadata(),
        matching == null ? List.of() : matching.of(document, number));
  }
}
