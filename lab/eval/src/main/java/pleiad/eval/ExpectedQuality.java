package pleiad.eval;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How good plans were on a collection, kept as a file, so that a later run can be held beside it.
///
/// @param collection its name
/// @param settings what else must be as it was, by name: split, model, code and so on
/// @param rows one a plan
public record ExpectedQuality(String collection, Map<String, String> settings, List<Row> rows) {
  /// By how much a measure may fall unless somebody says otherwise.
  public static final double TOLERANCE = 0.005;

  public ExpectedQuality {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    rows = List.copyOf(rows);
  }

  /// What is expected of one plan.
  ///
  /// @param plan as it was given
  /// @param tolerance by how much a measure may differ
  /// @param measures means over all judged queries
  public record Row(String plan, double tolerance, Map<Measure, Double> measures) {
    /// @throws IllegalArgumentException when the tolerance is no number from 0
    public Row {
      if (!(tolerance >= 0 && Double.isFinite(tolerance))) {
        throw new IllegalArgumentException(
            "a tolerance is a number from 0, plan '%s' has %s".formatted(plan, tolerance));
      }
      measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
    }

    /// What an evaluation makes of the plan's measures.
    ///
    /// @throws IllegalArgumentException when a measure was not evaluated
    public List<Outcome> outcomes(Evaluation evaluation) {
      List<Outcome> outcomes = new ArrayList<>();
      measures.forEach(
          (measure, expected) ->
              outcomes.add(
                  new Outcome(plan, measure, expected, evaluation.mean(measure), tolerance)));
      return outcomes;
    }
  }

  /// What a measure was expected to be, and what it is.
  public record Outcome(
      String plan, Measure measure, double expected, double measured, double tolerance) {
    /// Files have so many decimals that a rounded value is no fall by itself.
    private static final double ROUNDING = 1e-6;

    /// By how much the measure rose; negative when it fell.
    public double difference() {
      return measured - expected;
    }

    /// Whether it fell by more than is tolerated.
    public boolean fell() {
      return difference() < -(tolerance + ROUNDING);
    }

    /// Whether it rose by more than is tolerated, so that more can be expected from now on.
    public boolean rose() {
      return difference() > tolerance + ROUNDING;
    }
  }

  /// Reads a file.
  ///
  /// @throws IOException when it is not there, or holds something else
  public static ExpectedQuality read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ExpectedQualityJson.read(in, file.toString());
    }
  }

  /// Reads what comes with Pleiad for a collection.
  ///
  /// @throws NoSuchFileException when nothing does
  public static ExpectedQuality named(String collection) throws IOException {
    String name = "expected/" + collection + ".json";
    try (InputStream in = ExpectedQuality.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new NoSuchFileException(
            name,
            null,
            "no expected quality of a collection '%s' comes with Pleiad; give a file"
                .formatted(collection));
      }
      return ExpectedQualityJson.read(in, name);
    }
  }

  /// Writes a file that [#read] reads; figures are rounded to 6 decimals.
  public void write(Path file) throws IOException {
    ExpectedQualityJson.write(this, file);
  }

  /// The expectations of a plan.
  ///
  /// @throws IllegalArgumentException when there are none; the message lists those there are
  public Row row(String plan) {
    return rows.stream()
        .filter(row -> row.plan().equals(plan))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "nothing is expected of the plan '%s', only of %s"
                        .formatted(plan, rows.stream().map(Row::plan).toList())));
  }

  /// Sees that a run was done as the one whose quality is expected.
  ///
  /// @param actual by the names of the settings
  /// @throws IllegalArgumentException that says what differs
  public void requireSame(Map<String, String> actual) {
    List<String> others = new ArrayList<>();
    settings.forEach(
        (name, expected) -> {
          String found = actual.getOrDefault(name, "none");
          if (!found.equals(expected)) {
            others.add("%s %s and not %s".formatted(name, expected, found));
          }
        });
    if (!others.isEmpty()) {
      throw new IllegalArgumentException(
          "the quality expected of '%s' is that with %s; run it so, or write another expectation"
              .formatted(collection, String.join(", ", others)));
    }
  }
}
