package pleiad.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Times of one kind, and how they spread.
final class Latency {
  private final List<Double> millis = new ArrayList<>();

  void add(double each) {
    millis.add(each);
  }

  /// The smallest time that so many percent of all do not exceed; NaN when there are none.
  double percentile(int percent) {
    if (millis.isEmpty()) {
      return Double.NaN;
    }
    List<Double> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);
    return sorted.get(Math.max(0, Math.ceilDiv(sorted.size() * percent, 100) - 1));
  }
}
