package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pleiad.testkit.Seed;

/// The numbers are those of SciPy; `lab/golden/significance.py` says how they were made.
@ExtendWith(Seed.class)
class PairedDifferencesTest {
  private static final long SEED = 7;
  private static final double SIGMAS = 5;

  record Golden(
      List<Double> differences, double t, double randomisation, boolean exact, Interval ends) {
    static Golden read(String line) {
      String[] fields = line.split("\t", -1);
      return new Golden(
          Arrays.stream(fields[0].split(" ", -1)).map(Double::valueOf).toList(),
          Double.parseDouble(fields[1]),
          Double.parseDouble(fields[2]),
          fields[3].equals("exact"),
          new Interval(Double.parseDouble(fields[4]), Double.parseDouble(fields[5])));
    }
  }

  static List<Golden> goldens() throws IOException, URISyntaxException {
    var file = PairedDifferencesTest.class.getResource("significance.tsv");
    return Files.readAllLines(Path.of(Objects.requireNonNull(file).toURI())).stream()
        .map(Golden::read)
        .toList();
  }

  private static PairedDifferences of(Double... differences) {
    return new PairedDifferences(
        Arrays.stream(differences).mapToDouble(Double::doubleValue).toArray());
  }

  private static PairedDifferences of(List<Double> differences) {
    return of(differences.toArray(Double[]::new));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void theTTestIsThatOfSciPy(Golden golden) {
    assertThat(of(golden.differences()).t())
        .isCloseTo(golden.t(), within(1e-12 + 1e-9 * golden.t()));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void theRandomisationTestIsThatOfSciPy(Golden golden) {
    double p = golden.randomisation();
    double chance = SIGMAS * Math.sqrt(p * (1 - p) * (1.0 / 100_000 + 1.0 / 400_000)) + 2e-5;
    assertThat(of(golden.differences()).randomisation(SEED))
        .isCloseTo(p, within(golden.exact() ? 1e-12 : chance));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void theIntervalIsThatOfSciPy(Golden golden) {
    Interval interval = of(golden.differences()).interval(SEED);
    // 10,000 resamples place the 2.5 % point to .027 deviations; where values step by .1, as
    // precisions do, means step by .1/n.
    double deviation = (golden.ends().high() - golden.ends().low()) / (2 * 1.96);
    double step = 0.1 / golden.differences().size();
    double tolerance = Math.max(SIGMAS * 0.027 * deviation, 1.01 * step);
    assertThat(interval.low()).isCloseTo(golden.ends().low(), within(tolerance));
    assertThat(interval.high()).isCloseTo(golden.ends().high(), within(tolerance));
  }

  @Test
  void chanceIsNeverImpossible() {
    Double[] better = Collections.nCopies(400, 0.5).toArray(Double[]::new);
    assertThat(of(better).randomisation(SEED)).isEqualTo(1 / 100_001.0);
    assertThat(of(0.5).randomisation(SEED)).isEqualTo(1);
    assertThat(of(0.5, 0.25).randomisation(SEED)).isEqualTo(0.5);
  }

  @Test
  void noDifferenceIsNoEvidence() {
    PairedDifferences none = of(0.0, -0.0, 0.0);
    assertThat(none.randomisation(SEED)).isEqualTo(1);
    assertThat(none.t()).isEqualTo(1);
    assertThat(none.interval(SEED)).isEqualTo(new Interval(0, 0));
    assertThat(none.mean()).isZero();
  }

  @Test
  void ofOneQueryTheTTestSaysNothing() {
    assertThat(of(0.5).t()).isNaN();
    assertThat(of(0.5).interval(SEED)).isEqualTo(new Interval(0.5, 0.5));
  }

  @Test
  void ofNoQueryNothingIsTested() {
    assertThatIllegalArgumentException().isThrownBy(() -> of()).withMessageContaining("nothing");
  }

  @Test
  void queriesWithoutADifferenceDoNotChangeTheRandomisation() {
    assertThat(of(0.5, -0.1, 0.3, 0.0, 0.0).randomisation(SEED))
        .isEqualTo(of(0.5, -0.1, 0.3).randomisation(SEED));
  }

  @Test
  void theOtherSignsGiveTheSameChanceAndTheOtherEnds(Random random) {
    for (int queries : new int[] {2, 3, 20, 21, 22, 63, 64, 65, 130}) {
      List<Double> forth = random.doubles(queries, -0.5, 1).boxed().toList();
      List<Double> back = forth.stream().map(each -> -each).toList();
      assertThat(of(back).randomisation(SEED)).isEqualTo(of(forth).randomisation(SEED));
      assertThat(of(back).t()).isEqualTo(of(forth).t());
      Interval there = of(forth).interval(SEED);
      Interval here = of(back).interval(SEED);
      assertThat(here.low()).isCloseTo(-there.high(), within(1e-12));
      assertThat(here.high()).isCloseTo(-there.low(), within(1e-12));
    }
  }

  @Test
  void randomSignsAgreeWithAllSigns(Random random) {
    List<Double> few = random.doubles(20, -0.2, 0.4).boxed().toList();
    double exact = of(few).randomisation(SEED);
    // One difference more, too small to matter, and signs are drawn instead of tried.
    List<Double> more = new ArrayList<>(few);
    more.add(1e-14);
    assertThat(of(more).randomisation(SEED))
        .isCloseTo(exact, within(SIGMAS * Math.sqrt(exact * (1 - exact) / 100_000) + 2e-5));
  }

  @Test
  void theSameSeedGivesTheSame(Random random) {
    List<Double> differences = random.doubles(50, -0.5, 0.6).boxed().toList();
    assertThat(of(differences).randomisation(SEED)).isEqualTo(of(differences).randomisation(SEED));
    assertThat(of(differences).interval(SEED)).isEqualTo(of(differences).interval(SEED));
    assertThat(of(differences).interval(SEED)).isNotEqualTo(of(differences).interval(SEED + 1));
  }
}
