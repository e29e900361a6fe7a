package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static pleiad.search.CodedSegments.CODES;
import static pleiad.search.CodedSegments.CODES_AND_INT8;
import static pleiad.search.CodedSegments.DIMENSION;
import static pleiad.search.CodedSegments.FIELD;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Explanation;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.codec.Codebook;
import pleiad.index.MultiVectorValues;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// What scores every document that it is given, the ranker and the exact query, compared with
/// decoding each and multiplying one number after the other: over two segments of one codebook, one
/// of another, and one that keeps `int8` beside its codes.
@ExtendWith(Seed.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScoringByCodesTest {
  private static final int SEGMENT = 40;
  private static final int LONG = 10_500;

  private final CodedSegments segments = new CodedSegments();
  private DirectoryReader reader;
  private List<float @Nullable [][]> decoded;

  @BeforeAll
  void build(Random random) throws IOException {
    Codebook one = CodedSegments.codebook(random);
    Codebook other = CodedSegments.codebook(random);
    assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
    segments.add(CODES, one, texts(random));
    segments.add(CODES, other, texts(random));
    segments.add(CODES_AND_INT8, other, texts(random));
    segments.add(CODES, one, texts(random));
    for (int document = 0; document < 4 * SEGMENT; document += 7) {
      segments.delete(document);
    }
    reader = segments.open();
    decoded = CodedSegments.decoded(reader);
  }

  @AfterAll
  void close() throws IOException {
    reader.close();
    segments.close();
  }

  /// Around whole blocks, none, one, thousands, and no field at all.
  private static List<@Nullable TokenVectors> texts(Random random) {
    List<@Nullable TokenVectors> texts = new ArrayList<>();
    for (int i = 0; i < SEGMENT; i++) {
      texts.add(
          switch (i % 10) {
            case 1 -> null;
            case 2 -> CodedSegments.tokens(0, random);
            case 3 -> CodedSegments.tokens(1, random);
            case 4 -> CodedSegments.tokens(63 + i % 3, random);
            case 5 -> i == 5 ? CodedSegments.tokens(LONG, random) : zeros();
            default -> CodedSegments.tokens(1 + random.nextInt(140), random);
          });
    }
    return texts;
  }

  private static TokenVectors zeros() {
    return TokenVectors.of(new float[3 * DIMENSION], DIMENSION);
  }

  private IndexSearcher searcher() {
    return new IndexSearcher(reader);
  }

  private static TokenVectors negative(TokenVectors query) {
    float[] rows = query.toArray();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = -rows[i];
    }
    return TokenVectors.of(rows, DIMENSION);
  }

  private static List<TokenVectors> queries(Random random) {
    List<TokenVectors> queries = new ArrayList<>();
    for (int tokens : new int[] {1, 2, 7, 33}) {
      TokenVectors query = CodedSegments.tokens(tokens, random);
      queries.add(query);
      queries.add(negative(query));
    }
    return queries;
  }

  /// A document and its MaxSim in double precision.
  private record Scored(int document, double score) {}

  private List<Scored> obvious(TokenVectors query) {
    List<Scored> all = new ArrayList<>();
    for (int document = 0; document < decoded.size(); document++) {
      float[][] rows = decoded.get(document);
      if (rows != null) {
        all.add(new Scored(document, maxSim(query.toRows(), rows)));
      }
    }
    all.sort((a, b) -> Double.compare(b.score(), a.score()));
    return all;
  }

  private static double maxSim(float[][] query, float[][] document) {
    double sum = 0;
    for (float[] q : query) {
      double best = Double.NEGATIVE_INFINITY;
      for (float[] d : document) {
        double dot = 0;
        for (int k = 0; k < DIMENSION; k++) {
          dot += (double) q[k] * d[k];
        }
        best = Math.max(best, dot);
      }
      sum += best;
    }
    return sum;
  }

  /// Two ways of adding up some fifty numbers below one, for each query token.
  private static double rounding(TokenVectors query) {
    return query.count() * 1e-5;
  }

  private static Candidates candidates(int... documents) {
    return Candidates.ordered(documents, new float[documents.length], true);
  }

  private Candidates all() {
    return candidates(IntStream.range(0, decoded.size()).filter(each -> each % 7 != 0).toArray());
  }

  private static Candidates ranked(
      IndexSearcher searcher, TokenVectors query, Candidates before, int wanted)
      throws IOException {
    Request request = new Request(null, Map.of(FIELD, query), Map.of(), null, Deadline.NONE);
    return new MaxSimRanker(FIELD, new Depth(wanted), Interaction.MAX_SIM, Savings.NONE)
        .narrow(searcher, request, before);
  }

  @Test
  void theRankerGivesTheBestByWhatIsStored(Random random) throws IOException {
    for (TokenVectors query : queries(random)) {
      List<Scored> expected = obvious(query);
      for (int wanted : new int[] {1, 10, expected.size(), 10_000}) {
        Candidates found = ranked(searcher(), query, all(), wanted);
        assertThat(found.complete()).isTrue();
        assertThat(found.count()).isEqualTo(Math.min(wanted, expected.size()));
        for (int place = 0; place < found.count(); place++) {
          assertThat((double) found.score(place))
              .as("place %d of %d, %d query tokens", place, wanted, query.count())
              .isCloseTo(expected.get(place).score(), within(rounding(query)));
        }
      }
    }
  }

  @Test
  void everyWayToScoreEveryDocumentGivesTheSameBits(Random random) throws IOException {
    for (TokenVectors query : queries(random)) {
      ExactMaxSimQuery exact = new ExactMaxSimQuery(FIELD, query);
      ScoreDoc[] found = searcher().search(exact, 10_000).scoreDocs;
      Candidates ranked = ranked(searcher(), query, all(), 10_000);
      Query searched =
          searcher().rewrite(new MaxSimQuery(FIELD, query, 10_000, MaxSimOptions.ALL, null));
      assertThat(found).hasSize(ranked.count()).hasSize(obvious(query).size());
      for (int place = 0; place < found.length; place++) {
        int document = ranked.document(place);
        float score = ranked.score(place);
        assertThat(found[place].score).isEqualTo(MaxSimQuery.score(score));
        assertThat(exact.maxSim(reader, document)).isEqualTo(score);
        for (Query each : List.of(exact, searched)) {
          Explanation explained = searcher().explain(each, document);
          assertThat(explained.getValue().floatValue()).isEqualTo(MaxSimQuery.score(score));
          assertThat(explained.getDetails()[0].getValue().floatValue()).isEqualTo(score);
        }
      }
    }
  }

  @Test
  void eachScoreIsTheDocumentsOwn(Random random) throws IOException {
    for (TokenVectors query : queries(random)) {
      Candidates found = ranked(searcher(), query, all(), 10_000);
      for (int place = 0; place < found.count(); place++) {
        float[][] rows = Objects.requireNonNull(decoded.get(found.document(place)));
        assertThat((double) found.score(place))
            .as("%d document tokens", rows.length)
            .isCloseTo(maxSim(query.toRows(), rows), within(rounding(query)));
      }
    }
  }

  @Test
  void whatElseIsScoredMakesNoDifference(Random random) throws IOException {
    TokenVectors query = CodedSegments.tokens(21, random);
    float[] scores = scores(ranked(searcher(), query, all(), 10_000));
    try (ExecutorService executor = Executors.newFixedThreadPool(3)) {
      for (int turn = 0; turn < 60; turn++) {
        int[] some = random.ints(1 + random.nextInt(30), 0, decoded.size()).distinct().toArray();
        IndexSearcher searcher = turn % 2 == 0 ? searcher() : new IndexSearcher(reader, executor);
        Candidates found = ranked(searcher, query, candidates(some), 1 + random.nextInt(30));
        for (int place = 0; place < found.count(); place++) {
          int document = found.document(place);
          if (document % 7 != 0) {
            assertThat(found.score(place)).isEqualTo(scores[document]);
          }
        }
      }
    }
  }

  private float[] scores(Candidates found) {
    float[] scores = new float[decoded.size()];
    Arrays.fill(scores, Float.NaN);
    for (int place = 0; place < found.count(); place++) {
      scores[found.document(place)] = found.score(place);
    }
    return scores;
  }

  @Test
  void equalScoresComeInTheOrderOfDocuments(Random random) throws IOException {
    Codebook codebook = CodedSegments.codebook(random);
    TokenVectors same = CodedSegments.tokens(70, random);
    try (CodedSegments twins = new CodedSegments()) {
      for (int segment = 0; segment < 3; segment++) {
        List<@Nullable TokenVectors> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          texts.add(i % 2 == 0 ? same : negative(same));
        }
        twins.add(CODES, codebook, texts);
      }
      try (DirectoryReader opened = twins.open();
          ExecutorService executor = Executors.newFixedThreadPool(3)) {
        Candidates before = candidates(IntStream.range(0, 60).toArray());
        int[] first = IntStream.range(0, 30).map(i -> 2 * i).toArray();
        for (int wanted : new int[] {1, 7, 25, 30}) {
          IndexSearcher searcher = new IndexSearcher(opened, executor);
          Candidates found = ranked(searcher, same, before, wanted);
          ScoreDoc[] exact = searcher.search(new ExactMaxSimQuery(FIELD, same), wanted).scoreDocs;
          for (int place = 0; place < wanted; place++) {
            assertThat(found.document(place)).isEqualTo(first[place]);
            assertThat(found.score(place)).isEqualTo(found.score(0));
            assertThat(exact[place].doc).isEqualTo(first[place]);
          }
        }
      }
    }
  }

  @Test
  void documentsWithoutTokensDropOut(Random random) throws IOException {
    TokenVectors query = CodedSegments.tokens(5, random);
    assertThat(ranked(searcher(), query, candidates(1, 2, 41, 42, 81, 82), 10).count()).isZero();
    assertThat(ranked(searcher(), query, candidates(), 10).count()).isZero();
    Candidates one = ranked(searcher(), query, candidates(42, 1, 43), 10);
    assertThat(one.count()).isEqualTo(1);
    assertThat(one.document(0)).isEqualTo(43);
    ExactMaxSimQuery exact = new ExactMaxSimQuery(FIELD, query);
    assertThat(exact.maxSim(reader, 1)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(exact.maxSim(reader, 2)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(new ExactMaxSimQuery("nowhere", query).maxSim(reader, 3))
        .isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(searcher().explain(exact, 2).isMatch()).isFalse();
  }

  @Test
  void besideAnotherClauseTheExactQueryScoresWhatThatLeaves(Random random) throws IOException {
    TokenVectors query = CodedSegments.tokens(5, random);
    ExactMaxSimQuery exact = new ExactMaxSimQuery(FIELD, query);
    Query both =
        new BooleanQuery.Builder()
            .add(exact, BooleanClause.Occur.MUST)
            .add(new TermQuery(new Term("id", "d48")), BooleanClause.Occur.FILTER)
            .build();
    ScoreDoc[] found = searcher().search(both, 10).scoreDocs;
    assertThat(found).hasSize(1);
    assertThat(found[0].doc).isEqualTo(48);
    assertThat(found[0].score).isEqualTo(MaxSimQuery.score(exact.maxSim(reader, 48)));
  }

  @Test
  void aReaderThatHidesCodesIsDecoded(Random random) throws IOException {
    TokenVectors query = CodedSegments.tokens(9, random);
    Candidates byCodes = ranked(searcher(), query, all(), 10_000);
    float[] scores = scores(byCodes);
    try (DirectoryReader wrapped = new PlainReader(reader)) {
      Candidates found = ranked(new IndexSearcher(wrapped), query, all(), 10_000);
      assertThat(found.count()).isEqualTo(byCodes.count());
      for (int place = 0; place < found.count(); place++) {
        assertThat((double) found.score(place))
            .isCloseTo(scores[found.document(place)], within(rounding(query)));
      }
    }
  }

  /// Codes are added up where nothing better is kept, and only there.
  @Test
  void segmentsOfOneCodebookShareTheQuerysTables(Random random) throws IOException {
    TokenVectors query = CodedSegments.tokens(9, random);
    try (FieldScoring scoring = new FieldScoring(FIELD, query)) {
      List<Class<?>> scorers = new ArrayList<>();
      List<Object> tables = new ArrayList<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        MultiVectorValues values =
            Objects.requireNonNull(MultiVectorValues.of(leaf.reader(), FIELD));
        scorers.add(scoring.scorer(values).getClass());
        tables.add(scoring.tables(Objects.requireNonNull(values.codebook())));
      }
      assertThat(scorers)
          .containsExactly(
              CodedScorer.class, CodedScorer.class, DecodedScorer.class, CodedScorer.class);
      assertThat(tables.get(3)).isSameAs(tables.get(0)).isNotSameAs(tables.get(1));
      assertThat(tables.get(2)).isSameAs(tables.get(1));
    }
  }

  /// A few numbers for each candidate, but nothing of the size of its tokens, once compilers have
  /// seen that registers need no objects.
  @Test
  void theRankerMakesNoRoomForEachDocument(Random random) throws IOException {
    Codebook codebook = CodedSegments.codebook(random);
    List<@Nullable TokenVectors> texts = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      texts.add(CodedSegments.tokens(64, random));
    }
    TokenVectors query = CodedSegments.tokens(8, random);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (CodedSegments many = new CodedSegments()) {
      many.add(CODES, codebook, texts);
      try (DirectoryReader opened = many.open()) {
        long each = Long.MAX_VALUE;
        for (int turn = 0; turn < 200 && each >= 64; turn++) {
          long few = allocated(threads, opened, query, 200);
          each = (allocated(threads, opened, query, 1_200) - few) / 1_000;
        }
        assertThat(each).as("bytes a document").isLessThan(64);
      }
    }
  }

  private static long allocated(
      ThreadMXBean threads, DirectoryReader reader, TokenVectors query, int documents)
      throws IOException {
    Candidates before = candidates(IntStream.range(0, documents).toArray());
    long begin = threads.getCurrentThreadAllocatedBytes();
    ranked(new IndexSearcher(reader), query, before, 10);
    return threads.getCurrentThreadAllocatedBytes() - begin;
  }

  @Test
  void whenTheTimeIsOverTheRankerSaysSo(Random random) throws IOException {
    TokenVectors query = CodedSegments.tokens(3, random);
    Request late =
        new Request(null, Map.of(FIELD, query), Map.of(), null, Deadline.in(Duration.ZERO));
    Candidates found =
        new MaxSimRanker(FIELD, new Depth(10), Interaction.MAX_SIM, Savings.NONE)
            .narrow(searcher(), late, all());
    assertThat(found.complete()).isFalse();
    assertThat(found.count()).isZero();
    Candidates partly = ranked(searcher(), query, all().asIncomplete(), 10);
    assertThat(partly.complete()).isFalse();
    assertThat(partly.count()).isEqualTo(10);
  }

  @Test
  void anotherDimensionIsRefused() {
    TokenVectors query = TokenVectors.of(new float[] {1, 0, 0}, 3);
    String message =
        "query has 3 dimensions, field 'tokens' has %d; was it encoded by another model?"
            .formatted(DIMENSION);
    assertThatThrownBy(() -> ranked(searcher(), query, all(), 10)).hasMessage(message);
    for (int document : new int[] {3, 83}) {
      assertThatThrownBy(() -> ranked(searcher(), query, candidates(document), 10))
          .hasMessage(message);
      assertThatThrownBy(() -> new ExactMaxSimQuery(FIELD, query).maxSim(reader, document))
          .hasMessage(message);
    }
    assertThatThrownBy(() -> searcher().search(new ExactMaxSimQuery(FIELD, query), 10))
        .hasMessage(message);
  }
}
