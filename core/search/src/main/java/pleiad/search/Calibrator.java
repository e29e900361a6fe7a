package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CodeScorer;
import pleiad.codec.CodeTables;
import pleiad.codec.Codebook;
import pleiad.codec.MeanSketch;
import pleiad.index.MultiVectorField;
import pleiad.index.MultiVectorValues;
import pleiad.vector.TokenVectors;

/// Measures a [Calibration]: tokens that follow each other in some document are a query; of the
/// documents nearest to it by their means the best by MaxSim are looked for, and how far down the
/// order of candidates they stand.
///
/// The document itself would always be first in both orders and is left out. Documents beyond a few
/// times the usual candidates are not looked at; so far down stands next to nothing.
final class Calibrator {
  private static final int QUERIES = 32;

  /// Fewer queries say too little.
  private static final int LEAST_QUERIES = 8;

  /// Document tokens that are scored, about two seconds' worth; no query is begun beyond but the
  /// least. The same work on every machine gives the same calibration.
  private static final long MOST_TOKENS = 24_000_000;

  private static final int TRIES = 8 * QUERIES;
  private static final int SPAN = 24;

  /// Times the usual candidates that are looked at.
  private static final int WIDTH = 4;

  /// Questions are less like the documents than the documents' own spans are: half of what may be
  /// missing is kept for that.
  private static final double RESERVE = 0.5;

  /// Documents looked for, for each of [Calibration#KS]: of the very best one there would be too
  /// few, so the best three stand for it.
  private static final List<Integer> LOOKED_FOR = List.of(3, 10, 100);

  private static final int CLOCK_INTERVAL = 64;
  private static final long SEED = 1;

  private final String field;
  private final QueryTimeout limit;
  private final int documents;
  private final int width;
  private final List<LeafReaderContext> segments = new ArrayList<>();
  private long tokens;
  private final SplittableRandom random = new SplittableRandom(SEED);

  /// Where the best documents stand in the order of candidates, for each of [Calibration#KS].
  private final List<List<Integer>> places = new ArrayList<>();

  Calibrator(IndexReader reader, String field, QueryTimeout limit) throws IOException {
    this.field = field;
    this.limit = limit;
    this.documents = reader.maxDoc();
    int most = Calibration.KS.getLast();
    this.width = (int) (WIDTH * MaxSimOptions.usualCandidates(most, documents));
    for (LeafReaderContext leaf : reader.leaves()) {
      if (Calibration.has(leaf.reader(), field)) {
        segments.add(leaf);
      }
    }
    Calibration.KS.forEach(_ -> places.add(new ArrayList<>()));
  }

  @Nullable Calibration measure() throws IOException {
    int queries = 0;
    for (int tries = 0; tries < TRIES && !enough(queries) && !limit.shouldExit(); tries++) {
      queries += ask() ? 1 : 0;
    }
    return queries < LEAST_QUERIES ? null : new Calibration(documents, levels());
  }

  private boolean enough(int queries) {
    return segments.isEmpty()
        || queries == QUERIES
        || (queries >= LEAST_QUERIES && tokens >= MOST_TOKENS);
  }

  private List<Calibration.Level> levels() {
    List<Calibration.Level> levels = new ArrayList<>();
    List<Integer> more = List.of();
    for (int i = places.size() - 1; i >= 0; i--) {
      List<Integer> row = new ArrayList<>();
      for (double recall : Calibration.RECALLS) {
        int place = place(places.get(i), recall);
        // The best one stands no further down than the best ten; of few queries it may seem so.
        row.add(more.isEmpty() ? place : Math.min(place, more.get(row.size())));
      }
      levels.addFirst(new Calibration.Level(Calibration.KS.get(i), row));
      more = row;
    }
    return levels;
  }

  private static int place(List<Integer> places, double recall) {
    places.sort(null);
    double share = 1 - (1 - recall) * RESERVE;
    return places.get((int) Math.ceil(share * places.size()) - 1);
  }

  /// A document of a segment, and how near its mean is.
  private record Near(LeafReaderContext segment, int document, float nearness) {}

  private record Scored(int place, float score) {}

  /// Takes a span of some document and sees where its best documents stand; false when the document
  /// has none, there is no other, or the time ran out.
  private boolean ask() throws IOException {
    LeafReaderContext segment = segments.get(0);
    int document = random.nextInt(segments.stream().mapToInt(each -> each.reader().maxDoc()).sum());
    for (LeafReaderContext each : segments) {
      segment = each;
      if (document < each.reader().maxDoc()) {
        break;
      }
      document -= each.reader().maxDoc();
    }
    TokenVectors span = span(segment.reader(), document);
    if (span == null) {
      return false;
    }
    List<Near> nearest = nearest(span, segment, document);
    float[] scores = scores(span, nearest);
    if (nearest.isEmpty() || limit.shouldExit()) {
      return false;
    }
    List<Scored> best = new ArrayList<>();
    for (int place = 0; place < scores.length; place++) {
      best.add(new Scored(place + 1, scores[place]));
    }
    best.sort(Comparator.comparingDouble(each -> -each.score()));
    for (int i = 0; i < places.size(); i++) {
      for (Scored each : best.subList(0, Math.min(LOOKED_FOR.get(i), best.size()))) {
        places.get(i).add(each.place());
      }
    }
    return true;
  }

  private @Nullable TokenVectors span(LeafReader segment, int document) throws IOException {
    MultiVectorValues values = MultiVectorValues.of(segment, field);
    Bits live = segment.getLiveDocs();
    if (values == null
        || (live != null && !live.get(document))
        || !values.advanceExact(document)
        || values.tokenCount() == 0) {
      return null;
    }
    int count = values.tokenCount();
    int tokens = Math.min(SPAN, count);
    int first = random.nextInt(count - tokens + 1);
    float[] rows = new float[tokens * values.dimension()];
    values.read(first, first + tokens, rows, 0);
    return TokenVectors.of(rows, values.dimension());
  }

  /// The documents in the order of candidates, without the one that the span is of.
  private List<Near> nearest(TokenVectors span, LeafReaderContext from, int itself)
      throws IOException {
    byte[] sketch = MeanSketch.ofQuery(span);
    List<Near> nearest = new ArrayList<>();
    for (LeafReaderContext segment : segments) {
      LeafReader reader = segment.reader();
      ScoreDoc[] found =
          reader.searchNearestVectors(
                  MultiVectorField.mean(field),
                  sketch,
                  Math.min(width, reader.maxDoc()),
                  AcceptDocs.fromLiveDocs(reader.getLiveDocs(), reader.maxDoc()),
                  Integer.MAX_VALUE)
              .scoreDocs;
      for (ScoreDoc each : found) {
        if (segment != from || each.doc != itself) {
          nearest.add(new Near(segment, each.doc, each.score));
        }
      }
    }
    nearest.sort(Comparator.comparingDouble(each -> -each.nearness()));
    return nearest.subList(0, Math.min(width, nearest.size()));
  }

  /// What the documents' codes are estimated to score, by place.
  private float[] scores(TokenVectors span, List<Near> nearest) throws IOException {
    float[] scores = new float[nearest.size()];
    Arrays.fill(scores, Float.NEGATIVE_INFINITY);
    Map<String, CodeTables> tables = new HashMap<>();
    for (LeafReaderContext segment : segments) {
      MultiVectorValues values = MultiVectorValues.of(segment.reader(), field);
      Codebook codebook = values == null ? null : values.codebook();
      if (values == null || codebook == null) {
        continue;
      }
      CodeScorer scorer =
          tables
              .computeIfAbsent(codebook.fingerprint(), _ -> CodeTables.of(codebook, span))
              .scorer();
      byte[] codes = new byte[0];
      int[] order = inOrder(segment, nearest);
      for (int i = 0; i < order.length; i++) {
        if (i % CLOCK_INTERVAL == 0 && limit.shouldExit()) {
          return scores;
        }
        int place = order[i];
        if (values.advanceExact(nearest.get(place).document())) {
          codes = codes.length < values.codeBytes() ? new byte[2 * values.codeBytes()] : codes;
          values.readCodes(codes);
          tokens += values.tokenCount();
          scores[place] = scorer.estimate(codes, values.tokenCount());
        }
      }
    }
    return scores;
  }

  /// The places of a segment's documents, in the order in which it is read.
  private static int[] inOrder(LeafReaderContext segment, List<Near> nearest) {
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < nearest.size(); place++) {
      if (nearest.get(place).segment() == segment) {
        places.add(place);
      }
    }
    places.sort(Comparator.comparingInt(place -> nearest.get(place).document()));
    return places.stream().mapToInt(Integer::intValue).toArray();
  }
}
