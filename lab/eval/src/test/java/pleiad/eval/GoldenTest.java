package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The numbers are those of `trec_eval`, on thousands of random cases; `lab/golden/measures.py`
/// says how they were made.
class GoldenTest {
  private static final double WRITTEN_DIGITS = 1e-9;
  private static final int CASES = 2_900;

  @TempDir Path folder;

  private Run run;
  private Qrels qrels;
  private List<Measure> measures;
  private List<String> lines;
  private Evaluation evaluation;

  @BeforeEach
  void evaluate() throws IOException {
    qrels = Qrels.read(resource("golden.qrels"));
    run = Run.read(resource("golden.run"));
    lines = Files.readAllLines(resource("golden.tsv"));
    measures = Arrays.stream(lines.getFirst().split("\t", -1)).skip(1).map(Measure::parse).toList();
    evaluation = Evaluation.of(run, qrels, measures);
  }

  @Test
  void theMeasuresAreThoseOfTrecEval() {
    List<String> queries = lines.subList(1, lines.size() - 1);
    assertThat(queries).hasSize(qrels.queries().size()).hasSizeGreaterThan(CASES);
    for (String line : queries) {
      String[] fields = line.split("\t", -1);
      for (int i = 0; i < measures.size(); i++) {
        assertThat(evaluation.values(measures.get(i)).get(fields[0]))
            .as("%s of %s", measures.get(i), fields[0])
            .isCloseTo(Double.parseDouble(fields[i + 1]), within(WRITTEN_DIGITS));
      }
    }
  }

  @Test
  void theMeansCountEveryJudgedQuery() {
    String[] fields = lines.getLast().split("\t", -1);
    assertThat(fields[0]).isEqualTo("all");
    for (int i = 0; i < measures.size(); i++) {
      assertThat(evaluation.mean(measures.get(i)))
          .as("mean %s", measures.get(i))
          .isCloseTo(Double.parseDouble(fields[i + 1]), within(WRITTEN_DIGITS));
    }
  }

  @Test
  void theCasesHaveWhatRankingsTripOver() {
    assertThat(evaluation.unanswered()).hasSizeGreaterThan(50);
    assertThat(evaluation.unjudged()).hasSizeGreaterThan(50);
    assertThat(run.queries()).anyMatch(query -> run.hits(query).size() > 100);
    assertThat(run.queries()).anyMatch(query -> run.hits(query).size() == 1);
    assertThat(run.queries())
        .anyMatch(query -> run.hits(query).stream().map(Run.Hit::score).distinct().count() < 3);
    assertThat(qrels.queries()).anyMatch(query -> qrels.grades(query).containsValue(-2));
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream packed = GoldenTest.class.getResourceAsStream(name + ".gz");
        InputStream plain = new GZIPInputStream(Objects.requireNonNull(packed))) {
      Files.copy(plain, file);
    }
    return file;
  }
}
