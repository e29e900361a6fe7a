package pleiad.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.eval.Evaluation;
import pleiad.eval.Measure;
import pleiad.eval.Qrels;
import pleiad.eval.Run;
import pleiad.search.Fusion;
import pleiad.search.Fusion.Method;
import pleiad.testkit.Seed;

/// Weights of runs whose best weights are known, as the runs were made of them.
@ExtendWith(Seed.class)
class TuningTest {
  private static final Measure NDCG = Measure.parse("nDCG@10");
  private static final int QUERIES = 60;
  private static final int DOCUMENTS = 20;
  private static final double SIGMAS = 5;

  private final Run.Builder first = Run.builder();
  private final Run.Builder second = Run.builder();
  private final Qrels.Builder qrels = Qrels.builder();

  /// Two runs that differ from the true order by the same noise, of other sign and size, so that it
  /// is gone with the weights `weight` and `1 - weight`. Both have a best document with 1 and a
  /// last one with 0, so that stretching scores to that leaves them as they are.
  private Tuning.Judged noisy(double weight, Random random) {
    for (int query = 0; query < QUERIES; query++) {
      String id = "q" + query;
      add(id, "best", 1, 1);
      add(id, "last", 0, 0);
      qrels.add(id, "best", DOCUMENTS + 1);
      for (int document = 0; document < DOCUMENTS; document++) {
        double truth = 0.3 + 0.4 * document / DOCUMENTS;
        double noise = 0.4 * (2 * random.nextDouble() - 1);
        add(id, "d" + document, truth + (1 - weight) * noise, truth - weight * noise);
        qrels.add(id, "d" + document, document + 1);
      }
    }
    return judged(first.build(), second.build());
  }

  private void add(String query, String document, double one, double two) {
    first.add(query, document, (float) one);
    second.add(query, document, (float) two);
  }

  private Tuning.Judged judged(Run... runs) {
    List<String> names = List.of("bm25(22)", "tokens(22)", "dense(22)").subList(0, runs.length);
    return new Tuning.Judged(names, List.of(runs), qrels.build(), NDCG);
  }

  private static Tuning.Grid grid(int parts, Method... methods) {
    return new Tuning.Grid(List.of(methods), parts);
  }

  private static String plan(Tuning tuning) {
    return tuning.any().overall().plan(tuning.sources());
  }

  @Test
  void theWeightsThatRunsWereMadeOfAreFound(Random random) {
    Tuning found = Tuning.of(noisy(0.7, random), grid(10, Method.MINMAX, Method.BORDA), 5, 1);
    assertThat(plan(found)).isEqualTo("bm25(22) + tokens(22) | minmax(0.7, 0.3)");
    assertThat(found.any().byFold()).containsOnly(found.any().overall());
    assertThat(found.any().heldOutMean()).isCloseTo(1, within(1e-9));
    assertThat(found.methods())
        .extracting(Tuning.ByMethod::method)
        .containsExactly(Method.MINMAX, Method.BORDA);
    assertThat(found.methods().getFirst().equal()).isLessThan(1);
    assertThat(found.methods().getLast().choice().heldOutMean()).isLessThan(1);
    assertThat(found.alone().getFirst()).isGreaterThan(found.alone().getLast());
    assertThat(found.gain().difference()).isCloseTo(1 - found.alone().getFirst(), within(1e-9));
    assertThat(found.gain().pRandomisation()).isLessThan(0.001);
    assertThat(found.asGood().shares().getFirst().low()).isLessThanOrEqualTo(0.7);
    assertThat(found.asGood().shares().getFirst().high()).isGreaterThanOrEqualTo(0.7);
  }

  @Test
  void aSourceThatFindsNothingIsLeftOut(Random random) {
    Run nothing = Run.builder().build();
    Tuning.Judged two = noisy(0.4, random);
    Tuning.Judged three = judged(two.runs().get(0), nothing, two.runs().get(1));
    Tuning found = Tuning.of(three, grid(10, Method.MINMAX), 3, 1);
    assertThat(plan(found)).isEqualTo("bm25(22) + dense(22) | minmax(0.4, 0.6)");
    assertThat(found.alone().get(1)).isZero();
    assertThat(found.any().overall().share(1)).isZero();
  }

  @Test
  void whatFusingDoesNotImproveStaysAlone(Random random) {
    Tuning.Judged two = noisy(0.5, random);
    Run perfect = RunFusion.fuse(two.runs(), Fusion.parse("minmax", 2), Integer.MAX_VALUE);
    Tuning found =
        Tuning.of(judged(two.runs().getFirst(), perfect), grid(4, Method.ZSCORE, Method.RRF), 5, 1);
    assertThat(plan(found)).isEqualTo("tokens(22)");
    assertThat(found.gain().difference()).isZero();
    assertThat(found.gain().pRandomisation()).isEqualTo(1);
  }

  /// One relevant document anywhere, so the order of a list does not matter to what it is worth: `E
  /// = Σ 1 / log₂(i + 1) / n` over the first ten of `n` documents.
  @Test
  void judgementsByChanceGiveNoGain(Random random) {
    int rounds = 40;
    double mean = 0;
    double squares = 0;
    for (int rank = 1; rank <= 10; rank++) {
      double gain = Math.log(2) / Math.log(rank + 1);
      mean += gain / DOCUMENTS;
      squares += gain * gain / DOCUMENTS;
    }
    double heldOut = 0;
    for (int round = 0; round < rounds; round++) {
      Tuning found = Tuning.of(byChance(random), grid(4, Method.MINMAX), 5, random.nextLong());
      heldOut += found.any().heldOutMean() / rounds;
    }
    double deviation = Math.sqrt(squares - mean * mean);
    assertThat(heldOut).isCloseTo(mean, within(SIGMAS * deviation / Math.sqrt(rounds * QUERIES)));
  }

  private static Tuning.Judged byChance(Random random) {
    List<Run> runs = new ArrayList<>();
    for (int source = 0; source < 3; source++) {
      Run.Builder run = Run.builder();
      for (int query = 0; query < QUERIES; query++) {
        for (int document = 0; document < DOCUMENTS; document++) {
          run.add("q" + query, "d" + document, random.nextFloat());
        }
      }
      runs.add(run.build());
    }
    Qrels.Builder shuffled = Qrels.builder();
    for (int query = 0; query < QUERIES; query++) {
      shuffled.add("q" + query, "d" + random.nextInt(DOCUMENTS), 1);
    }
    return new Tuning.Judged(
        List.of("bm25(9)", "tokens(9)", "dense(9)"), runs, shuffled.build(), NDCG);
  }

  @Test
  void aBlendIsWorthWhatItsRunIsWorth(Random random) {
    Tuning.Judged judged = byChance(random);
    Tuning found = Tuning.of(judged, grid(3, Method.RRF), 2, 1);
    Evaluation alone = Evaluation.of(judged.runs().get(1), judged.qrels(), List.of(NDCG));
    assertThat(found.alone().get(1)).isCloseTo(alone.mean(NDCG), within(1e-12));
    Run fused = RunFusion.fuse(judged.runs(), Fusion.parse("rrf", 3), Integer.MAX_VALUE);
    Evaluation equal = Evaluation.of(fused, judged.qrels(), List.of(NDCG));
    assertThat(found.methods().getFirst().equal()).isCloseTo(equal.mean(NDCG), within(1e-12));
    assertThat(found.gain().mean1()).isCloseTo(Collections.max(found.alone()), within(1e-12));
    assertThat(found.gain().mean2()).isCloseTo(found.any().heldOutMean(), within(1e-12));
  }

  @Test
  void whatCannotBeChosenByIsRefused(Random random) {
    Tuning.Judged good = noisy(0.5, random);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tuning.of(good, grid(4, Method.MINMAX), QUERIES + 1, 1))
        .withMessageContaining("60 judged queries cannot fill 61 folds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tuning.of(good, grid(0, Method.MINMAX), 5, 1))
        .withMessageContaining("in one step or more, got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> grid(4))
        .withMessageContaining("no method of fusion");
    Run nothing = Run.builder().build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tuning.of(judged(nothing, nothing), grid(4, Method.RRF), 5, 1))
        .withMessageContaining("no source found anything for the judged queries");
    Run infinite = Run.builder().add("q0", "best", Float.POSITIVE_INFINITY).build();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Tuning.of(judged(infinite, good.runs().get(1)), grid(4, Method.RRF), 5, 1))
        .withMessageContaining("document 'best' of query 'q0' has the score Infinity");
  }

  @Test
  void aGridHasEverySourceAloneAndAllWeightsInSteps() {
    List<Blend> blends = List.copyOf(new BlendGrid(3, 4).of(Method.DBSF));
    // C(6, 2) ways to deal out four parts, and all three the same.
    assertThat(blends).hasSize(15 + 1);
    List<String> names = List.of("bm25(1)", "tokens(2)", "dense(3)");
    assertThat(blends.stream().map(blend -> blend.plan(names)))
        .startsWith("bm25(1)", "tokens(2)", "dense(3)", "bm25(1) + tokens(2) + dense(3) | dbsf")
        .contains(
            "bm25(1) + dense(3) | dbsf(0.25, 0.75)",
            "bm25(1) + tokens(2) + dense(3) | dbsf(0.25, 0.25, 0.5)")
        .doesNotHaveDuplicates();
    for (Blend blend : blends) {
      double all = IntStream.range(0, 3).mapToDouble(blend::share).sum();
      assertThat(all).isCloseTo(1, within(1e-12));
    }
    assertThat(new BlendGrid(2, 10).of(Method.RRF)).hasSize(2 + 1 + 4 * 9);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BlendGrid(1, 4))
        .withMessageContaining("two sources or more");
  }
}
