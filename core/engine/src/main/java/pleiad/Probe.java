package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import pleiad.search.Plan;

/// Tries plans on a collection, with spans of its own documents for queries: before anybody relies
/// on one. Such spans are closer to one document than people's questions are, so what is slow or
/// poor here is slow or poor for those; what is fast and good here may still miss for them.
public final class Probe {
  /// How many queries a trial takes that says nothing else.
  public static final int QUERIES = 50;

  /// Of the best ten by late interaction, what a source must have among all its candidates to be
  /// fit.
  public static final double FIT = 0.9;

  private static final int TOP = 10;
  private static final int[] DEPTHS = {10, 30, 100, 300, 1_000, 3_000, 10_000};
  private static final int WARM_UPS = 5;

  private final Searcher searcher;
  private final List<SampledQuery> queries;

  private Probe(Searcher searcher, List<SampledQuery> queries) {
    this.searcher = searcher;
    this.queries = queries;
  }

  /// Draws queries; the same seed draws the same ones from the same collection.
  ///
  /// @throws IllegalArgumentException when the collection has no document to draw from
  public static Probe of(Searcher searcher, int queries, long seed) throws IOException {
    List<SampledQuery> drawn = searcher.sample(queries, seed);
    if (drawn.isEmpty()) {
      throw new IllegalArgumentException(
          "the collection has no document with a text to draw queries from; add some first");
    }
    return new Probe(searcher, drawn);
  }

  /// How many queries were drawn.
  public int queries() {
    return queries.size();
  }

  /// What a stage of a plan takes.
  ///
  /// @param name of the stage, in the plan language
  /// @param needs the forms in which it needs the query, in words
  /// @param millis the median of the queries
  /// @param out how many candidates it gives, on average
  public record StageCost(String name, List<String> needs, double millis, double out) {
    public StageCost {
      needs = List.copyOf(needs);
    }
  }

  /// What a plan takes.
  ///
  /// @param encodeMillis to encode the query, the median
  /// @param stages in their order
  public record Cost(String plan, double encodeMillis, List<StageCost> stages) {
    public Cost {
      stages = List.copyOf(stages);
    }
  }

  /// Runs a plan with every query, some of them once before for warmth; where it gives as many
  /// candidates as hits are asked for, with the usual number.
  public Cost cost(Plan asking) throws IOException {
    Plan plan = asking.asked(Search.DEFAULT_K);
    for (SampledQuery query : queries.subList(0, Math.min(WARM_UPS, queries.size()))) {
      run(query, plan, 1);
    }
    int stages = plan.stages().size();
    double[][] millis = new double[stages + 1][queries.size()];
    double[] out = new double[stages];
    for (int i = 0; i < queries.size(); i++) {
      Hits hits = run(queries.get(i), plan, 1);
      for (int stage = 0; stage < stages; stage++) {
        millis[stage][i] = hits.stages().get(stage).millis();
        out[stage] += (double) hits.stages().get(stage).out() / queries.size();
      }
      millis[stages][i] = hits.encodeMillis();
    }
    List<StageCost> costs = new ArrayList<>();
    for (int stage = 0; stage < stages; stage++) {
      costs.add(
          new StageCost(
              plan.stages().get(stage).text(),
              plan.stages().get(stage).needs().stream().map(need -> need.inWords()).toList(),
              median(millis[stage]),
              out[stage]));
    }
    return new Cost(plan.toString(), median(millis[stages]), costs);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /// The share of the best ten that are among the first `k` candidates.
  public record RecallAt(int k, double recall) {}

  /// How much of what late interaction would put first a source finds.
  ///
  /// @param rows from few candidates to all that the source gives
  /// @param fit whether all of them have nine of ten of the best
  public record SourceCheck(String source, int queries, List<RecallAt> rows, boolean fit) {
    public SourceCheck {
      rows = List.copyOf(rows);
    }
  }

  /// Holds a plan's candidates against scoring every document by late interaction.
  ///
  /// @param source usually a source alone
  /// @param wanted how many candidates are looked at
  /// @param field whose exact MaxSim decides
  public SourceCheck check(Plan source, int wanted, String field) throws IOException {
    int[] depths = Arrays.stream(DEPTHS).filter(depth -> depth < wanted).toArray();
    depths = Arrays.copyOf(depths, depths.length + 1);
    depths[depths.length - 1] = wanted;
    Plan exact = Plan.parse("tokens@%s(%d, recall=1)".formatted(field, TOP + 1));
    double[] recalls = new double[depths.length];
    int counted = 0;
    for (SampledQuery query : queries) {
      List<String> best = others(run(query, exact, TOP + 1), query, TOP);
      if (best.isEmpty()) {
        continue;
      }
      counted++;
      List<String> found = others(run(query, source, wanted), query, Integer.MAX_VALUE);
      for (int i = 0; i < depths.length; i++) {
        Set<String> first =
            new LinkedHashSet<>(found.subList(0, Math.min(depths[i], found.size())));
        recalls[i] += (double) best.stream().filter(first::contains).count() / best.size();
      }
    }
    List<RecallAt> rows = new ArrayList<>();
    for (int i = 0; i < depths.length; i++) {
      rows.add(new RecallAt(depths[i], counted == 0 ? 1 : recalls[i] / counted));
    }
    return new SourceCheck(source.toString(), counted, rows, rows.getLast().recall() >= FIT);
  }

  private Hits run(SampledQuery query, Plan plan, int k) throws IOException {
    return searcher.search(query.search().plan(plan).k(k).matches(false));
  }

  private static List<String> others(Hits hits, SampledQuery query, int most) {
    return hits.hits().stream()
        .map(Hit::id)
        .filter(id -> !id.equals(query.id()))
        .limit(most)
        .collect(Collectors.toList());
  }
}
