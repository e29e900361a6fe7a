package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The shape of the table and that every contender's scores were found right; never its speed.
final class MaxSimBenchTest {
  @Test
  void aQuickRunMeasuresEveryContender() {
    List<String> progress = new ArrayList<>();
    List<MaxSimRow> rows = MaxSimBench.run(MaxSimBenchOptions.quick(), progress::add);
    assertThat(rows).hasSize(1);
    MaxSimRow row = rows.getFirst();
    assertThat(row.dim()).isEqualTo(16);
    assertThat(row.queryTokens()).isEqualTo(3);
    assertThat(row.fields().values()).allMatch(number -> number.doubleValue() > 0);
    assertThat(progress).hasSize(5);
    assertThat(progress.getFirst()).startsWith("Java 2").contains("jdk.incubator.vector");
    assertThat(progress.getLast())
        .startsWith("LUCENE, 16 dimensions, 3 query tokens: ")
        .endsWith(" GFLOP/s");
  }

  @Test
  void theFullRunHasTheTablesRows() {
    MaxSimBenchOptions full = MaxSimBenchOptions.full();
    assertThat(full.dimensions()).containsExactly(128, 384);
    assertThat(full.queryTokens()).containsExactly(8, 21, 32);
    assertThat(full.documentTokens()).isEqualTo(237);
  }

  @Test
  void aRowKnowsItsRatios() {
    MaxSimRow row = new MaxSimRow(128, 32, 200, 150, 2, 10);
    assertThat(row.vectorToPeak()).isEqualTo(0.75);
    assertThat(row.vectorToLucene()).isEqualTo(15);
    assertThat(row.fields())
        .containsExactly(
            entry("dim", 128),
            entry("query_tokens", 32),
            entry("peak_gflops", 200.0),
            entry("vector_gflops", 150.0),
            entry("scalar_gflops", 2.0),
            entry("lucene_gflops", 10.0),
            entry("vector_to_peak", 0.75),
            entry("vector_to_lucene", 15.0));
  }
}
