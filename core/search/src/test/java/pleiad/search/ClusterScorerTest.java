package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.apache.lucene.search.IndexSearcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.CellCode;
import pleiad.codec.CellTables;
import pleiad.codec.CodeTables;
import pleiad.index.MultiVectorValues;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Scoring some of a document's tokens, held against choosing them by hand.
@ExtendWith(Seed.class)
class ClusterScorerTest {
  private static final String CODES_AND_INT8 = "residual-20+int8";
  private static final boolean[] TWO_SEGMENTS = {true, true};
  private static final String ALL = "centroid(999) | maxsim(999";

  @ParameterizedTest
  @ValueSource(strings = {"clusters=64", "early=999", "clusters=64, early=999"})
  void thatLookAtEverythingGiveTheBitsOfMaxSim(String neutral, Random random) throws IOException {
    for (String code : List.of(CODES_AND_INT8, "residual-20", "int8")) {
      try (ClusteredIndex index = new ClusteredIndex(code, TWO_SEGMENTS, random)) {
        TokenVectors query = index.query(9, random);
        assertThat(run(index, "centroid(300) | maxsim(20, " + neutral + ")", query))
            .as(code)
            .containsExactlyEntriesOf(run(index, "centroid(300) | maxsim(20)", query));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void aQueryOpensTheClustersWhoseVectorsAreMostSimilar(int each, Random random)
      throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(CODES_AND_INT8, TWO_SEGMENTS, random)) {
      TokenVectors query = index.query(4, random);
      Map<Integer, Float> found = run(index, ALL + ", clusters=" + each + ")", query);
      int[] looked = new int[2];
      Map<Integer, Double> expected =
          byHand(
              index,
              values -> {
                List<float[]> opened = opened(query, values, each);
                looked[0] += opened.size();
                looked[1] += values.tokenCount();
                return maxSim(query.toRows(), opened);
              });
      assertSame(found, expected);
      assertThat(looked[0]).isLessThan(looked[1]);
    }
  }

  /// The first code stands before the second in a cell's number.
  private static List<float[]> opened(TokenVectors query, MultiVectorValues values, int each)
      throws IOException {
    CellTables similar =
        new CellTables(CodeTables.lasting(Objects.requireNonNull(values.codebook()), query));
    int[] cells = new int[values.tokenCount()];
    byte[] codes = new byte[values.codeBytes()];
    values.readCodes(codes);
    CellCode.read(values.codebook(), codes, cells.length, cells);
    Set<Integer> there = new TreeSet<>();
    for (int cell : cells) {
      there.add(cell / 64);
    }
    Set<Integer> open = new TreeSet<>();
    for (int token = 0; token < query.count(); token++) {
      int asking = token;
      there.stream()
          .sorted(Comparator.comparingDouble(cluster -> -similar.similarity(asking, 64 * cluster)))
          .limit(each)
          .forEach(open::add);
    }
    float[][] rows = values.vectors().toRows();
    List<float[]> opened = new ArrayList<>();
    for (int token = 0; token < cells.length; token++) {
      if (open.contains(cells[token] / 64)) {
        opened.add(rows[token]);
      }
    }
    return opened;
  }

  @Test
  void plansSayThemAgain() {
    for (String plan :
        List.of(
            "bm25(9) | maxsim(5, merge=0.9, keep=0.5, clusters=3, early=20)",
            "bm25(9) | maxsim(5, clusters=2)")) {
      assertThat(Plan.parse(plan)).hasToString(plan);
      assertThat(Plan.parse(plan).rankers().getFirst().maxSim()).isNull();
    }
  }

  @Test
  void anotherNumberOrInteractionIsRefused() {
    assertThatThrownBy(() -> Plan.parse("bm25(9) | maxsim(5, clusters=65)"))
        .hasMessageContaining("a number from 1 to 64");
    assertThatThrownBy(() -> Plan.parse("bm25(9) | maxsim(5, clusters=1, similarity=cosine)"))
        .hasMessageContaining("interaction=sum and similarity=dot");
  }

  /// What a document's own values come to.
  @FunctionalInterface
  private interface Scoring {
    double of(MultiVectorValues values) throws IOException;
  }

  private static Map<Integer, Double> byHand(ClusteredIndex index, Scoring scoring)
      throws IOException {
    Map<Integer, Double> scores = new HashMap<>();
    for (int document : run(index, ALL + ")", index.added(1)).keySet()) {
      int segment = document / ClusteredIndex.SEGMENT;
      MultiVectorValues values = index.values(segment);
      assertThat(values.advanceExact(document % ClusteredIndex.SEGMENT)).isTrue();
      scores.put(document, scoring.of(values));
    }
    return scores;
  }

  private static void assertSame(Map<Integer, Float> found, Map<Integer, Double> expected) {
    assertThat(found).isNotEmpty();
    assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    found.forEach(
        (document, score) ->
            assertThat((double) score)
                .isCloseTo(Objects.requireNonNull(expected.get(document)), within(1e-4)));
  }

  private static double maxSim(float[][] query, List<float[]> rows) {
    double score = 0;
    for (float[] token : query) {
      ToDoubleFunction<float[]> similarity = row -> dot(token, row);
      score += rows.stream().mapToDouble(similarity).max().orElseThrow();
    }
    return score;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += (double) a[k] * b[k];
    }
    return sum;
  }

  private static Map<Integer, Float> run(ClusteredIndex index, String plan, TokenVectors query)
      throws IOException {
    Request request =
        new Request(Map.of("tokens", query), null, MaxSimOptions.AUTOMATIC, Deadline.NONE);
    Candidates found = Plan.parse(plan).run(new IndexSearcher(index.reader), request).candidates();
    Map<Integer, Float> scores = new LinkedHashMap<>();
    for (int place = 0; place < found.count(); place++) {
      scores.put(found.document(place), found.score(place));
    }
    return scores;
  }
}
