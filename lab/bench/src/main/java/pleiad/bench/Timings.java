package pleiad.bench;

import java.util.ArrayList;
import java.util.List;

/// Times of one kind, in milliseconds. Not for several threads.
final class Timings {
  private final List<Double> millis = new ArrayList<>();

  /// Adds the time since then, by [System#nanoTime].
  void addSince(long begin) {
    millis.add((System.nanoTime() - begin) / 1e6);
  }

  void add(double each) {
    millis.add(each);
  }

  void addAll(Timings others) {
    millis.addAll(others.millis);
  }

  int count() {
    return millis.size();
  }

  /// The smallest time that so many percent do not exceed.
  double percentile(int percent) {
    return EncodeBench.percentile(
        millis.stream().mapToDouble(Double::doubleValue).toArray(), percent);
  }

  /// How many of these fit into a second, one after the other.
  double perSecond() {
    return 1e3 * millis.size() / millis.stream().mapToDouble(Double::doubleValue).sum();
  }
}
