package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import pleiad.vector.TokenVectors;

/// One snapshot of the collection, held against the history of it, and searches in it against the
/// slow obvious way.
final class SoakSnapshot {
  private static final int WANTED = 10;

  /// Of a sum of dot products in single precision, added up in different orders.
  private static final float TOLERANCE = 1e-3f;

  private final IndexSearcher searcher;

  /// The live documents by their numbers.
  private final Map<Integer, SoakSegments.Kept> live = new HashMap<>();

  private long marker = -1;

  SoakSnapshot(IndexSearcher searcher, SoakSegments segments) throws IOException {
    this.searcher = searcher;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Bits alive = leaf.reader().getLiveDocs();
      List<SoakSegments.Kept> kept = segments.of(leaf.reader());
      for (int document = 0; document < kept.size(); document++) {
        if (alive == null || alive.get(document)) {
          add(kept.get(document));
        }
      }
    }
  }

  private void add(SoakSegments.Kept document) {
    if (document.isMarker()) {
      assertThat(marker).as("one marker").isEqualTo(-1);
      marker = document.version();
    } else {
      assertThat(live.put(document.id(), document)).as("document %d twice", document.id()).isNull();
    }
  }

  /// Holds every document against what the history says of this moment.
  void assertFits(SoakHistory history) {
    for (int id = 0; id < history.documents(); id++) {
      SoakSegments.Kept kept = live.get(id);
      long version = kept == null ? -1 : kept.version();
      assertThat(history.may(marker, id, version))
          .as("document %d may be in version %d at marker %d", id, version, marker)
          .isTrue();
    }
  }

  /// Searches; returns the share of the true best documents that was found.
  double search(View view, TokenVectors query) throws IOException {
    List<Hit> hits = view.search(searcher, Search.of(query).k(WANTED).matches(false)).hits();
    assertThat(hits).hasSize(Math.min(WANTED, live.size()));
    float[] truth = new float[live.size()];
    Map<Integer, Float> byId = new HashMap<>();
    int at = 0;
    for (SoakSegments.Kept each : live.values()) {
      float score = maxSim(query.toArray(), each.rows());
      truth[at++] = score;
      byId.put(each.id(), score);
    }
    Arrays.sort(truth);
    float least = truth[truth.length - hits.size()] - TOLERANCE;
    Set<String> seen = new HashSet<>();
    int right = 0;
    float before = Float.POSITIVE_INFINITY;
    for (Hit hit : hits) {
      assertThat(seen.add(hit.id())).as("%s twice", hit.id()).isTrue();
      Float score = byId.get(SoakSegments.number(hit.id()));
      assertThat(score).as("%s is alive", hit.id()).isNotNull();
      assertThat(hit.score()).as(hit.id()).isCloseTo(score, within(TOLERANCE));
      assertThat(hit.score()).isLessThanOrEqualTo(before);
      before = hit.score();
      right += score >= least ? 1 : 0;
    }
    return hits.isEmpty() ? 1 : (double) right / hits.size();
  }

  private static float maxSim(float[] query, float[] document) {
    float sum = 0;
    for (int q = 0; q < query.length; q += SoakTexts.DIMENSION) {
      float best = Float.NEGATIVE_INFINITY;
      for (int d = 0; d < document.length; d += SoakTexts.DIMENSION) {
        float dot = 0;
        for (int k = 0; k < SoakTexts.DIMENSION; k++) {
          dot += query[q + k] * document[d + k];
        }
        best = Math.max(best, dot);
      }
      sum += best;
    }
    return sum;
  }
}
