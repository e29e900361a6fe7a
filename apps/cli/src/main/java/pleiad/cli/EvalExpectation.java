package pleiad.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import pleiad.eval.ExpectedQuality;
import pleiad.eval.ExpectedQuality.Outcome;
import pleiad.eval.Measure;

/// Whether what `eval` measures is held beside an expectation, or becomes one.
final class EvalExpectation {
  /// What `--check` without a file is.
  private static final String NAMED = "";

  @Option(
      names = "--check",
      arity = "0..1",
      fallbackValue = NAMED,
      paramLabel = "FILE",
      description =
          "Run the plans of an expectation, and exit with 1 when a measure fell by more than it tolerates. Without a file: what comes with Pleiad for a collection of this name.")
  private @Nullable String check;

  @Option(
      names = "--expect",
      paramLabel = "FILE",
      description = "Write what was measured as an expectation.")
  private @Nullable Path expect;

  @Option(
      names = "--tolerance",
      description =
          "By how much a measure may fall below the expectation that is written (default: ${DEFAULT-VALUE}).")
  private double tolerance = ExpectedQuality.TOLERANCE;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EvalExpectation() {}

  /// What is expected of a collection; null when nobody asked.
  @Nullable ExpectedQuality read(Path collection) throws IOException {
    if (check == null) {
      return null;
    }
    if (expect != null) {
      throw new IllegalArgumentException("give --check or --expect, and not both");
    }
    return check.equals(NAMED)
        ? ExpectedQuality.named(name(collection))
        : ExpectedQuality.read(Path.of(check));
  }

  /// Holds the rows beside what is expected of their plans.
  QualityCheck compare(ExpectedQuality expected, List<EvalReport.Row> rows) {
    List<Outcome> outcomes = new ArrayList<>();
    rows.forEach(row -> outcomes.addAll(expected.row(row.plan()).outcomes(row.evaluation())));
    return new QualityCheck(
        NAMED.equals(check) ? "Pleiad for " + expected.collection() : String.valueOf(check),
        outcomes);
  }

  /// Writes an expectation where one was asked for.
  void write(EvalReport report, Map<String, String> settings, Output output) throws IOException {
    if (expect == null) {
      return;
    }
    List<ExpectedQuality.Row> rows = new ArrayList<>();
    for (EvalReport.Row row : report.rows()) {
      Map<Measure, Double> measures = new LinkedHashMap<>();
      report.measures().forEach(each -> measures.put(each, row.evaluation().mean(each)));
      rows.add(new ExpectedQuality.Row(row.plan(), tolerance, measures));
    }
    new ExpectedQuality(name(report.collection()), settings, rows).write(expect);
    output.say("expectation of %d plans written to %s", rows.size(), expect);
  }

  private static String name(Path collection) throws IOException {
    return String.valueOf(collection.toRealPath().getFileName());
  }
}
