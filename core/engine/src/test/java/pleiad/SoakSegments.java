package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import pleiad.index.MultiVectorValues;
import pleiad.search.Plan;
import pleiad.vector.TokenVectors;

/// What segments keep, read and decoded once each: they never change.
final class SoakSegments {
  private static final String MARKER = "marker";
  private static final String VERSION = "version";

  /// Vectors of one document of so many are compared with what was given.
  private static final int LOOKED_AT = 5;

  /// How alike kept vectors are to what was given, on average, whatever code keeps them.
  private static final double LEAST_COSINE = 0.97;

  /// A document as a segment keeps it.
  ///
  /// @param id -1 for the marker
  @SuppressWarnings("ArrayRecordComponent") // read only, never compared
  record Kept(int id, long version, float[] rows) {
    boolean isMarker() {
      return id < 0;
    }
  }

  /// How a segment keeps its tokens.
  enum Kind {
    PLAIN,
    CODES_AND_PRECISE,
    CODES
  }

  private final SoakTexts texts;
  private final Map<IndexReader.CacheKey, List<Kept>> known = new ConcurrentHashMap<>();
  private final Set<Kind> kinds = ConcurrentHashMap.newKeySet();

  SoakSegments(SoakTexts texts) {
    this.texts = texts;
  }

  static Document document(int id, long version, TokenVectors vectors) {
    return Document.of("d" + id, "").withVectors(Plan.TOKENS_FIELD, vectors).with(VERSION, version);
  }

  static Document marker(long number) {
    return Document.of(MARKER, "a marker").with(VERSION, number);
  }

  static int number(String id) {
    return id.equals(MARKER) ? -1 : Integer.parseInt(id.substring(1));
  }

  /// All documents of a segment, deleted ones too.
  List<Kept> of(LeafReader segment) throws IOException {
    IndexReader.CacheHelper cache = Objects.requireNonNull(segment.getCoreCacheHelper());
    List<Kept> documents = known.get(cache.getKey());
    if (documents == null) {
      documents = read(segment);
      if (known.putIfAbsent(cache.getKey(), documents) == null) {
        cache.addClosedListener(known::remove);
      }
    }
    return documents;
  }

  private List<Kept> read(LeafReader segment) throws IOException {
    List<Kept> documents = new ArrayList<>();
    MultiVectorValues values = MultiVectorValues.of(segment, Plan.TOKENS_FIELD);
    if (values != null) {
      kinds.add(
          values.codebook() == null
              ? Kind.PLAIN
              : values.precise() ? Kind.CODES_AND_PRECISE : Kind.CODES);
    }
    for (int number = 0; number < segment.maxDoc(); number++) {
      Document stored = DocumentFields.read(segment, number);
      int id = number(stored.id());
      long version = (Long) Objects.requireNonNull(stored.metadata().get(VERSION));
      boolean there = values != null && values.advanceExact(number);
      assertThat(there).as(stored.id()).isEqualTo(id >= 0);
      float[] rows = new float[0];
      if (values != null && there) {
        rows = values.vectors().toArray();
        if (number % LOOKED_AT == 0) {
          assertAlike(texts.document(id, version).toArray(), rows, stored.id());
        }
      }
      documents.add(new Kept(id, version, rows));
    }
    return documents;
  }

  /// The kinds of segments that were seen so far.
  Set<Kind> kinds() {
    return kinds;
  }

  private static void assertAlike(float[] given, float[] kept, String id) {
    assertThat(kept.length).as(id).isEqualTo(given.length);
    double product = 0;
    double squares = 0;
    for (int i = 0; i < given.length; i++) {
      product += given[i] * kept[i];
      squares += kept[i] * kept[i];
    }
    double tokens = given.length / (double) SoakTexts.DIMENSION;
    assertThat(product / Math.sqrt(squares * tokens))
        .as("mean cosine of the tokens of %s", id)
        .isGreaterThan(LEAST_COSINE);
  }
}
