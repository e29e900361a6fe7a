package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.bench.SearchBench.Effort;
import pleiad.search.CandidateRoute;
import pleiad.search.Candidates;
import pleiad.testkit.Seed;
import pleiad.vector.MaxSim;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class SearchBenchTest {
  private static final int DOCUMENTS = 700;

  @TempDir Path home;

  private SearchBench.Options options(TinyCollection tiny, boolean merged, String... codes) {
    return new SearchBench.Options(
        tiny.source(),
        home.resolve("work"),
        10,
        List.of(codes),
        merged,
        CandidateRoute.AUTOMATIC,
        new Effort(1, 2, Duration.ZERO));
  }

  @Test
  void everyRowHasItsFigures(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, DOCUMENTS, 30, random);
    List<String> told = new ArrayList<>();
    SearchBench.Result result = SearchBench.run(options(tiny, true, "float16"), told::add);
    assertThat(result.data()).isEqualTo("tiny");
    assertThat(result.dim()).isEqualTo(TinyCollection.DIMENSION);
    assertThat(result.k()).isEqualTo(10);
    assertThat(result.documents()).isEqualTo(DOCUMENTS);
    assertThat(result.tokens()).isGreaterThan(DOCUMENTS);
    assertThat(result.queries()).isEqualTo(30);
    assertThat(result.exactQueries()).isEqualTo(20);
    assertThat(result.recallQueries()).isEqualTo(30);
    assertThat(result.exactMillis()).isPositive();
    assertThat(result.rows())
        .extracting(SearchRow::setting)
        .containsExactly("default", "default", "float16");
    assertThat(result.rows().get(0).threads()).isEqualTo(1);
    assertThat(result.rows().get(1).threads())
        .isEqualTo(Runtime.getRuntime().availableProcessors());
    for (SearchRow row : result.rows()) {
      assertThat(row.p50()).isPositive().isLessThanOrEqualTo(row.p95());
      assertThat(row.qps()).isPositive();
      assertThat(row.segments()).isEqualTo(1);
      assertThat(row.bytesPerToken()).isGreaterThan(1);
      assertThat(row.build().tokensPerSecond()).isPositive();
      assertThat(row.build().write()).isPositive();
      SearchQuality.Figures quality = row.quality();
      assertThat(quality.recall10()).isBetween(0.8, 1.0);
      assertThat(quality.recall100()).isBetween(0.8, 1.0);
      assertThat(quality.recallCodes10()).isBetween(0.8, 1.0);
      assertThat(quality.exactNdcg()).isBetween(0.5, 1.0);
      assertThat(quality.ndcg10()).isBetween(0.5, 1.0);
    }
    assertThat(told).contains("round 2 of 2", "float16: building", "default: what it finds");
  }

  @Test
  void segmentsCanStayAsTheyAreBuilt(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 60, 3, random);
    SearchBench.Result result = SearchBench.run(options(tiny, false), _ -> {});
    assertThat(result.rows()).allMatch(row -> row.segments() >= 1);
  }

  @Test
  void anUnknownCodeIsRefusedBeforeAnythingIsBuilt(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 6, 3, random);
    List<String> told = new ArrayList<>();
    assertThatThrownBy(() -> SearchBench.run(options(tiny, true, "int9"), told::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("int9");
    assertThat(told).noneMatch(line -> line.endsWith("building"));
  }

  @Test
  void theIndexAnswersInTheCollectionsNumbers(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, DOCUMENTS, 20, random);
    Path folder = home.resolve("index");
    try (EncodedCollection collection = tiny.open()) {
      new IndexBuild(folder, "float16", TinyCollection.DIMENSION)
          .run(collection.documents(), false);
      try (BenchIndex index =
          BenchIndex.open(folder, collection.documents(), CandidateRoute.AUTOMATIC)) {
        List<TokenVectors> queries = collection.queryVectors();
        List<Ranking> byCodes = Scan.best(index.rows(), queries, DOCUMENTS, 2);
        List<Ranking> exact =
            Scan.best(VectorBlocks.of(collection.documents()), queries, DOCUMENTS, 2);
        for (int query = 0; query < queries.size(); query++) {
          assertThat(byCodes.get(query).count()).isEqualTo(DOCUMENTS);
          for (int place = 0; place < DOCUMENTS; place++) {
            Ranking.Found found = byCodes.get(query).found().get(place);
            assertThat(index.rows().score(MaxSim.of(queries.get(query)), found.document()))
                .isEqualTo(found.score());
            assertThat(found.score())
                .isCloseTo(exact.get(query).found().get(place).score(), within(4e-3f));
          }
          Ranking answer = index.answer(BenchIndex.plan(10), queries.get(query));
          assertThat(answer.count()).isEqualTo(10);
          for (Ranking.Found found : answer.found()) {
            assertThat((double) found.score())
                .isCloseTo(
                    TinyCollection.maxSim(
                        queries.get(query), collection.documents().vectors(found.document())),
                    within(4e-3));
          }
        }
      }
    }
  }

  @Test
  void anAnswerThatIsNotWholeIsNotTimed(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 30, 2, random);
    Path folder = home.resolve("index");
    try (EncodedCollection collection = tiny.open()) {
      new IndexBuild(folder, "int8", TinyCollection.DIMENSION).run(collection.documents(), true);
      try (BenchIndex index =
          BenchIndex.open(folder, collection.documents(), CandidateRoute.AUTOMATIC)) {
        Candidates ten =
            index.run(BenchIndex.plan(10), index.request(collection.queryVectors().getFirst()));
        SearchContender.check("int8", ten, 10);
        assertThatThrownBy(() -> SearchContender.check("int8", ten, 11))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageStartingWith("int8: an answer must hold 11 documents")
            .hasMessageContaining("got 10, 10 of them different");
      }
    }
  }

  @Test
  void wrongOptionsAreRefused(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 3, 1, random);
    assertThatThrownBy(
            () ->
                new SearchBench.Options(
                    tiny.source(),
                    home,
                    0,
                    List.of(),
                    true,
                    CandidateRoute.AUTOMATIC,
                    Effort.QUICK))
        .hasMessageContaining("at least one document, got k = 0");
    assertThatThrownBy(() -> new Effort(0, 0, Duration.ZERO))
        .hasMessageContaining("at least one round");
  }
}
