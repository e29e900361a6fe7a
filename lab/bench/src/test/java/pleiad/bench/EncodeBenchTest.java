package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodeBenchTest {
  @Test
  void everyRowHasItsFigures() {
    List<String> told = new ArrayList<>();
    EncodeBench.Result result =
        EncodeBench.run(new EncodeBench.Options(1, 1, List.of(4, 9), 7), told::add);
    assertThat(result.model()).isEqualTo("bge-small-en-v1.5");
    assertThat(result.rows()).extracting(EncodeBench.Row::tokensPerText).contains(4, 9);
    assertThat(result.rows()).extracting(EncodeBench.Row::threads).contains(1);
    assertThat(result.rows()).allMatch(row -> row.tokensPerSecond() > 0);
    assertThat(result.rows()).allMatch(row -> row.naiveTokensPerSecond() > 0);
    assertThat(result.queryP50()).isPositive().isLessThanOrEqualTo(result.queryP95());
    assertThat(told).hasSize(result.rows().size() + 1);
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
