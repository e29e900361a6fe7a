package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.QueryTimeout;
import org.jspecify.annotations.Nullable;
import pleiad.index.MultiVectorField;
import pleiad.index.MultiVectorValues;

/// How many candidates a search of one field needs to find its share of the best documents, as
/// measured on the documents themselves.
///
/// @param documents of the index when it was measured
/// @param levels for 1, 10 and 100 documents wanted
public record Calibration(int documents, List<Level> levels) {
  /// Candidates by the share of the best `k` documents that is among them.
  ///
  /// @param k documents wanted
  /// @param candidates for each of [#RECALLS]
  public record Level(int k, List<Integer> candidates) {
    public Level {
      candidates = List.copyOf(candidates);
    }
  }

  /// The shares that are measured.
  public static final List<Double> RECALLS = List.of(0.9, 0.95, 0.98, 0.99, 0.995);

  /// The numbers of documents wanted that are measured.
  static final List<Integer> KS = List.of(1, 10, 100);

  private static final int OUTGROWN = 2;
  private static final String VERSION = "1";

  /// @throws IllegalArgumentException when it is not for every `k` and every recall, each at least
  ///   one candidate
  public Calibration {
    levels = List.copyOf(levels);
    boolean sound =
        documents > 0
            && levels.stream().map(Level::k).toList().equals(KS)
            && levels.stream()
                .map(Level::candidates)
                .allMatch(
                    each -> each.size() == RECALLS.size() && each.stream().allMatch(n -> n > 0));
    if (!sound) {
      throw new IllegalArgumentException(
          "no calibration for %s documents wanted and recalls of %s: %d documents, %s"
              .formatted(KS, RECALLS, documents, levels));
    }
  }

  /// Whether a segment has what is measured: codes, and mean vectors by which candidates are found.
  static boolean has(LeafReader segment, String field) throws IOException {
    MultiVectorValues values = MultiVectorValues.of(segment, field);
    return values != null
        && values.codebook() != null
        && segment.getByteVectorValues(MultiVectorField.mean(field)) != null;
  }

  /// Whether there is something to measure that the calibration does not know: an index that has
  /// none, or twice the documents since.
  public static boolean isDue(@Nullable Calibration before, IndexReader reader, String field)
      throws IOException {
    if (before != null && reader.maxDoc() / OUTGROWN < before.documents()) {
      return false;
    }
    for (LeafReaderContext leaf : reader.leaves()) {
      if (has(leaf.reader(), field)) {
        return true;
      }
    }
    return false;
  }

  /// Measures with spans of the index's documents as queries.
  ///
  /// @param limit when to make do with what was measured
  /// @return null when there is nothing to measure: no codes, no mean vectors, or no time
  public static @Nullable Calibration measure(IndexReader reader, String field, QueryTimeout limit)
      throws IOException {
    return new Calibrator(reader, field, limit).measure();
  }

  /// The candidates for so many documents wanted of so many.
  ///
  /// Between measured shares it is the next larger one's; beyond the largest they double for every
  /// halving of what may be missing. Between the measured `k` they grow evenly in logarithms,
  /// beyond with `k`. An index that has grown since needs more, as [MaxSimOptions] has it.
  int candidates(double recall, int wanted, int now) {
    int column = 0;
    while (column < RECALLS.size() - 1 && RECALLS.get(column) < recall) {
      column++;
    }
    double beyond = Math.max(1, (1 - RECALLS.get(column)) / (1 - recall));
    double growth = MaxSimOptions.growth((double) now / documents);
    double needed = measured(column, wanted) * beyond * growth;
    return Math.clamp(Math.round(needed), wanted, Math.max(wanted, now));
  }

  private double measured(int column, int wanted) {
    Level last = levels.getLast();
    if (wanted >= last.k()) {
      return (double) last.candidates().get(column) * wanted / last.k();
    }
    int above = 1;
    while (levels.get(above).k() < wanted) {
      above++;
    }
    return between(levels.get(above - 1), levels.get(above), column, wanted);
  }

  private static double between(Level low, Level high, int column, int wanted) {
    int lower = low.candidates().get(column);
    int upper = high.candidates().get(column);
    double way = Math.log((double) wanted / low.k()) / Math.log((double) high.k() / low.k());
    return lower * Math.pow((double) upper / lower, way);
  }

  /// Reads what [#toString()] wrote; null when another version of Pleiad wrote it.
  ///
  /// @throws IllegalArgumentException when it does not add up
  public static @Nullable Calibration parse(String text) {
    String[] parts = text.split(" ", -1);
    if (!parts[0].equals(VERSION)) {
      return null;
    }
    if (!text.matches("\\d+ \\d+( \\d+:\\d+(,\\d+)*)*")) {
      throw new IllegalArgumentException("no calibration: '" + text + "'");
    }
    List<Level> levels = new ArrayList<>();
    for (String part : Arrays.asList(parts).subList(2, parts.length)) {
      String[] level = part.split("[:,]", -1);
      levels.add(
          new Level(
              Integer.parseInt(level[0]),
              Arrays.stream(level).skip(1).map(Integer::valueOf).toList()));
    }
    return new Calibration(Integer.parseInt(parts[1]), levels);
  }

  /// One line: version, documents, and for each `k` the candidates, as in `1 5183 1:4,9,20,31,31
  /// …`.
  @Override
  public String toString() {
    return levels.stream()
        .map(
            level ->
                level.k()
                    + ":"
                    + level.candidates().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(",")))
        .collect(Collectors.joining(" ", VERSION + " " + documents + " ", ""));
  }
}
