package pleiad.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Hit;
import pleiad.Pleiad;
import pleiad.Search;
import pleiad.Searcher;
import pleiad.eval.Measure;
import pleiad.eval.Query;
import pleiad.eval.Run;
import pleiad.eval.TestCollection;
import pleiad.search.Fusion;
import pleiad.search.Plan;
import pleiad.search.Stage;

@Command(
    name = "tune",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Chooses how to fuse several sources, by judgements: which of them, by what method, with what weights.",
      "Queries are dealt out to folds, and each fold is measured with what is best on the others, so that the figures are of queries that had no say.",
      "The collection is indexed once and kept in the cache, as for eval."
    },
    footer = {"", "Example:", "  pleiad tune scifact --split train"})
final class TuneVerb implements Callable<Integer> {
  private static final String REPORTED = "test";
  private static final String USUAL = "train";

  /// More than any source of a plan is asked for.
  private static final int ALL = 1_000_000;

  @Parameters(paramLabel = "COLLECTION", description = "The test collection's folder.")
  private Path collection;

  @Option(
      names = "--split",
      description =
          "The judgements to choose by (default: train, or the only ones); not test where there are others.")
  private @Nullable String split;

  @Option(
      names = "--sources",
      description = "What is fused, as a plan joins it (default: ${DEFAULT-VALUE}).")
  private String sources = "bm25(100) + tokens(100, weights=auto) + dense(100)";

  @Option(
      names = "--fusion",
      split = ",",
      paramLabel = "METHOD",
      description = "The methods to try (default: ${DEFAULT-VALUE}).")
  private List<String> fusions = List.of("zscore", "minmax", "dbsf", "rrf");

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Into which a weight from 0 to 1 is divided (default: ${DEFAULT-VALUE}).")
  private int steps = 20;

  @Option(
      names = "--measure",
      description = "What is to be as large as possible (default: ${DEFAULT-VALUE}).")
  private String measure = JudgementOptions.MEASURE;

  @Option(
      names = "--folds",
      paramLabel = "N",
      description = "Into which the queries are dealt out (default: ${DEFAULT-VALUE}).")
  private int folds = 5;

  @Option(
      names = "--seed",
      description = "Of the folds, and of the random signs (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private EvalIndex index;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  TuneVerb() {}

  @Override
  public Integer call() throws IOException {
    TestCollection test = TestCollection.open(collection);
    String chosenBy = split(test.splits(), split);
    List<Plan> plans = sources(sources);
    Tuning.Grid grid = new Tuning.Grid(methods(fusions), steps);
    Measure wanted = Measure.parse(measure);
    List<Query> queries = test.queries(chosenBy);
    List<Run> runs = new ArrayList<>();
    Path folder = index.open(collection, test, output);
    try (Searcher searcher = Pleiad.openReadOnly(folder, index.options())) {
      for (Plan plan : plans) {
        runs.add(run(searcher, plan, queries));
      }
    }
    Tuning.Judged judged =
        new Tuning.Judged(
            plans.stream().map(Plan::toString).toList(), runs, test.qrels(chosenBy), wanted);
    TuneReport report =
        new TuneReport(
            collection, chosenBy, judged, folds, seed, Tuning.of(judged, grid, folds, seed));
    if (output.json()) {
      output.print(report.json());
    } else {
      report.print(output);
    }
    return Exit.OK;
  }

  /// The judgements to choose by. Those of `test` are for telling how good the choice is, so they
  /// are refused where there are others; where there are none, folds keep the queries apart.
  static String split(List<String> splits, @Nullable String asked) {
    if (asked == null) {
      if (splits.contains(USUAL)) {
        return USUAL;
      }
      if (splits.size() == 1) {
        return splits.getFirst();
      }
      throw new IllegalArgumentException(
          "say which judgements to choose by, with --split; there are " + splits);
    }
    if (asked.equals(REPORTED) && splits.contains(REPORTED) && splits.size() > 1) {
      throw new IllegalArgumentException(
          "the split 'test' is what is reported, and weights chosen by it would be reported too good; there are others to choose by: "
              + splits.stream().filter(each -> !each.equals(REPORTED)).toList());
    }
    return asked;
  }

  /// A plan of each source.
  static List<Plan> sources(String joined) {
    Plan all = Plan.parse(joined + " | rrf");
    return all.sources().stream().map(TuneVerb::alone).toList();
  }

  private static Plan alone(Stage.Source source) {
    return new Plan(List.of(source), null, List.of());
  }

  /// The methods of that name, without weights, which are what is looked for.
  static List<Fusion.Method> methods(List<String> names) {
    List<Fusion.Method> methods = new ArrayList<>();
    for (String name : names) {
      if (name.contains("(")) {
        throw new IllegalArgumentException(
            "--fusion takes names alone, as weights are what is looked for; got '%s'"
                .formatted(name));
      }
      methods.add(Fusion.parse(name, 2).method());
    }
    return methods.stream().distinct().toList();
  }

  private static Run run(Searcher searcher, Plan plan, List<Query> queries) throws IOException {
    Run.Builder run = Run.builder();
    try (Progress progress = Progress.of(plan.toString(), "queries", queries::size)) {
      for (Query query : queries) {
        Search search = Search.of(query.text()).k(ALL).plan(plan).matches(false);
        for (Hit hit : searcher.search(search).hits()) {
          run.add(query.id(), hit.id(), hit.score());
        }
        progress.step();
      }
    }
    return run.build();
  }
}
