package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.bench.BuildRow.Build;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class BuildBenchTest {
  @TempDir Path home;

  private BuildBench.Options options(TinyCollection tiny, int builds, String... codes) {
    return new BuildBench.Options(tiny.source(), home.resolve("work"), List.of(codes), builds);
  }

  @Test
  void everySettingIsBuiltAsOftenAsAsked(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 11_000, 20, random);
    List<String> told = new ArrayList<>();
    BuildBench.Result result =
        BuildBench.run(options(tiny, 2, "residual-32", "float16"), told::add);
    assertThat(told).contains("float16: build 2 of 2");
    assertThat(home.resolve("work")).isEmptyDirectory();
    assertThat(result.documents()).isEqualTo(11_000);
    assertThat(result.queries()).isEqualTo(20);
    assertThat(result.exactNdcg()).isBetween(0.5, 1.0);
    assertThat(result.rows())
        .extracting(BuildRow::setting)
        .containsExactly("default", "residual-32", "float16");
    for (BuildRow row : result.rows()) {
      assertThat(row.builds()).hasSize(2);
      assertThat(row.bytesPerToken()).isGreaterThan(1);
      assertThat(row.leastNdcg()).isBetween(0.0, row.mostNdcg());
      assertThat(row.mean(Build::ndcg10)).isBetween(row.leastNdcg(), row.mostNdcg());
      // Random words: means of documents say little.
      assertThat(row.mean(Build::recallCodes10)).isBetween(0.2, 1.0);
    }
    BuildRow whole = result.rows().getLast();
    // Near documents change places by what float16 rounds away.
    assertThat(whole.mean(Build::recall10))
        .isCloseTo(whole.mean(Build::recallCodes10), within(0.1));
    assertThat(whole.mean(Build::codesNdcg)).isCloseTo(result.exactNdcg(), within(0.1));
  }

  @Test
  void nothingToBuildIsRefused(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 3, 1, random);
    assertThatThrownBy(() -> options(tiny, 0)).hasMessageContaining("at least one build, got 0");
    assertThatThrownBy(() -> BuildBench.run(options(tiny, 1, "int3"), _ -> {}))
        .hasMessageContaining("int3");
  }
}
