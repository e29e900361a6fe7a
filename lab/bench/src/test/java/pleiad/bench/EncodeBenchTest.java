package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import pleiad.encode.Encoders;

class EncodeBenchTest {
  private static final EncodeBench.Options SHORT =
      EncodeBench.Options.QUICK.texts(List.of(9, 12, 9), true, null).threads(List.of(1, 2));

  @Test
  void everyRowHasItsFigures() throws IOException {
    List<String> told = new ArrayList<>();
    EncodeBench.Result result =
        EncodeBench.run(EncodeBench.Contest.DEFAULT, SHORT.rounds(3), told::add);
    assertThat(result.model()).isEqualTo("bge-small-en-v1.5");
    assertThat(result.rows())
        .extracting(EncodeBench.Row::texts, EncodeBench.Row::threads)
        .containsExactly(
            tuple("9", 1),
            tuple("9", 2),
            tuple("12", 1),
            tuple("12", 2),
            tuple("mixed", 1),
            tuple("mixed", 2));
    for (EncodeBench.Row row : result.rows()) {
      assertThat(row.tokensPerSecond()).containsOnlyKeys("pleiad", "naive", "padded");
      assertThat(row.tokensPerSecond().values()).allMatch(rate -> rate > 0);
      double naive = Objects.requireNonNull(row.tokensPerSecond().get("naive"));
      assertThat(row.ratio("naive"))
          .hasValue(Objects.requireNonNull(row.tokensPerSecond().get("pleiad")) / naive);
      assertThat(row.ratio("torch")).isEmpty();
    }
    assertThat(result.rows().getFirst().tokensPerText()).isEqualTo(9);
    assertThat(result.queries()).containsOnlyKeys("pleiad", "naive", "padded");
    assertThat(result.queries().values()).allMatch(each -> each.p50() <= each.p95());
    assertThat(told).hasSize(result.rows().size() + 1);
  }

  @Test
  void batchesOfAnInt8ModelMakeOtherVectorsAndAreTimedAllTheSame() throws IOException {
    EncodeBench.Result result =
        EncodeBench.run(EncodeBench.Contest.DEFAULT, SHORT.texts(List.of(), false, null), _ -> {});
    assertThat(result.exact()).isFalse();
    assertThat(result.leastCosine().get("naive")).isGreaterThan(0.999999);
    assertThat(result.leastCosine().get("padded")).isLessThan(0.999).isGreaterThan(0.5);
    assertThat(result.torch()).isEmpty();
  }

  @Test
  void aModelWithoutAFolderHasNothingForPyTorch() {
    assertThatThrownBy(
            () ->
                EncodeBench.run(
                    new EncodeBench.Contest(Encoders.DEFAULT, null, Path.of("python")),
                    SHORT,
                    _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("comes without; name a folder");
  }

  @Test
  void aPercentileIsTheSmallestValueThatSoManyDoNotExceed() {
    double[] values = {5, 1, 4, 2, 3};
    assertThat(EncodeBench.percentile(values, 50)).isEqualTo(3);
    assertThat(EncodeBench.percentile(values, 95)).isEqualTo(5);
    assertThat(EncodeBench.percentile(values, 0)).isEqualTo(1);
    assertThat(EncodeBench.percentile(new double[] {7}, 50)).isEqualTo(7);
  }
}
