package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// What `maxsim` leaves out, held against leaving it out by hand.
@ExtendWith(Seed.class)
class SavingsTest {
  private static final String CODE = "residual-20";
  private static final boolean[] TWO_SEGMENTS = {true, true};
  private static final TokenVectors FIVE =
      TokenVectors.of(new float[] {2, 0, 0, 1, 4, 0.1f, -3, 0, 0, 5}, 2);

  @ParameterizedTest
  @ValueSource(strings = {"merge=1", "keep=1", "early=1000000", "weights=idf", "early=400, keep=1"})
  void thatLeaveOutNothingChangeNothing(String neutral, Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(CODE, TWO_SEGMENTS, random)) {
      TokenVectors query = index.query(9, random);
      Map<Integer, Float> plain = run(index, "centroid(300) | maxsim(20)", query, null);
      float[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
      Map<Integer, Float> found =
          run(index, "centroid(300) | maxsim(20, " + neutral + ")", query, ones);
      assertThat(found.keySet()).containsExactlyElementsOf(plain.keySet());
      found.forEach(
          (document, score) ->
              assertThat(score)
                  .isCloseTo(Objects.requireNonNull(plain.get(document)), within(1e-4f)));
    }
  }

  @Test
  void queryTokensThatAreNearTheFirstOfAGroupStandTogether() {
    assertThat(rows(QueryTokens.merged(FIVE, 0.9)))
        .containsExactly(List.of(6f, 0.1f), List.of(0f, 6f), List.of(-3f, 0f));
    assertThat(QueryTokens.merged(FIVE, 1).count()).isEqualTo(4);
    assertThat(rows(QueryTokens.merged(FIVE, 0))).hasSize(2);
    assertThat(QueryTokens.merged(TokenVectors.empty(2), 0.5).count()).isZero();
  }

  @Test
  void theLongestQueryTokensAreKeptInTheirOrder() {
    assertThat(rows(QueryTokens.longest(FIVE, 0.6)))
        .containsExactly(List.of(4f, 0.1f), List.of(-3f, 0f), List.of(0f, 5f));
    assertThat(rows(QueryTokens.longest(FIVE, 0.01))).containsExactly(List.of(0f, 5f));
    assertThat(QueryTokens.longest(FIVE, 1)).isEqualTo(FIVE);
    TokenVectors equal = TokenVectors.of(new float[] {1, 0, 0, 1, -1, 0}, 2);
    assertThat(rows(QueryTokens.longest(equal, 0.67)))
        .containsExactly(List.of(1f, 0f), List.of(0f, 1f));
  }

  /// A maximum grows with the vector, so that weights can be taken into the query.
  @Test
  void weightsMultiplyWhatAQueryTokenFinds(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex("int8", TWO_SEGMENTS, random)) {
      TokenVectors query = index.query(3, random);
      float[] weights = {0.5f, 0, 2};
      Map<Integer, Float> found =
          run(index, "centroid(30) | maxsim(30, weights=idf)", query, weights);
      Map<Integer, Float> first =
          run(index, "centroid(999) | maxsim(999)", query.slice(0, 1), null);
      Map<Integer, Float> last = run(index, "centroid(999) | maxsim(999)", query.slice(2, 3), null);
      assertThat(found).hasSize(30);
      found.forEach(
          (document, score) ->
              assertThat(score)
                  .isCloseTo(
                      0.5f * Objects.requireNonNull(first.get(document))
                          + 2 * Objects.requireNonNull(last.get(document)),
                      within(1e-4f)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights=idf", "weights=auto", "keep=0.5", "merge=0.5, weights=idf"})
  void theSourceScoresAsTheRankerDoes(String arguments, Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(CODE, TWO_SEGMENTS, random)) {
      TokenVectors query = index.query(4, random);
      float[] weights = {0.5f, 3, 0, 1};
      String ranked = "centroid(9999) | maxsim(20, %s)".formatted(arguments);
      String found = "tokens(20, recall=1, %s)".formatted(arguments);
      Map<Integer, Float> expected = run(index, ranked, query, weights);
      assertThat(expected).hasSize(20);
      assertThat(run(index, found, query, weights)).isEqualTo(expected);
      assertThat(run(index, "tokens(20, recall=1)", query, weights)).isNotEqualTo(expected);
    }
  }

  @Test
  void whereNobodyKnowsWhatCountsAllCountTheSame() {
    assertThat(new QueryTokens(0, 1, "auto").query(request(FIVE, null), "tokens")).isEqualTo(FIVE);
  }

  @Test
  void whereNothingCountsEverythingDoes() {
    Request request = request(FIVE, new float[5]);
    assertThat(new QueryTokens(0, 1, "idf").query(request, "tokens")).isEqualTo(FIVE);
    assertThat(rows(QueryTokens.weighted(FIVE, new float[] {0, 2, 0, 0, 0})))
        .containsExactly(List.of(0f, 2f));
    assertThatThrownBy(() -> QueryTokens.weighted(FIVE, new float[2]))
        .hasMessage("2 weights for 5 query tokens");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 40})
  void scoringEndsWhenSoManyBroughtNothing(int patience, Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex(CODE, TWO_SEGMENTS, random)) {
      TokenVectors query = index.query(6, random);
      Map<Integer, Float> order = run(index, "centroid(400)", query, null);
      Map<Integer, Float> scores = run(index, "centroid(400) | maxsim(400)", query, null);
      int wanted = 5;
      Map<Integer, Float> best = new LinkedHashMap<>();
      int stalls = 0;
      for (int document : order.keySet()) {
        float score = Objects.requireNonNull(scores.get(document));
        boolean enters =
            best.size() < wanted || best.values().stream().anyMatch(other -> other < score);
        best.put(document, score);
        if (best.size() > wanted) {
          int worst =
              best.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow().getKey();
          best.remove(worst);
        }
        stalls = enters ? 0 : stalls + 1;
        if (stalls == patience) {
          break;
        }
      }
      assertThat(run(index, "centroid(400) | maxsim(5, early=" + patience + ")", query, null))
          .isEqualTo(best);
    }
  }

  @Test
  void candidatesFarBelowTheLastWantedOneAreLeftAlone() {
    Candidates before =
        Candidates.ordered(new int[] {5, 3, 9, 1, 7}, new float[] {10, 8, 7, 6, 1}, true);
    assertThat(pruned(0.25, before, 2).count()).isEqualTo(4);
    assertThat(pruned(0.1, before, 2).count()).isEqualTo(2);
    assertThat(pruned(0, before, 1).count()).isEqualTo(1);
    assertThat(pruned(1, before, 2)).isEqualTo(before);
    assertThat(pruned(0, before, 9)).isSameAs(before);
    assertThat(pruned(-1, before, 2)).isSameAs(before);
    Candidates negative =
        Candidates.ordered(new int[] {5, 3, 9}, new float[] {-10, -12, -16}, true);
    assertThat(pruned(0.3, negative, 1).count()).isEqualTo(2);
  }

  private static Candidates pruned(double prune, Candidates before, int wanted) {
    return new Savings(QueryTokens.ALL, 0, 0, prune).pruned(before, wanted);
  }

  @Test
  void plansSayThemAgain() {
    for (String plan :
        List.of(
            "bm25(9) | maxsim(5, merge=0.9, keep=0.7, weights=idf, early=20, prune=0.1)",
            "bm25(9) | maxsim(5, early=3)")) {
      assertThat(Plan.parse(plan)).hasToString(plan);
    }
    assertThat(Plan.parse("bm25(9) | maxsim(5, early=3)").rankers().getFirst().maxSim())
        .isEqualTo(new MaxSimScore("tokens", ""));
    assertThat(Plan.parse("bm25(9) | maxsim(5, weights=idf)").rankers().getFirst().maxSim())
        .isEqualTo(new MaxSimScore("tokens", "idf"));
    for (String part : List.of("keep=0.5", "merge=0.9", "clusters=2", "interaction=mean")) {
      Plan plan = Plan.parse("bm25(9) | maxsim(5, %s)".formatted(part));
      assertThat(plan.rankers().getFirst().maxSim()).isNull();
      assertThat(plan.givesMaxSim()).isFalse();
    }
    assertThatThrownBy(() -> Plan.parse("bm25(9) | maxsim(5, interaction=max, early=3)"))
        .hasMessageContaining("interaction=sum and similarity=dot");
  }

  @Test
  void withoutWordsNothingIsRare(Random random) throws IOException {
    try (ClusteredIndex index = new ClusteredIndex("int8", TWO_SEGMENTS, random)) {
      assertThatThrownBy(
              () ->
                  run(index, "centroid(9) | maxsim(5, weights=idf)", index.query(2, random), null))
          .hasMessage(
              "weights=idf needs to know how much query tokens count, and this query has vectors only");
    }
  }

  private static List<List<Float>> rows(TokenVectors vectors) {
    List<List<Float>> rows = new ArrayList<>();
    for (float[] row : vectors.toRows()) {
      List<Float> numbers = new ArrayList<>();
      for (float each : row) {
        numbers.add(each);
      }
      rows.add(numbers);
    }
    return rows;
  }

  private static Request request(TokenVectors query, float @Nullable [] weights) {
    return new Request(
        null,
        Map.of("tokens", query),
        Map.of(),
        null,
        MaxSimOptions.AUTOMATIC,
        null,
        weights == null ? null : (_, _) -> weights,
        Deadline.NONE);
  }

  private static Map<Integer, Float> run(
      ClusteredIndex index, String plan, TokenVectors query, float @Nullable [] weights)
      throws IOException {
    Candidates found =
        Plan.parse(plan).run(new IndexSearcher(index.reader), request(query, weights)).candidates();
    Map<Integer, Float> scores = new LinkedHashMap<>();
    for (int place = 0; place < found.count(); place++) {
      scores.put(found.document(place), found.score(place));
    }
    return scores;
  }
}
