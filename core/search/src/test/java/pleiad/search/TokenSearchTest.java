package pleiad.search;

import static org.apache.lucene.search.BooleanClause.Occur.SHOULD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static pleiad.search.CodedIndex.Kept.CENTRED;
import static pleiad.search.CodedIndex.Kept.CODES;
import static pleiad.search.CodedIndex.Kept.CODES_AND_INT8;
import static pleiad.search.CodedIndex.Kept.INT8;
import static pleiad.search.CodedIndex.SEGMENT;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.codec.MeanSketch;
import pleiad.search.CodedIndex.Kept;
import pleiad.search.CodedIndex.Scored;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Searches segments that keep their vectors in every way, and compares with scoring every stored
/// document one multiplication after the other.
@ExtendWith(Seed.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TokenSearchTest {
  private CodedIndex index;

  @BeforeAll
  void build(Random random) throws IOException {
    index = new CodedIndex(random, CODES, INT8, CODES_AND_INT8, CENTRED);
  }

  @AfterAll
  void close() throws IOException {
    index.close();
  }

  private static final Query FEW = new TermQuery(new Term("share", "few"));
  private static final Query MOST = new TermQuery(new Term("share", "most"));

  @Test
  void allDocumentsScoredGiveTheBestOfThem(Random random) throws IOException {
    assertAllScored(index);
    for (Kept kept : Kept.values()) {
      try (CodedIndex uniform = new CodedIndex(random, kept)) {
        assertAllScored(uniform);
      }
    }
  }

  private static void assertAllScored(CodedIndex index) throws IOException {
    for (int tokens : new int[] {1, 2, 7, 16, 33, 70}) {
      TokenVectors query = index.query(tokens);
      List<Scored> all = index.all(query, _ -> true);
      for (int k : new int[] {1, 10, 100, 100_000}) {
        Candidates found = search(index, query, null, k, MaxSimOptions.ALL);
        assertSame(found, all, k, query);
        assertThat(found.complete()).isTrue();
      }
    }
  }

  @Test
  void ofWhatAFilterLeavesTheBestAreFound() throws IOException {
    TokenVectors query = index.query(12);
    List<Scored> all = index.all(query, _ -> true);
    List<Scored> most = index.all(query, number -> CodedIndex.has("most", number));
    List<Scored> few = index.all(query, number -> CodedIndex.has("few", number));
    for (int k : new int[] {1, 10, 100, 10_000}) {
      assertSame(search(index, query, MOST, k, MaxSimOptions.ALL), most, k, query);
      assertSame(search(index, query, FEW, k, MaxSimOptions.ALL), few, k, query);
      assertSame(
          search(index, query, MatchAllDocsQuery.INSTANCE, k, MaxSimOptions.ALL), all, k, query);
      for (MaxSimOptions options : List.of(MaxSimOptions.ALL, MaxSimOptions.AUTOMATIC)) {
        Query none = new MatchNoDocsQuery("nothing");
        assertThat(search(index, query, none, k, options).count()).isZero();
      }
    }
  }

  @Test
  void fewDocumentsThatAFilterLeavesAreAllCandidates(Random random) throws IOException {
    try (CodedIndex other = new CodedIndex(random, CODES, INT8, CODES)) {
      for (int tokens : new int[] {1, 12, 70}) {
        TokenVectors query = other.query(tokens);
        List<Scored> few = other.all(query, number -> CodedIndex.has("few", number));
        for (int k : new int[] {1, 10, 100}) {
          assertSame(search(other, query, FEW, k, MaxSimOptions.AUTOMATIC), few, k, query);
        }
      }
    }
  }

  /// Codes stand for `int8` vectors beside them to within an error that is likely, not certain.
  @Test
  void ofFewDocumentsWithCodesBesideInt8NearlyAllOfTheBestAreFound() throws IOException {
    int found = 0;
    for (int i = 0; i < 50; i++) {
      TokenVectors query = index.query(1 + i);
      List<Scored> few = index.all(query, number -> CodedIndex.has("few", number));
      Candidates candidates = search(index, query, FEW, 10, MaxSimOptions.AUTOMATIC);
      assertScores(candidates, few, query);
      found += in(candidates, few.subList(0, 10));
    }
    assertThat(found).isGreaterThan(490);
  }

  @Test
  void candidatesHoldNearlyAllOfTheBestAndTheirScoresAreTrue(Random random) throws IOException {
    for (int k : new int[] {1, 10, 100}) {
      int found = 0;
      int searches = 20;
      for (int i = 0; i < searches; i++) {
        TokenVectors query = index.query(4 + random.nextInt(67));
        List<Scored> all = index.all(query, _ -> true);
        Candidates candidates = search(index, query, null, k, MaxSimOptions.AUTOMATIC);
        assertScores(candidates, all, query);
        assertThat(candidates.count()).isEqualTo(k);
        found += in(candidates, all.subList(0, k));
      }
      assertThat(found / (double) (searches * k)).as("recall@%d", k).isGreaterThan(0.9);
    }
  }

  @Test
  void moreCandidatesFindMore() throws IOException {
    int[] found = new int[3];
    for (int i = 0; i < 20; i++) {
      TokenVectors query = index.query(9);
      List<Scored> best = index.all(query, _ -> true).subList(0, 20);
      int place = 0;
      for (int candidates : new int[] {20, 200, 4_000}) {
        MaxSimOptions options = MaxSimOptions.AUTOMATIC.candidates(candidates);
        found[place++] += in(search(index, query, null, 20, options), best);
      }
    }
    assertThat(found).isSorted();
    assertThat(found[2]).isGreaterThan(390);
  }

  /// However little is asked for, so many are scored before a search asks whether they are enough.
  @Test
  void aSearchDoesNotStopBeforeItKnowsAnything(Random random) throws IOException {
    try (CodedIndex coded = new CodedIndex(random, CODES)) {
      for (int i = 0; i < 20; i++) {
        TokenVectors query = coded.query(30);
        Candidates hasty = search(coded, query, null, 10, MaxSimOptions.AUTOMATIC.recall(1e-6));
        Candidates least =
            search(
                coded,
                query,
                null,
                10,
                MaxSimOptions.AUTOMATIC.candidates(MaxSimOptions.LEAST_SCORED));
        for (int place = 0; place < 10; place++) {
          assertThat(hasty.score(place)).isGreaterThanOrEqualTo(least.score(place));
        }
      }
    }
  }

  @Test
  void segmentsWithFewDocumentsDoNotCrowdTheOthersOut(Random random) throws IOException {
    try (CodedIndex coded = new CodedIndex(random, CODES, CODES, CODES)) {
      // Two segments have as many allowed documents as there are candidates, the third has all.
      Query filter =
          new BooleanQuery.Builder()
              .add(IntPoint.newRangeQuery("number", 0, 99), SHOULD)
              .add(IntPoint.newRangeQuery("number", SEGMENT, SEGMENT + 99), SHOULD)
              .add(IntPoint.newRangeQuery("number", 2 * SEGMENT, Integer.MAX_VALUE), SHOULD)
              .build();
      int found = 0;
      for (int i = 0; i < 20; i++) {
        TokenVectors query = coded.query(20);
        List<Scored> all =
            coded.all(query, number -> number >= 2 * SEGMENT || number % SEGMENT < 100);
        found += in(search(coded, query, filter, 10, MaxSimOptions.AUTOMATIC), all.subList(0, 10));
      }
      assertThat(found).isGreaterThan(180);
    }
  }

  /// Also when each segment alone has few enough to score them all.
  @Test
  void candidatesAreTheNearestOfAllSegments(Random random) throws IOException {
    try (CodedIndex coded = new CodedIndex(random, CODES, INT8, CODES)) {
      int wanted = SEGMENT + 10;
      TokenVectors query = coded.query(20);
      Map<Integer, Float> nearness = new HashMap<>();
      for (LeafReaderContext leaf : coded.reader.leaves()) {
        Found near =
            new MeanCandidates(MeanSketch.ofQuery(query))
                .find(leaf.reader(), CodedIndex.FIELD, SEGMENT, leaf.reader().getLiveDocs());
        for (int place = 0; place < near.count(); place++) {
          nearness.put(leaf.docBase + near.documents()[place], near.nearness(place));
        }
      }
      List<Float> sorted = nearness.values().stream().sorted(Comparator.reverseOrder()).toList();
      Candidates found =
          search(coded, query, null, wanted, MaxSimOptions.AUTOMATIC.candidates(wanted));
      assertThat(found.count()).isEqualTo(wanted).isLessThan(nearness.size());
      for (int place = 0; place < wanted; place++) {
        assertThat(nearness.get(found.document(place)))
            .isGreaterThanOrEqualTo(sorted.get(wanted - 1));
      }
    }
  }

  @Test
  void withoutMeansEveryDocumentIsACandidate(Random random) throws IOException {
    try (CodedIndex bare = new CodedIndex(random, false, CODES, INT8)) {
      TokenVectors query = bare.query(20);
      assertSame(
          search(bare, query, null, 10, MaxSimOptions.AUTOMATIC),
          bare.all(query, _ -> true),
          10,
          query);
    }
  }

  @Test
  void segmentsSideBySideGiveTheSame() throws IOException {
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      for (int tokens : new int[] {1, 8, 40}) {
        TokenVectors query = index.query(tokens);
        for (Query filter : new @Nullable Query[] {null, MOST, FEW}) {
          Candidates alone = search(index, query, filter, 30, MaxSimOptions.AUTOMATIC);
          Candidates together =
              search(
                  new IndexSearcher(index.reader, executor),
                  query,
                  filter,
                  30,
                  MaxSimOptions.AUTOMATIC,
                  Deadline.NONE);
          assertThat(together.count()).isEqualTo(alone.count());
          for (int i = 0; i < alone.count(); i++) {
            assertThat(together.document(i)).isEqualTo(alone.document(i));
            assertThat(together.score(i)).isEqualTo(alone.score(i));
          }
        }
      }
    }
  }

  @Test
  void whateverTheTimeAllowsHasTrueScores() throws IOException {
    TokenVectors query = index.query(70);
    List<Scored> all = index.all(query, _ -> true);
    for (int micros = 0; micros < 200_000; micros = 2 * micros + 1) {
      Candidates found =
          search(
              new IndexSearcher(index.reader),
              query,
              null,
              100,
              MaxSimOptions.ALL,
              Deadline.in(Duration.ofNanos(micros * 1_000L)));
      assertScores(found, all, query);
      if (micros == 0) {
        assertThat(found.complete()).isFalse();
      }
      if (found.complete()) {
        assertSame(found, all, 100, query);
      }
    }
  }

  @Test
  void anotherDimensionIsRefusedWhateverIsKept(Random random) throws IOException {
    TokenVectors other = TokenVectors.of(new float[] {1, 0, 0}, 3);
    try (CodedIndex plain = new CodedIndex(random, INT8)) {
      for (CodedIndex each : List.of(index, plain)) {
        assertThatThrownBy(() -> search(each, other, null, 10, MaxSimOptions.AUTOMATIC))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "query has 3 dimensions, field 'tokens' has %d; was it encoded by another model?"
                    .formatted(each.dimension));
      }
    }
  }

  private static Candidates search(
      CodedIndex index, TokenVectors query, @Nullable Query filter, int k, MaxSimOptions options)
      throws IOException {
    return search(new IndexSearcher(index.reader), query, filter, k, options, Deadline.NONE);
  }

  private static Candidates search(
      IndexSearcher searcher,
      TokenVectors query,
      @Nullable Query filter,
      int k,
      MaxSimOptions options,
      Deadline deadline)
      throws IOException {
    Request request = new Request(Map.of(CodedIndex.FIELD, query), filter, options, deadline);
    return Plan.parse("tokens(" + k + ")").run(searcher, request).candidates();
  }

  /// How far two ways of adding up the same products may differ: each query token's similarity is a
  /// sum of some fifty numbers of size one.
  private static double rounding(TokenVectors query) {
    return query.count() * 1e-5;
  }

  private static int in(Candidates found, List<Scored> best) {
    Set<Integer> wanted = new HashSet<>(best.stream().map(Scored::document).toList());
    int count = 0;
    for (int i = 0; i < found.count(); i++) {
      count += wanted.contains(found.document(i)) ? 1 : 0;
    }
    return count;
  }

  /// The best of all in their order, but for documents whose scores are equal within rounding.
  private static void assertSame(Candidates found, List<Scored> all, int k, TokenVectors query) {
    assertThat(found.count()).isEqualTo(Math.min(k, all.size()));
    for (int i = 0; i < found.count(); i++) {
      assertThat((double) found.score(i))
          .as("place %d of %d", i, k)
          .isCloseTo(all.get(i).score(), within(rounding(query)));
    }
    assertScores(found, all, query);
  }

  /// Every score is the document's own, in descending order, and no document is there twice.
  private static void assertScores(Candidates found, List<Scored> all, TokenVectors query) {
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < found.count(); i++) {
      int document = found.document(i);
      assertThat(seen.add(document)).isTrue();
      Scored itself =
          all.stream().filter(each -> each.document() == document).findFirst().orElseThrow();
      assertThat((double) found.score(i)).isCloseTo(itself.score(), within(rounding(query)));
      if (i > 0) {
        assertThat(found.score(i)).isLessThanOrEqualTo(found.score(i - 1));
      }
    }
  }
}
