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
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class GrowthBenchTest {
  private static final Effort ONE_ROUND = new Effort(0, 1, Duration.ZERO, Duration.ZERO);

  @TempDir Path home;

  private GrowthBench.Options options(TinyCollection tiny, Integer... sizes) {
    return new GrowthBench.Options(
        tiny.source(), home.resolve("work"), List.of(sizes), 10, ONE_ROUND);
  }

  @Test
  void aRowForEachSizeAndMoreThanThereAre(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 100, 20, random);
    List<String> told = new ArrayList<>();
    GrowthBench.Result result = GrowthBench.run(options(tiny, 5, 100, 300), told::add);
    assertThat(result.data()).isEqualTo("tiny");
    assertThat(result.real()).isEqualTo(100);
    assertThat(result.queries()).isEqualTo(20);
    assertThat(result.recallQueries()).isEqualTo(20);
    assertThat(result.rows()).extracting(GrowthRow::documents).containsExactly(5, 100, 300);
    assertThat(result.rows()).extracting(GrowthRow::spliced).containsExactly(false, false, true);
    for (GrowthRow row : result.rows()) {
      assertThat(row.tokens()).isGreaterThan(row.documents());
      assertThat(row.p50()).isPositive().isLessThanOrEqualTo(row.p95());
      assertThat(row.recall10()).isBetween(0.9, 1.0);
      assertThat(row.bytes()).isGreaterThan((double) row.tokens());
      assertThat(row.buildSeconds()).isPositive();
    }
    assertThat(told).contains("300 documents: building", "round 1 of 1");
  }

  @Test
  void anExponentIsThatOfThePower() {
    List<GrowthRow> rows = new ArrayList<>();
    for (int documents : new int[] {10, 30, 1_000, 7_000}) {
      rows.add(row(documents, 3 * Math.pow(documents, 0.7)));
    }
    GrowthBench.Result result = new GrowthBench.Result("d", 8, 10, 7_000, 1, 1, rows);
    assertThat(result.exponent(GrowthRow::p50)).isCloseTo(0.7, within(1e-12));
    assertThat(result.exponent(GrowthRow::documents)).isCloseTo(1, within(1e-12));
    assertThat(result.exponent(GrowthRow::p95)).isCloseTo(0, within(1e-12));
  }

  private static GrowthRow row(int documents, double p50) {
    return new GrowthRow(documents, documents, false, p50, 5, 1, 1, 1, 1);
  }

  @Test
  void sizesThatDoNotRiseAreRefused(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 10, 3, random);
    assertThatThrownBy(() -> options(tiny, 5, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sizes are numbers of documents that rise, got [5, 5]");
    assertThatThrownBy(() -> options(tiny, 0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sizes are numbers of documents that rise, got [0, 5]");
    assertThatThrownBy(() -> options(tiny, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("how something grows needs two sizes at least, got [5]");
  }
}
