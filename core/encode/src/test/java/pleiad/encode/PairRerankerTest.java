package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Cross-encoders score pairs as sentence-transformers does with the same checkpoints.
final class PairRerankerTest {
  private static final float SCORE = 1e-4f;
  private static final String SPELT = "markers";

  @TempDir private Path home;

  static List<ParityGolden> pairs() throws IOException {
    return ParityGolden.all("pairs");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void scoresAreTheReferences(ParityGolden golden) throws IOException {
    Map<String, ParityGolden.Rows> rows = golden.rows();
    int compared = 0;
    try (PairReranker encoder = open(golden)) {
      assertThat(encoder.labels()).hasSize(golden.dimension());
      for (ParityGolden.Case each : golden.cases()) {
        if (!each.about().contains(SPELT)) {
          assertThat(encoder.ids(each.text(), each.pair()))
              .as(each.about())
              .isEqualTo(each.ids().stream().map(Integer::longValue).toList());
          assertNear(
              each,
              encoder.labelScores(each.text(), each.pair()),
              Objects.requireNonNull(rows.get(each.name())).row(0));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(12);
  }

  private static void assertNear(ParityGolden.Case each, List<Float> found, float[] expected) {
    assertThat(found).as(each.about()).hasSize(expected.length);
    for (int k = 0; k < expected.length; k++) {
      assertThat(found.get(k)).as(each.about()).isCloseTo(expected[k], within(SCORE));
    }
  }

  @Test
  void textsAreRankedByTheirScores() throws IOException {
    ParityGolden golden = ParityGolden.of("cross-bert");
    List<String> texts = golden.cases().stream().map(ParityGolden.Case::pair).toList();
    try (Reranker reranker = open(golden)) {
      List<Float> scores = reranker.scores("late interaction", texts);
      List<Integer> expected =
          IntStream.range(0, texts.size())
              .boxed()
              .sorted(Comparator.comparing(scores::get, Comparator.reverseOrder()))
              .toList();
      List<Reranker.Ranked> ranked = reranker.rank("late interaction", texts);
      assertThat(ranked).extracting(Reranker.Ranked::index).isEqualTo(expected);
      assertThat(reranker.rank("late interaction", List.of())).isEmpty();
    }
  }

  @Test
  void aModelOfSeveralLabelsHasNoOrder() throws IOException {
    try (PairReranker encoder = open(ParityGolden.of("cross-bert-labels"))) {
      assertThatThrownBy(() -> encoder.scores("a", List.of("b")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("has 3 labels");
    }
  }

  @Test
  void aCrossEncoderMakesNoVectors() throws IOException {
    Path folder = ParityCopy.of(ParityGolden.of("cross-bert"), home);
    assertThatThrownBy(() -> Encoders.open(folder.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scores pairs of texts and makes no vectors");
  }

  @Test
  void whatIsCutIsTheLongerTextFirst() {
    List<List<Integer>> kept = new ArrayList<>();
    for (int[] lengths : new int[][] {{3, 4}, {2, 20}, {20, 2}, {20, 20}, {7, 6}, {6, 7}}) {
      Pass pass =
          PairLayout.of(
              Bundled.tokenizer().split(words("red", lengths[0])),
              words("fox", lengths[1]),
              Bundled.tokenizer(),
              14);
      kept.add(List.of(count(pass, 2417), count(pass, 4419)));
    }
    assertThat(kept)
        .containsExactly(
            List.of(3, 4),
            List.of(2, 9),
            List.of(9, 2),
            List.of(5, 6),
            List.of(6, 5),
            List.of(5, 6));
  }

  private static String words(String word, int count) {
    return (word + " ").repeat(count);
  }

  private static int count(Pass pass, long id) {
    int count = 0;
    for (long each : pass.ids()) {
      count += each == id ? 1 : 0;
    }
    return count;
  }

  private PairReranker open(ParityGolden golden) {
    return (PairReranker) Encoders.openReranker(ParityCopy.of(golden, home).toString(), null);
  }
}
