package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.codec.CellCode;
import pleiad.codec.CellTables;
import pleiad.codec.CodeTables;
import pleiad.index.CellPostings;
import pleiad.index.MultiVectorValues;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Candidates by centroids, compared with the obvious slow way, and the routes a search takes.
@ExtendWith(Seed.class)
class CellCandidatesTest {
  private static final String CELLS = "residual-20+cells";
  private static final Query RARE = new TermQuery(new Term("rare", "yes"));

  @Test
  void candidatesAreWhatTheDefinitionSays(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(CELLS, new boolean[] {false}, random)) {
      for (int tokens : new int[] {1, 7, 8, 9, 200}) {
        CellTables tables = tables(index, index.query(tokens, random));
        for (int probes : new int[] {1, 3, 40, CellCode.COUNT}) {
          Map<Integer, Double> expected = slow(index, tables, probes);
          Found found = candidates(index, tables, null).find(probes, 10_000, 0, 400);
          assertThat(found.documents()).doesNotHaveDuplicates().hasSize(expected.size());
          for (int i = 0; i < found.documents().length; i++) {
            assertThat((double) found.nearness()[i])
                .isCloseTo(
                    Objects.requireNonNull(expected.get(found.documents()[i])),
                    within(1e-5 * tokens));
            assertThat(found.nearness(i + 1)).isLessThanOrEqualTo(found.nearness(i));
          }
        }
      }
    }
  }

  @Test
  void theBestOfThemAreKept(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(CELLS, new boolean[] {false}, random)) {
      CellTables tables = tables(index, index.query(12, random));
      Found all = candidates(index, tables, null).find(20, 10_000, 0, 400);
      Found best = candidates(index, tables, null).find(20, 25, 0, 400);
      assertThat(best.documents()).isEqualTo(java.util.Arrays.copyOf(all.documents(), 25));
    }
  }

  @Test
  void onlyWhatIsAllowedIsFoundAndMoreIsProbedUntilThatIsEnough(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(CELLS, new boolean[] {false}, random)) {
      FixedBitSet allowed = new FixedBitSet(ClusteredIndex.SEGMENT);
      for (int document : new int[] {6, 106, 206, 306}) {
        allowed.set(document);
      }
      CellTables tables = tables(index, index.query(2, random));
      assertThat(candidates(index, tables, allowed).find(1, 100, 4, 400).documents())
          .containsExactlyInAnyOrder(6, 106, 206, 306);
      assertThat(candidates(index, tables, allowed).find(1, 100, 50, 400).documents())
          .containsExactlyInAnyOrder(6, 106, 206, 306);
    }
  }

  @Test
  void whenTheTimeIsOverNothingMoreIsGathered(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(CELLS, new boolean[] {false}, random)) {
      CellTables tables = tables(index, index.query(2, random));
      Found found =
          new CellCandidates(tables, cells(index), null, Deadline.in(Duration.ZERO))
              .find(1, 100, 100, 400);
      assertThat(found.documents()).isEmpty();
      Candidates answer =
          search(index, index.query(3, random), null, 10, CandidateRoute.CENTROIDS, true);
      assertThat(answer.complete()).isFalse();
    }
  }

  /// Documents here are bags of words, of which a mean says little. Twenty queries tell recall to
  /// within some hundredths.
  @Test
  void whereADocumentsTokensDifferCentroidsFindWhatMeansDoNot(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(CELLS, new boolean[] {true, true}, random)) {
      assertThat(recall(index, CandidateRoute.CENTROIDS, random)).isGreaterThan(0.85);
      assertThat(recall(index, CandidateRoute.BOTH, random)).isGreaterThan(0.85);
      assertThat(recall(index, CandidateRoute.MEANS, random)).isLessThan(0.8);
    }
  }

  private static double recall(ClusteredIndex index, CandidateRoute route, Random random)
      throws IOException {
    MaxSimOptions options = MaxSimOptions.by(route).candidates(200);
    double recall = 0;
    for (int i = 0; i < 20; i++) {
      TokenVectors query = index.query(16, random);
      Set<Integer> all = documents(search(index, query, null, 10, CandidateRoute.ALL, false));
      Set<Integer> found = documents(search(index, query, null, 10, options, false));
      assertThat(found).hasSize(10);
      found.retainAll(all);
      recall += found.size() / 200.0;
    }
    return recall;
  }

  @Test
  void deletedDocumentsAndThoseThatTheFilterLeavesOutAreNotFound(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(CELLS, new boolean[] {false, true}, random)) {
      for (CandidateRoute route : CandidateRoute.values()) {
        TokenVectors query = index.query(5, random);
        MaxSimOptions options = MaxSimOptions.by(route).candidates(7).probes(1);
        for (int document : documents(search(index, query, null, 7, options, false))) {
          assertThat(number(index, document) % 9).isPositive();
        }
        Set<Integer> rare = documents(search(index, query, RARE, 7, options, false));
        assertThat(rare).hasSize(7);
        for (int document : rare) {
          assertThat(number(index, document) % 40).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void aSegmentIsAskedForWhatTheRouteGoesBy() {
    for (boolean means : new boolean[] {false, true}) {
      for (boolean cells : new boolean[] {false, true}) {
        assertThat(CandidateRoute.AUTOMATIC.byMeans(means)).isEqualTo(means);
        assertThat(CandidateRoute.AUTOMATIC.byCells(means, cells)).isEqualTo(cells && !means);
        assertThat(CandidateRoute.MEANS.byMeans(means)).isEqualTo(means);
        assertThat(CandidateRoute.MEANS.byCells(means, cells)).isFalse();
        assertThat(CandidateRoute.CENTROIDS.byMeans(means)).isFalse();
        assertThat(CandidateRoute.CENTROIDS.byCells(means, cells)).isEqualTo(cells);
        assertThat(CandidateRoute.BOTH.byMeans(means)).isEqualTo(means);
        assertThat(CandidateRoute.BOTH.byCells(means, cells)).isEqualTo(cells);
        assertThat(CandidateRoute.ALL.byMeans(means)).isFalse();
        assertThat(CandidateRoute.ALL.byCells(means, cells)).isFalse();
      }
    }
  }

  @Test
  void aSegmentWithoutWhatTheRouteGoesByGivesEveryDocument(Random random) throws IOException {
    boolean[] means = {true, true};
    try (ClusteredIndex index = new ClusteredIndex("residual-20", means, random)) {
      assertThat(index.values(0).cells()).isNull();
      TokenVectors query = index.query(6, random);
      MaxSimOptions few = MaxSimOptions.by(CandidateRoute.CENTROIDS).candidates(20).probes(1);
      assertThat(documents(search(index, query, null, 20, few, false)))
          .isEqualTo(documents(search(index, query, null, 20, CandidateRoute.ALL, false)));
    }
  }

  @Test
  void aNegativeNumberOfCellsIsRefused() {
    assertThatThrownBy(() -> MaxSimOptions.AUTOMATIC.probes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 cell or more")
        .hasMessageContaining("-1");
  }

  @Test
  void byCentroidsMoreCandidatesAreLookedAtUnlessSomebodySaysHowMany() {
    MaxSimOptions centroids = MaxSimOptions.by(CandidateRoute.CENTROIDS);
    assertThat(centroids.cellCandidates(10, 5_000)).isEqualTo(4 * centroids.few(10, 5_000));
    assertThat(centroids.cellCandidates(10, 300)).isEqualTo(300);
    assertThat(centroids.candidates(70).cellCandidates(10, 5_000)).isEqualTo(70);
    assertThat(MaxSimOptions.by(CandidateRoute.BOTH).cellCandidates(10, 5_000))
        .isEqualTo(centroids.few(10, 5_000));
    assertThat(centroids.probes(3).probesFor(10)).isEqualTo(3);
    assertThat(centroids.probesFor(100)).isGreaterThan(centroids.probesFor(10));
  }

  /// `Σᵢ max_c qᵢ·c` over the probed cells that a document is in, one document after the other.
  private static Map<Integer, Double> slow(ClusteredIndex index, CellTables tables, int probes)
      throws IOException {
    MultiVectorValues values = index.values(0);
    CellPostings cells = cells(index);
    BitSet probed = new BitSet();
    for (int token = 0; token < tables.queryTokens(); token++) {
      int[] nearest = new int[probes];
      int found = tables.nearest(token, cell -> cells.count(cell) > 0, nearest);
      for (int i = 0; i < found; i++) {
        probed.set(nearest[i]);
      }
    }
    Map<Integer, Double> scores = new HashMap<>();
    while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      byte[] codes = new byte[values.codeBytes()];
      values.readCodes(codes);
      int[] theirs = new int[values.tokenCount()];
      CellCode.read(Objects.requireNonNull(values.codebook()), codes, theirs.length, theirs);
      double score = 0;
      for (int token = 0; token < tables.queryTokens(); token++) {
        double most = Double.NEGATIVE_INFINITY;
        for (int cell : theirs) {
          most = probed.get(cell) ? Math.max(most, tables.similarity(token, cell)) : most;
        }
        score += most;
      }
      if (score > Double.NEGATIVE_INFINITY) {
        scores.put(values.docID(), score);
      }
    }
    return scores;
  }

  private static CellTables tables(ClusteredIndex index, TokenVectors query) throws IOException {
    return new CellTables(CodeTables.of(Objects.requireNonNull(index.values(0).codebook()), query));
  }

  private static CellPostings cells(ClusteredIndex index) throws IOException {
    return Objects.requireNonNull(index.values(0).cells());
  }

  private static CellCandidates candidates(
      ClusteredIndex index, CellTables tables, @Nullable FixedBitSet allowed) throws IOException {
    return new CellCandidates(tables, cells(index), allowed, Deadline.NONE);
  }

  private static Candidates search(
      ClusteredIndex index,
      TokenVectors query,
      @Nullable Query filter,
      int wanted,
      CandidateRoute route,
      boolean late)
      throws IOException {
    return search(index, query, filter, wanted, MaxSimOptions.by(route), late);
  }

  private static Candidates search(
      ClusteredIndex index,
      TokenVectors query,
      @Nullable Query filter,
      int wanted,
      MaxSimOptions options,
      boolean late)
      throws IOException {
    Deadline deadline = late ? Deadline.in(Duration.ZERO) : Deadline.NONE;
    Request request = new Request(Map.of("tokens", query), filter, options, deadline);
    return Plan.parse("tokens(" + wanted + ")")
        .run(new IndexSearcher(index.reader), request)
        .candidates();
  }

  private static Set<Integer> documents(Candidates candidates) {
    Set<Integer> documents = new HashSet<>();
    for (int i = 0; i < candidates.count(); i++) {
      documents.add(candidates.document(i));
    }
    return documents;
  }

  private static int number(ClusteredIndex index, int document) throws IOException {
    return Integer.parseInt(index.reader.storedFields().document(document).get("id").substring(1));
  }
}
