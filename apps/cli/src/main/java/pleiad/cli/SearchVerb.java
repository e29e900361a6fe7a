package pleiad.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Hits;
import pleiad.Pleiad;
import pleiad.Search;
import pleiad.Searcher;
import pleiad.Threshold;
import pleiad.search.MaxSimOptions;

@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Finds the documents that answer a text.",
    footer = {
      "",
      "Example:",
      "  pleiad search papers \"does exercise help memory\" -k 5 --plan \"bm25(1000) | maxsim(100)\"",
      "  pleiad search papers \"memory\" --filter \"year>=2000 AND NOT kind:draft\" --facet kind",
      "  pleiad search papers \"does exercise help memory\" --at-least percentile=0.999"
    })
final class SearchVerb implements Callable<Integer> {
  @Parameters(paramLabel = "FOLDER", description = "The collection.")
  private Path folder;

  @Parameters(paramLabel = "TEXT", description = "What to look for.")
  private String text;

  @Option(
      names = "--facet",
      paramLabel = "KEY",
      description =
          "Count the values of a metadata key over what the plan's sources found, before any ranker; as often as there are keys.")
  private List<String> facets = List.of();

  @Option(
      names = "--at-least",
      paramLabel = "KIND=VALUE",
      description =
          "Leave out hits that have less: score=12, normalized=0.7, unit=0.85, percentile=0.999; a bare number is a score.")
  private @Nullable String atLeast;

  @Mixin private Question question;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  SearchVerb() {}

  /// How to look for a text: shared by the verbs that search.
  static final class Question {
    @Option(names = "-k", description = "Hits wanted (default: ${DEFAULT-VALUE}).")
    private int k = 10;

    @Option(
        names = "--plan",
        description = "How to search, as in \"bm25(1000) | maxsim(100)\" (default: tokens(k)).")
    private @Nullable String plan;

    @Option(
        names = "--token-weights",
        split = ",",
        paramLabel = "N,N,...",
        description =
            "How much each token of the query counts, for plans with weights=given; explain shows the tokens.")
    private List<Float> tokenWeights = List.of();

    @Option(
        names = "--recall",
        description =
            "Share of the best documents to find by late interaction, on average; 1 looks at all (default: ${DEFAULT-VALUE}).")
    private double recall = MaxSimOptions.DEFAULT_RECALL;

    @Option(
        names = "--filter",
        description =
            "What the metadata must be: key=value, Lucene's syntax as in \"kind:news AND year:[2000 TO *]\", or JSON as in {\"range\": {\"year\": [2000, null]}}.")
    private @Nullable String filter;

    @Option(
        names = "--group",
        description = "Find a document that was cut into passages once, by its best passage.")
    private boolean group;

    @Option(
        names = "--calibrated",
        description =
            "Say which share of random pairs of a query and a document of the collection score less.")
    private boolean calibrated;

    @Option(names = "--time-limit", description = "Give what was found after so many milliseconds.")
    private @Nullable Long timeLimit;

    Search of(String text) {
      Search search =
          Search.of(text)
              .k(k)
              .recall(recall)
              .grouped(group)
              .calibrated(calibrated)
              .filter(filter == null ? null : FilterText.parse(filter))
              .timeLimit(timeLimit == null ? null : Duration.ofMillis(timeLimit));
      search = tokenWeights.isEmpty() ? search : search.weights(tokenWeights);
      return plan == null ? search : search.plan(plan);
    }
  }

  private Search search() {
    Search search = question.of(text).facets(facets);
    if (atLeast == null) {
      return search;
    }
    Threshold threshold = ThresholdText.parse(atLeast);
    return search.atLeast(threshold.kind(), threshold.value());
  }

  /// Why hits have no percentile though somebody asked for it.
  private void explainMissing(Search search, Hits hits) {
    if (search.calibrated() && hits.hits().stream().anyMatch(hit -> !hit.isMaxSim())) {
      output.say(
          "No percentiles: the plan's last score is not MaxSim of the whole query, as after tokens or maxsim.");
    }
  }

  @Override
  public Integer call() throws IOException {
    Search search = search();
    try (Searcher searcher = Pleiad.openReadOnly(folder, ModelOptions.collection())) {
      Hits hits = searcher.search(search);
      if (output.json()) {
        output.print(HitsView.json(text, hits));
      } else {
        HitsView.print(hits, output);
        FacetsView.print(hits.facets(), output);
        explainMissing(search, hits);
        output.say(
            "%d hits in %.0f ms, %.0f ms of it encoding",
            hits.hits().size(), hits.totalMillis(), hits.encodeMillis());
      }
      return hits.hits().isEmpty() ? Exit.NOTHING_FOUND : Exit.OK;
    }
  }
}
