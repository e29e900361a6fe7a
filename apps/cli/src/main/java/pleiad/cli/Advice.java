package pleiad.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import pleiad.Probe;

/// Which of some plans to take, and why: the fastest of those that are good enough.
///
/// @param rows what was measured, in the order asked for
/// @param plan to take
/// @param reason in the words of what was measured
record Advice(List<Advice.Row> rows, String plan, String reason) {
  /// By how much less a measure may be than the best.
  static final double NEARLY = 0.01;

  Advice {
    rows = List.copyOf(rows);
  }

  /// What a plan is good for.
  ///
  /// @param quality mean over queries, from 0 to 1
  /// @param simple the mean over queries that are no longer than the median
  /// @param complex the mean over longer ones; NaN where none is
  /// @param millis the median time of a search, its query's encoding included
  record Row(String plan, double quality, double simple, double complex, double millis) {
    /// @param values of each query
    /// @param lengths of each query
    static Row of(String plan, List<Double> values, List<Integer> lengths, double millis) {
      int median = lengths.stream().sorted().toList().get((lengths.size() - 1) / 2);
      List<Double> shorter = new ArrayList<>();
      List<Double> longer = new ArrayList<>();
      for (int query = 0; query < values.size(); query++) {
        (lengths.get(query) > median ? longer : shorter).add(values.get(query));
      }
      return new Row(plan, mean(values), mean(shorter), mean(longer), millis);
    }

    private static double mean(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
  }

  /// By judgements: the fastest within a hundredth of the best.
  ///
  /// @param measure its name
  static Advice judged(List<Row> rows, String measure) {
    Row best = best(rows);
    Row taken = fastest(rows, best.quality() - NEARLY);
    String has = "%s %.3f in %.1f ms".formatted(measure, taken.quality(), taken.millis());
    String reason =
        taken.equals(best)
            ? has + ", and nothing faster is within %s of it".formatted(NEARLY)
            : has
                + ", within %s of the best (%s: %.3f in %.1f ms), at %.2f of its time"
                    .formatted(
                        NEARLY,
                        best.plan(),
                        best.quality(),
                        best.millis(),
                        taken.millis() / best.millis());
    return new Advice(rows, taken.plan(), reason + forComplex(rows, taken, measure));
  }

  /// By agreement with exact late interaction: the fastest that has nine of its ten.
  static Advice sampled(List<Row> rows) {
    Row best = best(rows);
    Row taken = fastest(rows, Math.min(Probe.FIT, best.quality()));
    String has =
        "%.3f of exact late interaction's best ten in %.1f ms"
            .formatted(taken.quality(), taken.millis());
    String reason =
        taken.quality() >= Probe.FIT
            ? has + ", the fastest with at least %s".formatted(Probe.FIT)
            : has + ", the most of all, and less than %s".formatted(Probe.FIT);
    return new Advice(rows, taken.plan(), reason);
  }

  private static String forComplex(List<Row> rows, Row taken, String measure) {
    return rows.stream()
        .filter(row -> row.complex() > taken.complex() + NEARLY)
        .max(Comparator.comparingDouble(Row::complex))
        .map(
            row ->
                "; for the longer half of the queries %s is better, %s %.3f to %.3f"
                    .formatted(row.plan(), measure, row.complex(), taken.complex()))
        .orElse("");
  }

  private static Row best(List<Row> rows) {
    return rows.stream()
        .max(
            Comparator.comparingDouble(Row::quality)
                .thenComparing(Comparator.comparingDouble(Row::millis).reversed()))
        .orElseThrow(() -> new IllegalArgumentException("no plans, so there is nothing to advise"));
  }

  private static Row fastest(List<Row> rows, double least) {
    return rows.stream()
        .filter(row -> row.quality() >= least)
        .min(Comparator.comparingDouble(Row::millis))
        .orElseThrow();
  }
}
