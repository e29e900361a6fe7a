package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pleiad.encode.ParityGolden.Case;
import pleiad.encode.ParityGolden.Rows;
import pleiad.encode.ParityGolden.Scored;

/// The goldens are whole: what other tests compare with is there, and adds up.
class ParityGoldenTest {
  private static final List<String> KINDS = List.of("late interaction", "dense", "pairs");

  static Stream<ParityGolden> all() throws IOException {
    return ParityGolden.all().stream();
  }

  static Stream<ParityGolden> lateInteraction() throws IOException {
    return ParityGolden.all("late interaction").stream();
  }

  static Stream<ParityGolden> vectors() throws IOException {
    return all().filter(golden -> !golden.kind().equals("late interaction"));
  }

  @Test
  void everyKindHasCheckpoints() throws IOException {
    for (String kind : KINDS) {
      assertThat(ParityGolden.all(kind)).as(kind).hasSizeGreaterThan(3);
    }
    assertThat(all().map(ParityGolden::kind)).isSubsetOf(KINDS);
  }

  @Test
  void aCheckpointIsFoundByItsName() throws IOException {
    assertThat(ParityGolden.of("pylate-bert").cases().getFirst().text())
        .isEqualTo("What is late interaction?");
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyTokenIsAttendedToOrNot(ParityGolden golden) {
    assertThat(golden.cases()).isNotEmpty();
    for (Case one : golden.cases()) {
      assertThat(one.ids()).as(one.name()).isNotEmpty();
      assertThat(one.attention()).as(one.name()).hasSameSizeAs(one.ids()).isSubsetOf(0, 1);
      if (!one.types().isEmpty()) {
        assertThat(one.types()).as(one.name()).hasSameSizeAs(one.ids()).isSubsetOf(0, 1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyCaseHasItsVectorsAndNothingElseIsThere(ParityGolden golden) throws IOException {
    Map<String, Rows> rows = golden.rows();
    List<String> expected = new ArrayList<>();
    for (Case one : golden.cases()) {
      expected.add(one.name());
      if (golden.kind().equals("pairs")) {
        expected.add(one.logits());
      }
    }
    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    rows.forEach(
        (name, all) -> {
          assertThat(all.count()).as(name).isPositive();
          assertThat(all.dimension()).as(name).isEqualTo(golden.dimension());
        });
  }

  @ParameterizedTest
  @MethodSource("lateInteraction")
  void aVectorIsThereForEachTokenThatIsKeptAndIsOfLengthOne(ParityGolden golden)
      throws IOException {
    Map<String, Rows> all = golden.rows();
    for (Case one : golden.cases()) {
      Rows rows = Objects.requireNonNull(all.get(one.name()));
      assertThat(one.kept()).as(one.name()).hasSameSizeAs(one.ids()).isSubsetOf(0, 1);
      assertThat(rows.count())
          .as(one.name())
          .isEqualTo((int) one.kept().stream().filter(kept -> kept == 1).count());
      for (int row = 0; row < rows.count(); row++) {
        assertThat(squared(rows.row(row))).as(one.name()).isBetween(0.9999, 1.0001);
      }
    }
  }

  private static double squared(float[] row) {
    double sum = 0;
    for (float value : row) {
      sum += (double) value * value;
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("lateInteraction")
  void everyTextIsAskedInBothRoles(ParityGolden golden) {
    assertThat(about(golden, "query")).hasSizeGreaterThan(25).isEqualTo(about(golden, "document"));
  }

  private static Set<String> about(ParityGolden golden, String role) {
    return golden.cases().stream()
        .filter(one -> one.role().equals(role))
        .map(Case::about)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aTextOfADenseModelHasOneVectorAndAPairOneRowOfScores(ParityGolden golden)
      throws IOException {
    assertThat(golden.rows().values()).allMatch(rows -> rows.count() == 1);
  }

  @ParameterizedTest
  @MethodSource("all")
  void aScoreIsOfCasesThatAreThere(ParityGolden golden) {
    List<String> names = golden.cases().stream().map(Case::name).toList();
    assertThat(names).doesNotHaveDuplicates();
    for (Scored scored : golden.scores()) {
      assertThat(names).contains(scored.query(), scored.document());
      assertThat(scored.score()).isFinite();
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aCheckpointHasNoFileThatCanRunCode(ParityGolden golden) throws IOException {
    try (Stream<Path> files = Files.walk(golden.checkpoint())) {
      assertThat(files.filter(Files::isRegularFile))
          .allMatch(
              file ->
                  String.valueOf(file.getFileName())
                      .matches(".*\\.(json|safetensors|onnx|onnx\\.data|txt|metadata)"));
    }
  }
}
