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
import pleiad.bench.SearchBench.Extras;
import pleiad.index.Codebooks;
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
        new Effort(1, 2, Duration.ZERO, Duration.ZERO));
  }

  private static IndexBuild build(Path folder, String setting) {
    return IndexBuild.named(setting, folder, TinyCollection.DIMENSION, DrawnDocuments.NONE);
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

  /// Enough tokens for a codebook.
  @Test
  void codesAreTimedFilteredAndAddedTo(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 11_000, 20, random);
    SearchBench.Options all =
        new SearchBench.Options(
            tiny.source(),
            home.resolve("work"),
            10,
            List.of("residual-20", "residual+int8"),
            true,
            CandidateRoute.AUTOMATIC,
            new Effort(0, 1, Duration.ZERO, Duration.ZERO),
            new Extras(0.1, true, 100));
    SearchBench.Result result = SearchBench.run(all, _ -> {});
    assertThat(result.tokens()).isGreaterThan(Codebooks.LEAST_TOKENS);
    assertThat(result.rows())
        .extracting(SearchRow::setting)
        .containsExactly("default", "default", "residual-20", "residual+int8");
    for (SearchRow row : result.rows()) {
      BuildTimes build = row.build();
      assertThat(build.train()).as(row.setting()).isPositive();
      assertThat(build.assign()).as(row.setting()).isPositive();
      boolean first = row.threads() == 1;
      assertThat(row.filtered() != null).isEqualTo(first);
      assertThat(row.liveAdd() != null).isEqualTo(first);
      assertThat(row.ranked() != null).isEqualTo(first);
      if (row.ranked() != null) {
        assertThat(row.ranked().candidates()).isEqualTo(100);
        assertThat(row.ranked().ranker()).isPositive();
        assertThat(row.ranked().exact()).isPositive();
        assertThat(row.ranked().rankerQueries()).isEqualTo(3);
        assertThat(row.ranked().exactQueries()).isEqualTo(3);
      }
      if (row.filtered() != null && row.liveAdd() != null) {
        assertThat(row.filtered().documents()).isBetween(900, 1_300);
        assertThat(row.filtered().p50()).isPositive().isLessThanOrEqualTo(row.filtered().p95());
        assertThat(row.filtered().recall()).isBetween(0.5, 1.0);
        assertThat(row.filtered().same()).isBetween(0.0, row.filtered().recall());
        assertThat(row.liveAdd().rewrittenFiles()).isZero();
        assertThat(row.liveAdd().commit()).isPositive();
      }
    }
  }

  @Test
  void aFilterThatKeepsFewGivesTheAnswersOfScoringAllOfThem(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, DOCUMENTS, 20, random);
    SearchBench.Options filtered =
        new SearchBench.Options(
            tiny.source(),
            home.resolve("work"),
            10,
            List.of(),
            true,
            CandidateRoute.AUTOMATIC,
            new Effort(0, 1, Duration.ZERO, Duration.ZERO),
            new Extras(0.05, false, 0));
    FilteredRow row = SearchBench.run(filtered, _ -> {}).rows().getFirst().filtered();
    assertThat(row).isNotNull();
    assertThat(row.documents()).isBetween(10, 70);
    assertThat(row.same()).isEqualTo(1);
    assertThat(row.recall()).isEqualTo(1);
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
      build(folder, "float16").run(collection.documents(), false);
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
      build(folder, "int8").run(collection.documents(), true);
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
                    Effort.QUICK,
                    new Extras(0, false, 0)))
        .hasMessageContaining("at least one document, got k = 0");
    assertThatThrownBy(
            () ->
                new SearchBench.Options(
                    tiny.source(),
                    home,
                    1,
                    List.of(),
                    true,
                    CandidateRoute.AUTOMATIC,
                    Effort.QUICK,
                    new Extras(1.5, false, 0)))
        .hasMessageContaining("from 0 to 1, got 1.5");
    assertThatThrownBy(() -> new Extras(0, false, -1)).hasMessageContaining("got -1");
    assertThatThrownBy(() -> new Effort(0, 0, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("at least one round");
  }
}
