package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
final class MaxSimTest {
  private static final TokenVectors QUERY = TokenVectors.of(new float[] {1, 0, 0, 1}, 2);
  private static final TokenVectors DOCUMENT =
      TokenVectors.of(new float[] {0.5f, 0.25f, -1, 2, 0.75f, -3}, 2);

  @Test
  void everyQueryTokenFindsItsBestDocumentToken() {
    MaxSim maxSim = MaxSim.of(QUERY);
    assertThat(maxSim.maxima(DOCUMENT)).startsWith(0.75f, 2);
    assertThat(maxSim.score(DOCUMENT)).isEqualTo(2.75f);
    assertThat(maxSim.queryTokens()).isEqualTo(2);
    assertThat(maxSim.dimension()).isEqualTo(2);
  }

  @Test
  void theScoreIsTheObviousOneOnBothKernels(Random random) {
    float[] query = Numbers.ofBothSigns(random, 21 * 128);
    float[] document = Numbers.ofBothSigns(random, 237 * 128);
    ObviousMaxSim obvious = ObviousMaxSim.of(query, document, 128);
    TokenVectors rows = TokenVectors.of(document, 128);
    assertThat((double) MaxSim.of(TokenVectors.of(query, 128)).score(rows))
        .isCloseTo(obvious.score(), within(obvious.scoreBound()));
    assertThat((double) MaxSim.scalar(TokenVectors.of(query, 128)).score(rows))
        .isCloseTo(obvious.score(), within(obvious.scoreBound()));
  }

  @Test
  void aWeightMultipliesItsQueryTokensMaximum() {
    MaxSim maxSim = MaxSim.weighted(QUERY, new float[] {2, 0.5f});
    assertThat(maxSim.score(DOCUMENT)).isEqualTo(2 * 0.75f + 0.5f * 2);
    assertThat(maxSim.totalWeight()).isEqualTo(2.5f);
    assertThat(maxSim.mean(DOCUMENT)).isEqualTo(2.5f / 2.5f);
  }

  @Test
  void weightsAreCopied() {
    float[] weights = {1, 1};
    MaxSim maxSim = MaxSim.weighted(QUERY, weights);
    weights[0] = 1000;
    assertThat(maxSim.score(DOCUMENT)).isEqualTo(2.75f);
  }

  @Test
  void everyQueryTokenNeedsAWeight() {
    assertThatThrownBy(() -> MaxSim.weighted(QUERY, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 weights for 2 query tokens");
  }

  @Test
  void theMeanDividesByTheNumberOfQueryTokens() {
    assertThat(MaxSim.of(QUERY).totalWeight()).isEqualTo(2);
    assertThat(MaxSim.of(QUERY).mean(DOCUMENT)).isEqualTo(2.75f / 2);
  }

  @Test
  void anEmptyDocumentDoesNotMatch() {
    TokenVectors empty = TokenVectors.empty(2);
    assertThat(MaxSim.of(QUERY).score(empty)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(MaxSim.of(QUERY).mean(empty)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(MaxSim.scalar(QUERY).score(empty)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(MaxSim.weighted(QUERY, new float[] {0, 0}).score(empty))
        .isEqualTo(Float.NEGATIVE_INFINITY);
  }

  @Test
  void anEmptyQueryScoresZero() {
    MaxSim maxSim = MaxSim.of(TokenVectors.empty(2));
    assertThat(maxSim.score(DOCUMENT)).isZero();
    assertThat(maxSim.mean(DOCUMENT)).isZero();
    assertThat(maxSim.score(TokenVectors.empty(2))).isZero();
  }

  @Test
  void anotherDimensionIsRefused() {
    assertThatThrownBy(() -> MaxSim.of(QUERY).score(TokenVectors.empty(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the query has 2 dimensions, the document has 3; was one encoded by another model?");
  }

  @Test
  void itDoesNotMatterWhereADocumentLies(Random random) {
    float[] numbers = Numbers.ofBothSigns(random, 25 * 31);
    MaxSim maxSim = MaxSim.of(TokenVectors.of(Numbers.ofBothSigns(random, 33 * 31), 31));
    float score = maxSim.score(TokenVectors.of(numbers, 31));
    float[] longer = new float[(4 + 25 + 2) * 31];
    System.arraycopy(numbers, 0, longer, 4 * 31, numbers.length);
    assertThat(maxSim.score(TokenVectors.of(longer, 31).slice(4, 29))).isEqualTo(score);
    assertThat(maxSim.score(TokenVectors.of(longer, 31).slice(2, 30).slice(2, 27)))
        .isEqualTo(score);
    assertThat(maxSim.score(TokenVectors.of(MemorySegment.ofArray(numbers), 31))).isEqualTo(score);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment aligned = arena.allocateFrom(ValueLayout.JAVA_FLOAT, numbers);
      MemorySegment unaligned = arena.allocate(aligned.byteSize() + 1, 64).asSlice(1);
      unaligned.copyFrom(aligned);
      assertThat(maxSim.score(TokenVectors.of(aligned, 31))).isEqualTo(score);
      assertThat(maxSim.score(TokenVectors.of(unaligned, 31))).isEqualTo(score);
    }
  }

  @Test
  void aQueryMayLieInNativeMemoryToo(Random random) {
    float[] numbers = Numbers.ofBothSigns(random, 17 * 7);
    TokenVectors document = TokenVectors.of(Numbers.ofBothSigns(random, 13 * 7), 7);
    float score = MaxSim.of(TokenVectors.of(numbers, 7)).score(document);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment segment = arena.allocateFrom(ValueLayout.JAVA_FLOAT, numbers);
      assertThat(MaxSim.of(TokenVectors.of(segment, 7)).score(document)).isEqualTo(score);
    }
  }

  @Test
  void runningMaximaServeOneDocumentAfterTheOther() {
    MaxSim maxSim = MaxSim.of(QUERY);
    float[] maxima = maxSim.newMaxima();
    assertThat(maxSim.score(maxima)).isEqualTo(Float.NEGATIVE_INFINITY);
    float[] rows = DOCUMENT.toArray();
    maxSim.accumulate(rows, 0, 2, maxima);
    assertThat(maxSim.score(maxima)).isEqualTo(2.5f);
    maxSim.accumulate(rows, 4, 1, maxima);
    assertThat(maxSim.score(maxima)).isEqualTo(2.75f);
    maxSim.reset(maxima);
    maxSim.accumulate(rows, 4, 1, maxima);
    assertThat(maxSim.score(maxima)).isEqualTo(0.75f - 3);
  }
}
