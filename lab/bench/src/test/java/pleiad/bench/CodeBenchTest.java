package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class CodeBenchTest {
  private static final int DIMENSION = TinyCollection.DIMENSION;

  @TempDir Path home;

  private static CodeRow row(CodeBench.Result result, String code) {
    return result.rows().stream().filter(row -> row.code().equals(code)).findFirst().orElseThrow();
  }

  @Test
  void everyRowHasItsFigures(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 400, 30, random);
    List<String> told = new ArrayList<>();
    CodeBench.Result result =
        CodeBench.run(new CodeBench.Options(tiny.source(), OptionalInt.empty()), told::add);
    assertThat(result.data()).isEqualTo("tiny");
    assertThat(result.dim()).isEqualTo(DIMENSION);
    assertThat(result.documents()).isEqualTo(400);
    assertThat(result.queries()).isEqualTo(30);
    assertThat(result.centroids()).isEqualTo(PlaidCentroids.count(result.tokens()));
    assertThat(result.rows())
        .extracting(CodeRow::code)
        .containsExactly(
            "float32",
            "float16",
            "int8",
            "residual-80",
            "residual-64",
            "residual-80+centred",
            "residual",
            "residual+centred",
            "residual-32",
            "residual-20",
            "plaid-4",
            "plaid-2",
            "plaid-1",
            "plaid-0",
            "pool-2",
            "pool-2+residual-80",
            "pool-2+residual-80+centred",
            "pool-2+residual",
            "pool-3",
            "pool-3+residual-80",
            "pool-3+residual-80+centred",
            "pool-3+residual");
    for (CodeRow row : result.rows()) {
      assertThat(row.tokensPerSecond()).as(row.code()).isPositive();
      assertThat(row.recall10()).as(row.code()).isBetween(0.1, 1.0);
      assertThat(row.ndcg10()).as(row.code()).isBetween(0.1, 1.0);
      assertThat(row.error().isPresent()).isEqualTo(!row.code().startsWith("pool"));
    }
    assertThat(told).contains("residual: training", "pool-2: scoring all documents");
  }

  @Test
  void bytesAndErrorsAreThoseOfTheCodes(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 300, 20, random);
    CodeBench.Result result =
        CodeBench.run(new CodeBench.Options(tiny.source(), OptionalInt.of(64)), _ -> {});
    assertThat(result.centroids()).isEqualTo(64);
    CodeRow whole = row(result, "float32");
    assertThat(whole.bytesPerToken()).isEqualTo(4 * DIMENSION);
    assertThat(whole.error()).hasValue(0);
    assertThat(whole.recall10()).isEqualTo(1);
    assertThat(row(result, "float16").bytesPerToken()).isEqualTo(2 * DIMENSION);
    assertThat(row(result, "int8").bytesPerToken()).isEqualTo(4 + DIMENSION);
    assertThat(row(result, "plaid-4").bytesPerToken()).isEqualTo(4 + DIMENSION / 2);
    assertThat(row(result, "plaid-0").bytesPerToken()).isEqualTo(4);
    // A subspace for each of the few dimensions, and four levels.
    assertThat(row(result, "residual-20").bytesPerToken()).isEqualTo(3 * (DIMENSION + 4) / 4 + 1);
    assertThat(row(result, "residual-80+centred").bytesPerToken())
        .isGreaterThan(row(result, "residual-80").bytesPerToken());
    assertThat(row(result, "pool-2").bytesPerToken()).isLessThan(whole.bytesPerToken());
    assertThat(row(result, "pool-3+residual").bytesPerToken())
        .isLessThan(row(result, "pool-3").bytesPerToken());
    double before = 0;
    for (String code : List.of("float32", "plaid-4", "plaid-2", "plaid-1", "plaid-0")) {
      double error = row(result, code).error().orElseThrow();
      assertThat(error).as(code).isGreaterThanOrEqualTo(before).isLessThan(2);
      before = error;
    }
    assertThat(row(result, "residual").error().orElseThrow())
        .isLessThan(row(result, "plaid-0").error().orElseThrow());
  }

  @Test
  void noCentroidIsNoCode(Random random) throws IOException {
    TinyCollection tiny = new TinyCollection(home, 3, 1, random);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CodeBench.Options(tiny.source(), OptionalInt.of(0)))
        .withMessage("tokens have at least one centroid, got 0");
  }
}
