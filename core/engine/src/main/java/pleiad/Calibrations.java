package pleiad;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.jspecify.annotations.Nullable;
import pleiad.search.Calibration;
import pleiad.search.Deadline;

/// How many candidates searches need, field by field, in the user data of Lucene commits beside the
/// [Description]. A collection without is searched by what usually serves.
///
/// | key                        | value                                                      |
/// |----------------------------|------------------------------------------------------------|
/// | `pleiad.calibration.NAME`  | as [Calibration] writes itself                             |
record Calibrations(Map<String, Calibration> byField) {
  static final Calibrations NONE = new Calibrations(Map.of());

  private static final String PREFIX = "pleiad.calibration.";

  /// Measuring is work for about two seconds; on a machine so slow that it takes this long, it
  /// ends.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  Calibrations {
    byField = Map.copyOf(byField);
  }

  /// What a commit, or the writer's own view beyond it, has.
  static Calibrations of(IndexReader reader) throws IOException {
    return reader instanceof DirectoryReader whole
        ? read(whole.getIndexCommit().getUserData())
        : NONE;
  }

  static Calibrations read(Map<String, String> data) {
    Map<String, Calibration> byField = new HashMap<>();
    data.forEach(
        (key, value) -> {
          Calibration calibration = key.startsWith(PREFIX) ? Calibration.parse(value) : null;
          if (calibration != null) {
            byField.put(key.substring(PREFIX.length()), calibration);
          }
        });
    return new Calibrations(byField);
  }

  Map<String, String> write() {
    Map<String, String> data = new HashMap<>();
    byField.forEach((field, calibration) -> data.put(PREFIX + field, calibration.toString()));
    return data;
  }

  @Nullable Calibration of(String field) {
    return byField.get(field);
  }

  /// Whether some field has outgrown what was measured.
  boolean areDue(IndexReader reader, Collection<String> fields) throws IOException {
    for (String field : fields) {
      if (Calibration.isDue(of(field), reader, field)) {
        return true;
      }
    }
    return false;
  }

  /// These and what there is to measure besides, each field within the limit.
  Calibrations measured(IndexReader reader, Collection<String> fields) throws IOException {
    Map<String, Calibration> byField = new HashMap<>(this.byField);
    for (String field : fields) {
      if (Calibration.isDue(of(field), reader, field)) {
        Calibration found = Calibration.measure(reader, field, Deadline.in(LIMIT));
        if (found != null) {
          byField.put(field, found);
        }
      }
    }
    return new Calibrations(byField);
  }
}
