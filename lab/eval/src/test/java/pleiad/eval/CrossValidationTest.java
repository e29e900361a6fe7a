package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.eval.CrossValidation.Choice;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class CrossValidationTest {
  private static final double SIGMAS = 5;
  private static final double UNIFORM_DEVIATION = Math.sqrt(1 / 12.0);

  private static SequencedMap<String, double[]> noise(int settings, int queries, Random random) {
    SequencedMap<String, double[]> values = new LinkedHashMap<>();
    for (int setting = 0; setting < settings; setting++) {
      values.put("s" + setting, random.doubles(queries).toArray());
    }
    return values;
  }

  /// The slow obvious way: the setting with the largest sum over the queries of other folds.
  private static String bestElsewhere(
      SequencedMap<String, double[]> values, CrossValidation folds, int fold) {
    String best = "";
    double most = -1;
    for (Map.Entry<String, double[]> each : values.entrySet()) {
      double sum = 0;
      for (int query = 0; query < folds.queries(); query++) {
        if (folds.fold(query) != fold) {
          sum += each.getValue()[query];
        }
      }
      if (sum > most) {
        most = sum;
        best = each.getKey();
      }
    }
    return best;
  }

  @Test
  void eachFoldGetsWhatIsBestElsewhere(Random random) {
    SequencedMap<String, double[]> values = noise(30, 23, random);
    CrossValidation folds = CrossValidation.of(23, 4, random.nextLong());
    Choice<String> choice = folds.choose(values);
    assertThat(choice.byFold()).hasSize(4);
    for (int fold = 0; fold < 4; fold++) {
      assertThat(choice.byFold().get(fold)).isEqualTo(bestElsewhere(values, folds, fold));
    }
    assertThat(choice.overall()).isEqualTo(bestElsewhere(values, folds, 4));
    double sum = 0;
    for (int query = 0; query < 23; query++) {
      double[] chosen = values.get(choice.byFold().get(folds.fold(query)));
      assertThat(choice.heldOut().get(query)).isEqualTo(chosen == null ? -1 : chosen[query]);
      sum += choice.heldOut().get(query);
    }
    assertThat(choice.heldOutMean()).isCloseTo(sum / 23, within(1e-12));
  }

  @Test
  void aQueryHasNoSayInWhatItIsMeasuredWith(Random random) {
    CrossValidation folds = CrossValidation.of(40, 5, random.nextLong());
    SequencedMap<String, double[]> values = noise(20, 40, random);
    Choice<String> before = folds.choose(values);
    for (int fold = 0; fold < 5; fold++) {
      SequencedMap<String, double[]> changed = new LinkedHashMap<>();
      int own = fold;
      values.forEach(
          (setting, theirs) -> {
            double[] other = theirs.clone();
            Arrays.setAll(
                other, query -> folds.fold(query) == own ? random.nextDouble() : theirs[query]);
            changed.put(setting, other);
          });
      assertThat(folds.choose(changed).byFold().get(fold)).isEqualTo(before.byFold().get(fold));
    }
  }

  @Test
  void amongSettingsThatDifferByChanceAloneNothingIsGained(Random random) {
    int rounds = 100;
    int queries = 60;
    double heldOut = 0;
    double flattered = 0;
    for (int round = 0; round < rounds; round++) {
      SequencedMap<String, double[]> values = noise(100, queries, random);
      Choice<String> choice = CrossValidation.of(queries, 5, random.nextLong()).choose(values);
      heldOut += choice.heldOutMean() / rounds;
      double[] best = values.getOrDefault(choice.overall(), new double[0]);
      flattered += Arrays.stream(best).average().orElse(0) / rounds;
    }
    double tolerance = SIGMAS * UNIFORM_DEVIATION / Math.sqrt(rounds * queries);
    assertThat(heldOut).isCloseTo(0.5, within(tolerance));
    assertThat(flattered).as("of the queries that it was chosen by").isGreaterThan(0.5 + tolerance);
  }

  @Test
  void foldsAreAsLargeAsEachOtherAndComeFromTheSeed() {
    CrossValidation folds = CrossValidation.of(23, 5, 3);
    int[] sizes = new int[5];
    for (int query = 0; query < 23; query++) {
      sizes[folds.fold(query)]++;
    }
    assertThat(sizes).containsExactly(5, 5, 5, 4, 4);
    CrossValidation same = CrossValidation.of(23, 5, 3);
    CrossValidation other = CrossValidation.of(23, 5, 4);
    boolean differs = false;
    for (int query = 0; query < 23; query++) {
      assertThat(same.fold(query)).isEqualTo(folds.fold(query));
      differs |= other.fold(query) != folds.fold(query);
    }
    assertThat(differs).isTrue();
  }

  @Test
  void ofEquallyGoodSettingsTheFirstIsChosen() {
    SequencedMap<String, double[]> values = new LinkedHashMap<>();
    values.put("first", new double[] {0.1, 0.2, 0.3});
    values.put("second", new double[] {0.3, 0.1, 0.2});
    assertThat(CrossValidation.of(3, 3, 1).choose(values).overall()).isEqualTo("first");
    values.put("better", new double[] {0.4, 0.3, 0.4});
    Choice<String> choice = CrossValidation.of(3, 3, 1).choose(values);
    assertThat(choice.overall()).isEqualTo("better");
    assertThat(choice.byFold()).containsOnly("better");
  }

  @Test
  void asManyFoldsAsQueriesLeaveOneOut() {
    CrossValidation folds = CrossValidation.of(2, 2, 1);
    SequencedMap<String, double[]> values = new LinkedHashMap<>();
    values.put("a", new double[] {1, 0});
    values.put("b", new double[] {0, 1});
    assertThat(folds.choose(values).heldOut()).containsExactly(0.0, 0.0);
  }

  @Test
  void whatCannotBeDealtOutOrComparedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossValidation.of(10, 1, 1))
        .withMessageContaining("two folds or more")
        .withMessageEndingWith("got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossValidation.of(3, 5, 1))
        .withMessage("3 judged queries cannot fill 5 folds; take at most 3 folds");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrossValidation.of(1, 5, 1))
        .withMessage("1 judged queries cannot fill 5 folds; take two queries at least");
    CrossValidation folds = CrossValidation.of(2, 2, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> folds.choose(new LinkedHashMap<>()))
        .withMessageContaining("no settings");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> folds.choose(one(0.5)))
        .withMessage("'only' has 1 values for 2 queries");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> folds.choose(one(0.5, Double.NaN)))
        .withMessageContaining("'only' has the value NaN for query 1");
  }

  private static SequencedMap<String, double[]> one(double... values) {
    SequencedMap<String, double[]> map = new LinkedHashMap<>();
    map.put("only", values);
    return map;
  }
}
