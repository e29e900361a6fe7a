package pleiad.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import pleiad.eval.Comparison;
import pleiad.eval.CrossValidation;
import pleiad.eval.CrossValidation.Choice;
import pleiad.eval.Interval;
import pleiad.eval.Measure;
import pleiad.eval.Qrels;
import pleiad.eval.Run;
import pleiad.search.Fusion;

/// Weights of a fusion, chosen by judgements, and what such a choice is worth.
///
/// Every source is asked once a query; all blends are then made of what it gave. A query's part in
/// the held-out figures comes from a blend that was chosen without it, see [CrossValidation].
///
/// @param sources in the plan language
/// @param alone the mean of each source by itself
/// @param methods what each method of fusion gives, in the order asked for
/// @param any the choice among all blends of all methods
/// @param asGood what is nearly as good as the chosen blend on all queries
/// @param gain of the held-out choice over the best source alone, on the same queries
record Tuning(
    List<String> sources,
    List<Double> alone,
    List<Tuning.ByMethod> methods,
    Choice<Blend> any,
    Tuning.AsGood asGood,
    Comparison.Row gain) {
  /// Blends whose means differ by no more are nearly as good as each other.
  static final double NEARLY = 0.003;

  Tuning {
    sources = List.copyOf(sources);
    alone = List.copyOf(alone);
    methods = List.copyOf(methods);
  }

  /// What is tried.
  ///
  /// @param methods of fusion
  /// @param parts into which weights are divided
  record Grid(List<Fusion.Method> methods, int parts) {
    Grid {
      methods = List.copyOf(methods);
      if (methods.isEmpty()) {
        throw new IllegalArgumentException("no method of fusion to try");
      }
    }
  }

  /// What one method of fusion gives.
  ///
  /// @param equal the mean where all sources count the same, which nobody chose
  /// @param choice of weights
  record ByMethod(Fusion.Method method, double equal, Choice<Blend> choice) {}

  /// The blends nearly as good as the best, among those of its method.
  ///
  /// @param blends how many of them
  /// @param tried of how many
  /// @param shares of each source, from the least to the most
  record AsGood(int blends, int tried, List<Interval> shares) {}

  /// What is chosen by.
  ///
  /// @param sources in the plan language
  /// @param runs what each of them answered
  record Judged(List<String> sources, List<Run> runs, Qrels qrels, Measure measure) {
    Judged {
      sources = List.copyOf(sources);
      runs = List.copyOf(runs);
    }
  }

  /// Chooses by judgements.
  ///
  /// @param seed of how queries are dealt out to folds, and of the test of the gain
  /// @throws IllegalArgumentException when there are fewer judged queries than folds, a score is
  ///   not finite, or no source found anything
  static Tuning of(Judged judged, Grid grid, int folds, long seed) {
    Qrels qrels = judged.qrels();
    if (judged.runs().stream().allMatch(run -> run.queries().isEmpty())) {
      throw new IllegalArgumentException(
          "no source found anything for the judged queries, so there is nothing to weigh");
    }
    CrossValidation dealt = CrossValidation.of(qrels.queries().size(), folds, seed);
    List<FoundForQuery> found =
        qrels.queries().stream()
            .map(query -> FoundForQuery.of(query, judged.runs(), qrels))
            .toList();
    int sources = judged.sources().size();
    Values all = new Values(found, judged.measure(), new LinkedHashMap<>());
    List<ByMethod> methods = new ArrayList<>();
    for (Fusion.Method method : grid.methods()) {
      var values = all.of(new BlendGrid(sources, grid.parts()).of(method));
      double equal = all.mean(Blend.equal(method, sources));
      methods.add(new ByMethod(method, equal, dealt.choose(values)));
    }
    List<Double> alone =
        IntStream.range(0, sources).mapToObj(source -> all.mean(Blend.of(source))).toList();
    Choice<Blend> any = dealt.choose(all.known());
    int best = best(alone);
    Run single = run(found, _ -> Blend.of(best));
    Run heldOut = run(found, query -> any.byFold().get(dealt.fold(query)));
    return new Tuning(
        judged.sources(),
        alone,
        methods,
        any,
        asGood(any.overall(), all, sources),
        Comparison.of(single, heldOut, qrels, List.of(judged.measure()), seed).rows().getFirst());
  }

  /// The source that is best by itself; of equals the first.
  String bestAlone() {
    return sources.get(best(alone));
  }

  private static int best(List<Double> alone) {
    return alone.indexOf(Collections.max(alone));
  }

  /// How good blends are for each query, calculated once for each.
  private record Values(
      List<FoundForQuery> found, Measure measure, SequencedMap<Blend, double[]> known) {
    SequencedMap<Blend, double[]> of(SequencedSet<Blend> blends) {
      SequencedMap<Blend, double[]> values = new LinkedHashMap<>();
      blends.forEach(blend -> values.put(blend, of(blend)));
      return values;
    }

    /// Queries do not know of each other, so any thread may take any.
    double[] of(Blend blend) {
      return known.computeIfAbsent(
          blend,
          _ -> found.parallelStream().mapToDouble(each -> each.value(blend, measure)).toArray());
    }

    double mean(Blend blend) {
      return DoubleStream.of(of(blend)).sum() / found.size();
    }
  }

  private static AsGood asGood(Blend best, Values all, int sources) {
    List<Blend> same = all.known().keySet().stream().filter(each -> each.isLike(best)).toList();
    double least = all.mean(best) - NEARLY;
    List<Blend> near = same.stream().filter(each -> all.mean(each) >= least).toList();
    List<Interval> shares =
        IntStream.range(0, sources).mapToObj(source -> shares(near, source)).toList();
    return new AsGood(near.size(), same.size(), shares);
  }

  /// The least and the most that a source has among blends.
  static Interval shares(List<Blend> blends, int source) {
    double[] all = blends.stream().mapToDouble(blend -> blend.share(source)).sorted().toArray();
    return new Interval(all[0], all[all.length - 1]);
  }

  /// What each query gets by its blend.
  private static Run run(List<FoundForQuery> found, IntFunction<Blend> blends) {
    Run.Builder run = Run.builder();
    for (int query = 0; query < found.size(); query++) {
      found.get(query).add(blends.apply(query), Integer.MAX_VALUE, run);
    }
    return run.build();
  }
}
