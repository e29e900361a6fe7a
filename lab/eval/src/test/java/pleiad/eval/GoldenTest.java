package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The numbers are those of `trec_eval`, on random cases; `src/test/golden/golden.py` says how they
/// were made.
class GoldenTest {
  private static final double WRITTEN_DIGITS = 1e-9;

  @Test
  void theMeasuresAreThoseOfTrecEval() throws IOException {
    Qrels qrels = Qrels.read(resource("golden.qrels"));
    Run run = Run.read(resource("golden.run"));
    List<String> lines = Files.readAllLines(resource("golden.tsv"));
    List<Measure> measures =
        Arrays.stream(lines.getFirst().split("\t", -1)).skip(1).map(Measure::parse).toList();

    Evaluation evaluation = Evaluation.of(run, qrels, measures);

    assertThat(lines).hasSize(qrels.queries().size() + 1);
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.split("\t", -1);
      for (int i = 0; i < measures.size(); i++) {
        assertThat(evaluation.values(measures.get(i)).get(fields[0]))
            .as("%s of %s", measures.get(i), fields[0])
            .isCloseTo(Double.parseDouble(fields[i + 1]), within(WRITTEN_DIGITS));
      }
    }
  }

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(GoldenTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
