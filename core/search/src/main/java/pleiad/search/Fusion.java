package pleiad.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// Makes one list of what several sources found: each source gives each of its documents points,
/// which count by the source's weight and are added up. What a source did not find gets the least
/// that the source could have given.
///
/// @param method how a source's scores or ranks become points
/// @param weights of the sources, in their order
/// @param k by how much ranks are softened, in reciprocal rank fusion alone
public record Fusion(Method method, List<Double> weights, int k) implements Stage {
  /// The usual softening (Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms
  /// Condorcet and individual Rank Learning Methods", SIGIR 2009).
  public static final int RRF_K = 60;

  private static final double NO_K = -1;
  private static final double MOST_K = 1e6;
  private static final double SIGMAS = 3;
  private static final double MOST_WEIGHT = 1e6;

  /// How a source's scores or ranks become points.
  public enum Method {
    /// `1 / (k + rank)`; nothing for what was not found.
    RRF,
    /// Scores stretched so that the source's best has 1 and its last 0.
    MINMAX,
    /// How many standard deviations a score is above the mean of the source's scores.
    ZSCORE,
    /// Scores stretched so that three standard deviations below their mean are 0, and above it 1
    /// (distribution-based score fusion).
    DBSF,
    /// The share of the source's documents that a document is not behind of (Borda's count).
    BORDA;

    static final List<String> NAMES =
        Stream.of(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
  }

  /// @throws IllegalArgumentException when there are not two weights or more, one is negative or no
  ///   number, or all are 0
  public Fusion {
    weights = List.copyOf(weights);
    if (weights.size() < 2) {
      throw new IllegalArgumentException(
          "a fusion is of two sources or more, got weights of " + weights.size());
    }
    if (weights.stream().anyMatch(weight -> !(weight >= 0 && weight <= MOST_WEIGHT))
        || weights.stream().allMatch(weight -> weight == 0)) {
      throw new IllegalArgumentException(
          "weights are from 0 to %s, and one is above 0; got %s"
              .formatted(PlanText.number(MOST_WEIGHT), weights));
    }
    if (k < 0) {
      throw new IllegalArgumentException("ranks are softened by 0 or more, got k = " + k);
    }
  }

  /// All sources counting the same.
  public static Fusion equal(Method method, int sources) {
    return new Fusion(method, Collections.nCopies(sources, 1.0), RRF_K);
  }

  /// Reads a fusion as it is written in a plan: `rrf`, `rrf(60)`, `minmax(0.3, 0.7)`.
  ///
  /// @param sources that it is to fuse
  /// @throws IllegalArgumentException that points at the character and lists what is possible there
  public static Fusion parse(String text, int sources) {
    return new PlanParser(text).fusionAlone(sources);
  }

  static Fusion of(Call call, int sources) {
    call.noField();
    Method method = Method.valueOf(call.name().toUpperCase(Locale.ROOT));
    boolean softened = method == Method.RRF;
    double k = softened ? call.number("k", NO_K, 0, MOST_K) : RRF_K;
    String expected = "%d weights from 0, one a source, or none".formatted(sources);
    List<Double> weights = call.numbers(0, MOST_WEIGHT, expected);
    if (k == NO_K && weights.size() == 1 && weights.getFirst() % 1 == 0) {
      // One number is no weights, of which there are two and more.
      k = weights.getFirst();
      weights = List.of();
    }
    return of(call, method, weights, k == NO_K ? RRF_K : (int) k, expected, sources);
  }

  private static Fusion of(
      Call call, Method method, List<Double> weights, int k, String expected, int sources) {
    if (weights.isEmpty()) {
      return new Fusion(method, Collections.nCopies(sources, 1.0), k);
    }
    if (weights.size() != sources || weights.stream().allMatch(weight -> weight == 0)) {
      throw call.refuse(expected + (weights.size() == sources ? ", one of them above 0" : ""));
    }
    return new Fusion(method, weights, k);
  }

  @Override
  public String name() {
    return method.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Need> needs() {
    return List.of();
  }

  @Override
  public Set<Stored> reads() {
    return Set.of();
  }

  @Override
  public String text() {
    List<String> arguments = new ArrayList<>();
    if (weights.stream().anyMatch(weight -> weight != 1)) {
      weights.forEach(weight -> arguments.add(PlanText.number(weight)));
    }
    if (method == Method.RRF && k != RRF_K) {
      arguments.add("k=" + k);
    }
    return PlanText.of(name(), "", "", arguments);
  }

  /// The documents of all lists, best first.
  ///
  /// @param found what each source found, in the order of the weights
  public Candidates fuse(List<Candidates> found) {
    if (found.size() != weights.size()) {
      throw new IllegalArgumentException(
          "%d weights for what %d sources found".formatted(weights.size(), found.size()));
    }
    Map<Integer, Double> points = new HashMap<>();
    double missing = 0;
    boolean complete = true;
    for (int source = 0; source < found.size(); source++) {
      Candidates each = found.get(source);
      Points theirs = points(each);
      double weight = weights.get(source);
      for (int place = 0; place < each.count(); place++) {
        points.merge(
            each.document(place), weight * (theirs.at(place) - theirs.missing()), Double::sum);
      }
      missing += weight * theirs.missing();
      complete &= each.complete();
    }
    Best best = new Best(points.size());
    for (Map.Entry<Integer, Double> each : points.entrySet()) {
      best.offer(each.getKey(), (float) (each.getValue() + missing));
    }
    return best.drain(complete);
  }

  /// What a source's documents get.
  ///
  /// @param byPlace of the document at a place
  /// @param missing of one that it did not find
  private record Points(IntToDoubleFunction byPlace, double missing) {
    double at(int place) {
      return byPlace.applyAsDouble(place);
    }
  }

  private Points points(Candidates found) {
    int count = found.count();
    if (count == 0) {
      return new Points(_ -> 0, 0);
    }
    return switch (method) {
      case RRF -> new Points(place -> 1.0 / (k + place + 1), 0);
      case BORDA -> new Points(place -> (double) (count - place) / count, 0);
      case MINMAX -> stretched(found, found.score(count - 1), found.score(0));
      case ZSCORE -> {
        double mean = mean(found);
        double deviation = deviation(found, mean);
        DoubleUnaryOperator z = score -> deviation == 0 ? 0 : (score - mean) / deviation;
        yield new Points(
            place -> z.applyAsDouble(found.score(place)), z.applyAsDouble(found.score(count - 1)));
      }
      case DBSF -> {
        double mean = mean(found);
        double reach = SIGMAS * deviation(found, mean);
        yield stretched(found, mean - reach, mean + reach);
      }
    };
  }

  private static Points stretched(Candidates found, double least, double most) {
    return new Points(
        place -> most > least ? Math.clamp((found.score(place) - least) / (most - least), 0, 1) : 1,
        0);
  }

  private static DoubleStream scores(Candidates found) {
    double[] scores = new double[found.count()];
    for (int place = 0; place < scores.length; place++) {
      scores[place] = found.score(place);
    }
    return DoubleStream.of(scores);
  }

  private static double mean(Candidates found) {
    return scores(found).average().orElse(0);
  }

  private static double deviation(Candidates found, double mean) {
    return Math.sqrt(
        scores(found).map(score -> (score - mean) * (score - mean)).average().orElse(0));
  }
}
