package pleiad.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class FusionTest {
  private static final Candidates LEFT = candidates(new int[] {7, 3, 5}, 9f, 5f, 1f);
  private static final Candidates RIGHT = candidates(new int[] {5, 8}, -1f, -3f);
  private static final Candidates NONE = candidates(new int[0]);

  private static Candidates candidates(int[] documents, float... scores) {
    return Candidates.ordered(documents, scores, true);
  }

  private static SortedMap<Integer, Float> byDocument(Candidates found) {
    SortedMap<Integer, Float> scores = new TreeMap<>();
    for (int place = 0; place < found.count(); place++) {
      assertThat(scores.put(found.document(place), found.score(place))).isNull();
      if (place > 0) {
        assertThat(found.score(place)).isLessThanOrEqualTo(found.score(place - 1));
      }
    }
    return scores;
  }

  private static void assertFused(Fusion fusion, double of3, double of5, double of7, double of8) {
    SortedMap<Integer, Float> scores = byDocument(fusion.fuse(List.of(LEFT, RIGHT)));
    assertThat(scores.keySet()).containsExactly(3, 5, 7, 8);
    double[] expected = {of3, of5, of7, of8};
    int at = 0;
    for (float score : scores.values()) {
      assertThat((double) score).isCloseTo(expected[at++], within(1e-6));
    }
  }

  @Test
  void reciprocalRanksAddUp() {
    assertFused(
        Fusion.equal(Fusion.Method.RRF, 2), 1 / 62.0, 1 / 63.0 + 1 / 61.0, 1 / 61.0, 1 / 62.0);
    assertFused(
        new Fusion(Fusion.Method.RRF, List.of(2.0, 0.5), 0), 2 / 2.0, 2 / 3.0 + 0.5, 2.0, 0.5 / 2);
  }

  @Test
  void minMaxStretchesEachSourceFromItsLastToItsBest() {
    assertFused(new Fusion(Fusion.Method.MINMAX, List.of(0.25, 0.75), 0), 0.125, 0.75, 0.25, 0);
  }

  @Test
  void zScoresCountDeviationsFromTheMeanAndTheMissingAreAsTheLast() {
    double deviation = Math.sqrt(32 / 3.0);
    assertFused(
        Fusion.equal(Fusion.Method.ZSCORE, 2),
        0 - 1,
        -4 / deviation + 1,
        4 / deviation - 1,
        -4 / deviation - 1);
  }

  @Test
  void distributionBasedFusionStretchesByThreeDeviations() {
    double part = 4 / Math.sqrt(32 / 3.0) / 6;
    assertFused(
        Fusion.equal(Fusion.Method.DBSF, 2),
        0.5,
        0.5 - part + 0.5 + 1 / 6.0,
        0.5 + part,
        0.5 - 1 / 6.0);
  }

  @Test
  void bordaCountsTheShareThatADocumentIsNotBehindOf() {
    assertFused(Fusion.equal(Fusion.Method.BORDA, 2), 2 / 3.0, 1 / 3.0 + 1, 1, 0.5);
  }

  @ParameterizedTest
  @EnumSource
  void aSourceThatFindsNothingChangesNoOrder(Fusion.Method method) {
    Candidates fused = Fusion.equal(method, 2).fuse(List.of(LEFT, NONE));
    assertThat(IntStream.range(0, 3).map(fused::document)).containsExactly(7, 3, 5);
    assertThat(Fusion.equal(method, 3).fuse(List.of(NONE, NONE, NONE)).count()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void aSourceOfEqualScoresGivesAllOfItsDocumentsTheSame(Fusion.Method method) {
    Candidates equal = candidates(new int[] {1, 2, 9}, 4f, 4f, 4f);
    SortedMap<Integer, Float> scores =
        byDocument(Fusion.equal(method, 2).fuse(List.of(equal, NONE)));
    if (method != Fusion.Method.RRF && method != Fusion.Method.BORDA) {
      assertThat(scores.values()).containsOnly(scores.firstEntry().getValue());
    }
    assertThat(scores.values()).allMatch(Float::isFinite);
  }

  @ParameterizedTest
  @EnumSource
  void aWeightOfZeroLeavesTheOtherSourcesOrder(Fusion.Method method, Random random) {
    List<Candidates> found = List.of(random(random), random(random));
    Candidates fused = new Fusion(method, List.of(0.0, 3.0), 60).fuse(found);
    List<Integer> first = new ArrayList<>();
    for (int place = 0; place < fused.count(); place++) {
      int document = fused.document(place);
      if (IntStream.range(0, found.get(1).count())
          .anyMatch(i -> found.get(1).document(i) == document)) {
        first.add(document);
      }
    }
    // Of equal scores the lower document comes first, in what is fused and in what went in.
    assertThat(first)
        .containsExactlyElementsOf(
            IntStream.range(0, found.get(1).count()).mapToObj(found.get(1)::document).toList());
  }

  private static Candidates random(Random random) {
    Best best = new Best(20);
    for (int i = 0; i < 20; i++) {
      best.offer(random.nextInt(3) + 3 * i, (float) random.nextGaussian());
    }
    return best.drain(true);
  }

  @Test
  void whatIsNotCompleteMakesTheWholeIncomplete() {
    Candidates part = Candidates.ordered(new int[] {1}, new float[] {1}, false);
    assertThat(Fusion.equal(Fusion.Method.RRF, 2).fuse(List.of(LEFT, part)).complete()).isFalse();
    assertThat(Fusion.equal(Fusion.Method.RRF, 2).fuse(List.of(LEFT, RIGHT)).complete()).isTrue();
  }

  @Test
  void aFusionIsReadAsInAPlan() {
    assertThat(Fusion.parse("rrf", 3)).isEqualTo(Fusion.equal(Fusion.Method.RRF, 3));
    assertThat(Fusion.parse("rrf(10)", 2))
        .isEqualTo(new Fusion(Fusion.Method.RRF, List.of(1.0, 1.0), 10))
        .isEqualTo(Fusion.parse(" rrf ( k=10 ) ", 2));
    assertThat(Fusion.parse("rrf(2, 1, k=10)", 2))
        .isEqualTo(new Fusion(Fusion.Method.RRF, List.of(2.0, 1.0), 10));
    assertThat(Fusion.parse("minmax(0.3,0.7)", 2).weights()).containsExactly(0.3, 0.7);
    assertThat(Plan.parse("bm25(9) + dense(9) | rrf(10)").fusion())
        .isEqualTo(Fusion.parse("rrf(10)", 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``               | 1  | a fusion: rrf, minmax, zscore, dbsf, borda
          sum              | 1  | a fusion: rrf, minmax, zscore, dbsf, borda
          rrf rrf          | 5  | the end of the fusion
          rrf(0.5)         | 5  | 2 weights from 0, one a source, or none
          rrf(60, k=60)    | 5  | 2 weights from 0, one a source, or none
          rrf(1, 1, 1)     | 5  | 2 weights from 0, one a source, or none
          minmax(1)        | 8  | 2 weights from 0, one a source, or none
          """)
  void whatIsNoFusionIsRefused(String text, int at, String expected) {
    assertThatThrownBy(() -> Fusion.parse(text, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at character " + at + ", expected " + expected);
  }

  @Test
  void whatSomebodyElseFoundIsFusedAlike() {
    Candidates left = Candidates.of(new int[] {7, 3, 5}, new float[] {9, 5, 1});
    Candidates right = Candidates.of(new int[] {5, 8}, new float[] {-1, -3});
    Fusion fusion = Fusion.equal(Fusion.Method.MINMAX, 2);
    assertThat(byDocument(fusion.fuse(List.of(left, right))))
        .isEqualTo(byDocument(fusion.fuse(List.of(LEFT, RIGHT))));
    assertThat(fusion.fuse(List.of(left, right)).complete()).isTrue();
    assertThat(Candidates.of(new int[0], new float[0]).count()).isZero();
  }

  @Test
  void whatIsNoRankingIsRefused() {
    assertThatThrownBy(() -> Candidates.of(new int[] {1}, new float[0]))
        .hasMessage("1 documents have 0 scores");
    assertThatThrownBy(() -> Candidates.of(new int[] {1, 2}, new float[] {1, 2}))
        .hasMessageContaining("best first; at place 1 stands 2.0 behind 1.0");
    assertThatThrownBy(() -> Candidates.of(new int[] {1}, new float[] {Float.NEGATIVE_INFINITY}))
        .hasMessageContaining("at place 0 stands -Infinity");
    assertThatThrownBy(() -> Candidates.of(new int[] {1, 1}, new float[] {2, 1}))
        .hasMessageContaining("twice");
  }

  @Test
  void wrongWeightsAreRefused() {
    assertThatThrownBy(() -> new Fusion(Fusion.Method.RRF, List.of(1.0), 60))
        .hasMessageContaining("two sources or more");
    assertThatThrownBy(() -> new Fusion(Fusion.Method.RRF, List.of(1.0, Double.NaN), 60))
        .hasMessageContaining("weights are from 0 to 1000000");
    assertThatThrownBy(() -> new Fusion(Fusion.Method.RRF, List.of(0.0, 0.0), 60))
        .hasMessageContaining("one is above 0");
    assertThatThrownBy(() -> new Fusion(Fusion.Method.RRF, List.of(1.0, 1.0), -1))
        .hasMessageContaining("k = -1");
    assertThatThrownBy(() -> Fusion.equal(Fusion.Method.RRF, 2).fuse(List.of(LEFT)))
        .hasMessage("2 weights for what 1 sources found");
  }
}
