package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LateInteractionRescorer;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Every way of finding documents, compared with scoring all of them one by one.
@ExtendWith(Seed.class)
class SearchTest {
  private static final Query EVEN = new TermQuery(new Term("parity", "even"));

  private record Expected(String id, double score) {}

  @Test
  void tokensFindsTheBestOfAllDocuments(Random random) throws IOException {
    try (SmallIndex index = new SmallIndex(300, random)) {
      for (int tokens : new int[] {1, 5, 16, 33}) {
        TokenVectors query = SmallIndex.vectors(tokens, random);
        Candidates found =
            Plan.parse("tokens(20)").run(searcher(index), request(query, null)).candidates();
        assertSame(index, found, bruteForce(index, query, false), 20);
      }
    }
  }

  @Test
  void tokensLooksOnlyAtWhatTheFilterLeaves(Random random) throws IOException {
    try (SmallIndex index = new SmallIndex(300, random)) {
      TokenVectors query = SmallIndex.vectors(7, random);
      Candidates found =
          Plan.parse("tokens(1000)").run(searcher(index), request(query, EVEN)).candidates();
      assertSame(index, found, bruteForce(index, query, true), 1000);
      assertThat(found.complete()).isTrue();
    }
  }

  @Test
  void segmentsSearchedSideBySideGiveTheSame(Random random) throws IOException {
    try (SmallIndex index = new SmallIndex(300, random);
        ExecutorService executor = Executors.newFixedThreadPool(3)) {
      TokenVectors query = SmallIndex.vectors(7, random);
      Candidates found =
          Plan.parse("tokens(50)")
              .run(new IndexSearcher(index.reader, executor), request(query, null))
              .candidates();
      assertSame(index, found, bruteForce(index, query, false), 50);
    }
  }

  @Test
  void maxsimOrdersWhatAnotherSourceFound(Random random) throws IOException {
    try (SmallIndex index = new SmallIndex(300, random)) {
      TokenVectors query = SmallIndex.vectors(7, random);
      Request request = request(query, null);
      for (String source : List.of("bm25", "dense")) {
        Candidates before = Plan.parse(source + "(60)").run(searcher(index), request).candidates();
        assertThat(before.count()).isEqualTo(source.equals("bm25") ? 52 : 60);
        Plan.Result result = Plan.parse(source + "(60) | maxsim(10)").run(searcher(index), request);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < before.count(); i++) {
          ids.add(index.id(before.document(i)));
        }
        List<Expected> expected = bruteForce(index, query, false);
        expected.removeIf(each -> !ids.contains(each.id()));
        assertSame(index, result.candidates(), expected, 10);
        assertThat(result.stages())
            .extracting(Plan.StageReport::stage)
            .containsExactly(source, "maxsim");
        assertThat(result.stages().getLast().in()).isEqualTo(before.count());
        assertThat(result.stages().getLast().out()).isEqualTo(10);
      }
    }
  }

  @Test
  void theDenseSourceFiltersInsideOfItsSearch(Random random) throws IOException {
    try (SmallIndex index = new SmallIndex(300, random)) {
      Request request = request(SmallIndex.vectors(1, random), EVEN);
      Candidates found = Plan.parse("dense(10)").run(searcher(index), request).candidates();
      assertThat(found.count()).isEqualTo(10);
      for (int i = 0; i < 10; i++) {
        assertThat(Integer.parseInt(index.id(found.document(i)).substring(1))).isEven();
      }
    }
  }

  @Test
  void theLuceneQueryScoresAnImageOfMaxSimAndTakesAFilterBesideIt(Random random)
      throws IOException {
    try (SmallIndex index = new SmallIndex(300, random)) {
      TokenVectors query = SmallIndex.vectors(9, random);
      Query both =
          new BooleanQuery.Builder()
              .add(new ExactMaxSimQuery("tokens", query), BooleanClause.Occur.MUST)
              .add(EVEN, BooleanClause.Occur.FILTER)
              .build();
      TopDocs found = searcher(index).search(both, 30);
      List<Expected> expected = bruteForce(index, query, true);
      for (int i = 0; i < 30; i++) {
        ScoreDoc each = found.scoreDocs[i];
        assertThat(each.score).isNotNegative();
        assertThat((double) MaxSimQuery.maxSim(each.score))
            .isCloseTo(expected.get(i).score(), within(1e-3));
        assertThat(
                searcher(index)
                    .explain(new ExactMaxSimQuery("tokens", query), each.doc)
                    .getValue()
                    .floatValue())
            .isEqualTo(each.score);
      }
    }
  }

  @Test
  void documentsWithoutTokensDoNotMatch(Random random) throws IOException {
    try (SmallIndex index = new SmallIndex(300, random)) {
      TokenVectors query = SmallIndex.vectors(3, random);
      int expected = bruteForce(index, query, false).size();
      assertThat(expected).isLessThan(index.model.size());
      assertThat(searcher(index).count(new ExactMaxSimQuery("tokens", query))).isEqualTo(expected);
      assertThat(searcher(index).count(new ExactMaxSimQuery("nowhere", query))).isZero();
      assertThat(
              Plan.parse("tokens(1000)")
                  .run(searcher(index), request(query, null))
                  .candidates()
                  .count())
          .isEqualTo(expected);
    }
  }

  @Test
  void theImageKeepsTheOrderAndCanBeTakenBack() {
    float last = 0;
    for (float x : new float[] {-1e6f, -30, -1, -1e-3f, 0, 1e-3f, 0.5f, 1, 30, 1e6f}) {
      float score = MaxSimQuery.score(x);
      assertThat(score).isGreaterThan(last);
      assertThat(MaxSimQuery.maxSim(score))
          .isCloseTo(x, within(Math.max(1e-6f, Math.abs(x * x) * 3e-7f)));
      last = score;
    }
  }

  @Test
  void lucenesOwnRescorerReadsTheField(Random random) throws IOException {
    try (SmallIndex index = new SmallIndex(100, random)) {
      TokenVectors query = SmallIndex.vectors(4, random);
      IndexSearcher searcher = searcher(index);
      TopDocs all = searcher.search(MatchAllDocsQuery.INSTANCE, 100);
      TopDocs rescored =
          LateInteractionRescorer.create(
                  "tokens", query.toRows(), VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT)
              .rescore(searcher, all, 10);
      List<Expected> expected = bruteForce(index, query, false);
      // Each maximum is positive here, and Lucene adds one to each: four more than MaxSim.
      assertThat(index.id(rescored.scoreDocs[0].doc)).isEqualTo(expected.getFirst().id());
      assertThat((double) rescored.scoreDocs[0].score)
          .isCloseTo(expected.getFirst().score() + 4, within(1e-3));
    }
  }

  @Test
  void whenTheTimeIsOverThereIsWhatWasFoundAndItSaysSo(Random random) throws IOException {
    try (SmallIndex index = new SmallIndex(300, random)) {
      Request request =
          new Request(
              null,
              Map.of("tokens", SmallIndex.vectors(3, random)),
              Map.of(),
              null,
              Deadline.in(Duration.ZERO));
      Candidates found = Plan.parse("tokens(10)").run(searcher(index), request).candidates();
      assertThat(found.complete()).isFalse();
      assertThat(found.count()).isZero();
    }
  }

  @Test
  void whatTheQueryLacksIsNamed(Random random) throws IOException {
    try (SmallIndex index = new SmallIndex(20, random)) {
      Request nothing = new Request(null, Map.of(), Map.of(), null, Deadline.NONE);
      assertThatThrownBy(() -> Plan.parse("bm25(5)").run(searcher(index), nothing))
          .hasMessageContaining("stage bm25 needs the query's text");
      assertThatThrownBy(() -> Plan.parse("tokens@page(5)").run(searcher(index), nothing))
          .hasMessageContaining("no token vectors for field 'page'");
      assertThatThrownBy(() -> Plan.parse("dense(5)").run(searcher(index), nothing))
          .hasMessageContaining("no single vector for field 'tokens'");
      Request empty = request(TokenVectors.empty(SmallIndex.DIMENSION), null);
      assertThatThrownBy(() -> Plan.parse("tokens(5)").run(searcher(index), empty))
          .hasMessageContaining("no tokens");
      Request other = request(TokenVectors.of(new float[5], 5), null);
      assertThatThrownBy(() -> Plan.parse("tokens(5)").run(searcher(index), other))
          .hasMessage(
              "query has 5 dimensions, field 'tokens' has 12; was it encoded by another model?");
    }
  }

  private static IndexSearcher searcher(SmallIndex index) {
    return new IndexSearcher(index.reader);
  }

  private static Request request(TokenVectors query, @Nullable Query filter) {
    return new Request(
        _ -> new TermQuery(new Term("text", "word3")),
        Map.of("tokens", query),
        Map.of("tokens", new float[] {150, 1}),
        filter,
        Deadline.NONE);
  }

  /// Scores every document one multiplication after the other, in double precision.
  private static List<Expected> bruteForce(SmallIndex index, TokenVectors query, boolean evenOnly) {
    List<Expected> all = new ArrayList<>();
    index.model.forEach(
        (id, document) -> {
          int number = Integer.parseInt(id.substring(1));
          boolean hasTokens = document.count() > 0 && number % 13 != 5;
          if (hasTokens && !(evenOnly && number % 2 == 1)) {
            all.add(new Expected(id, maxSim(query, document)));
          }
        });
    all.sort(Comparator.comparingDouble(Expected::score).reversed());
    return all;
  }

  private static double maxSim(TokenVectors query, TokenVectors document) {
    double sum = 0;
    for (int i = 0; i < query.count(); i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < document.count(); j++) {
        double dot = 0;
        for (int k = 0; k < query.dimension(); k++) {
          dot += (double) query.at(i, k) * document.at(j, k);
        }
        best = Math.max(best, dot);
      }
      sum += best;
    }
    return sum;
  }

  private static void assertSame(
      SmallIndex index, Candidates found, List<Expected> expected, int wanted) throws IOException {
    assertThat(found.count()).isEqualTo(Math.min(wanted, expected.size()));
    for (int i = 0; i < found.count(); i++) {
      assertThat((double) found.score(i))
          .as("place %d", i)
          .isCloseTo(expected.get(i).score(), within(1e-3));
      String id = index.id(found.document(i));
      Expected itself =
          expected.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
      assertThat((double) found.score(i)).isCloseTo(itself.score(), within(1e-3));
    }
  }
}
