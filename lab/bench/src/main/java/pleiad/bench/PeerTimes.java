package pleiad.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// What the searches of a peer took, round by round. A figure is taken of each round, so that it
/// can be said how far rounds are apart.
final class PeerTimes {
  private final List<double[]> rounds = new ArrayList<>();

  void add(double[] millis) {
    rounds.add(millis);
  }

  /// The median over rounds of their percentile.
  double percentile(int percent) {
    return median(round -> EncodeBench.percentile(round, percent));
  }

  /// The percentile of the round where it is least.
  double least(int percent) {
    return each(round -> EncodeBench.percentile(round, percent))[0];
  }

  /// The percentile of the round where it is greatest.
  double most(int percent) {
    return each(round -> EncodeBench.percentile(round, percent))[rounds.size() - 1];
  }

  /// The median over rounds of searches a second, one after the other.
  double perSecond() {
    return median(round -> 1e3 * round.length / Arrays.stream(round).sum());
  }

  private double median(ToDoubleFunction<double[]> figure) {
    double[] sorted = each(figure);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private double[] each(ToDoubleFunction<double[]> figure) {
    return rounds.stream().mapToDouble(figure).sorted().toArray();
  }
}
