package pleiad.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedQualityTest {
  private static final Measure RR = Measure.parse("RR");
  private static final Measure NDCG = Measure.parse("nDCG@10");

  @TempDir Path folder;

  /// Of two queries one is answered by its relevant document: RR and nDCG are 0.5.
  private static Evaluation evaluation() {
    Qrels qrels = Qrels.builder().add("q1", "a", 1).add("q2", "a", 1).build();
    Run run = Run.builder().add("q1", "a", 1).build();
    return Evaluation.of(run, qrels, List.of(RR, NDCG));
  }

  private static ExpectedQuality.Row row(double expected, double tolerance) {
    return new ExpectedQuality.Row("bm25(10)", tolerance, Map.of(RR, expected));
  }

  @ParameterizedTest
  @CsvSource({
    "0.5,   0,    false, false",
    "0.6,   0.05, true,  false",
    "0.4,   0.05, false, true",
    "0.55,  0.05, false, false",
    "0.45,  0.05, false, false",
    "0.501, 0,    true,  false"
  })
  void aMeasureFellWhenItIsFurtherBelowThanTolerated(
      double expected, double tolerance, boolean fell, boolean rose) {
    ExpectedQuality.Outcome outcome = row(expected, tolerance).outcomes(evaluation()).getFirst();
    assertThat(outcome.fell()).isEqualTo(fell);
    assertThat(outcome.rose()).isEqualTo(rose);
    assertThat(outcome.difference()).isCloseTo(0.5 - expected, within(1e-12));
  }

  @Test
  void roundingInTheFileIsNoFall() {
    assertThat(row(0.5000004, 0).outcomes(evaluation()).getFirst().fell()).isFalse();
  }

  @Test
  void whatIsWrittenReadsBackTheSame() throws IOException {
    ExpectedQuality written =
        new ExpectedQuality(
            "tiny",
            Map.of("split", "test", "k", "100"),
            List.of(row(1 / 3.0, 0.01), new ExpectedQuality.Row("x", 0, Map.of(NDCG, 1.0))));
    Path file = folder.resolve("tiny.json");
    written.write(file);
    ExpectedQuality read = ExpectedQuality.read(file);
    assertThat(read.collection()).isEqualTo("tiny");
    assertThat(read.settings()).isEqualTo(written.settings());
    assertThat(read.row("bm25(10)").measures()).containsEntry(RR, 0.333333);
    assertThat(read.row("bm25(10)").tolerance()).isEqualTo(0.01);
    assertThat(read.row("x")).isEqualTo(written.row("x"));
  }

  @Test
  void aPlanOfWhichNothingIsExpectedIsRefused() {
    ExpectedQuality quality = new ExpectedQuality("tiny", Map.of(), List.of(row(1, 0)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> quality.row("dense(5)"))
        .withMessage("nothing is expected of the plan 'dense(5)', only of [bm25(10)]");
  }

  @Test
  void anotherSettingIsRefused() {
    ExpectedQuality quality =
        new ExpectedQuality("tiny", Map.of("codec", "residual"), List.of(row(1, 0)));
    quality.requireSame(Map.of("codec", "residual", "beside", "that"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> quality.requireSame(Map.of("codec", "int8")))
        .withMessageContaining("'tiny' is that with codec residual and not int8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> quality.requireSame(Map.of()))
        .withMessageContaining("codec residual and not none");
  }

  @Test
  void whatDoesNotComeWithPleiadIsAskedFor() {
    assertThatThrownBy(() -> ExpectedQuality.named("nowhere"))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("expected/nowhere.json")
        .hasMessageContaining("give a file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adi",
        "cacm",
        "cisi",
        "climate-fever-sentences",
        "cranfield",
        "pubmedqa",
        "scifact"
      })
  void whatComesWithPleiadCanBeRead(String collection) throws IOException {
    ExpectedQuality quality = ExpectedQuality.named(collection);
    assertThat(quality.collection()).isEqualTo(collection);
    assertThat(quality.settings()).containsKeys("split", "model", "codec", "k");
    assertThat(quality.rows())
        .extracting(ExpectedQuality.Row::plan)
        .containsExactly("bm25(100)", "tokens(100)", "bm25(1000) | maxsim(100)", "balanced");
    assertThat(quality.rows())
        .allSatisfy(
            row -> {
              assertThat(row.tolerance()).isBetween(0.0, 0.01);
              assertThat(row.measures()).containsKeys(NDCG);
              assertThat(row.measures().values()).allMatch(value -> value > 0.1 && value <= 1);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                                                          | one JSON object
          []                                                          | one JSON object
          {                                                           | is no JSON, line 1
          {}                                                          | an object "settings", found none
          {"settings":{}}                                             | a list "plans"
          {"settings":{},"plans":[]}                                  | a list "plans"
          {"settings":{},"plans":[1]}                                 | objects in "plans", found 1
          {"settings":{},"plans":[{"plan":"x"}]}                      | an object "measures"
          {"settings":{},"plans":[{"plan":"x","measures":{}}]}        | a measure at least
          {"settings":{},"plans":[{"plan":"x","measures":{"RR":"a"}}]} | a number "RR", found a
          {"settings":{},"plans":[{"plan":"x","measures":{"RR":1}}]}  | a number "tolerance", found none
          {"settings":{},"plans":[{"tolerance":0,"measures":{"RR":1}}]} | a string "plan", found none
          """)
  void whatIsNoExpectationIsRefused(String content, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.json"), content);
    assertThatThrownBy(() -> ExpectedQuality.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(problem);
  }

  @Test
  void aToleranceBelowZeroIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> row(1, -0.1))
        .withMessageContaining("a tolerance is a number from 0");
    assertThatIllegalArgumentException().isThrownBy(() -> row(1, Double.NaN));
  }
}
