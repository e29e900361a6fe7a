package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.bench.BuildTimes;
import pleiad.bench.FilteredRow;
import pleiad.bench.LiveAdd;
import pleiad.bench.RankedRow;
import pleiad.bench.SearchBench;
import pleiad.bench.SearchQuality;
import pleiad.bench.SearchRow;
import pleiad.search.CandidateRoute;

@Command(
    name = "search",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times the plan tokens(k) on encoded queries, and compares its answers with exact ones.",
      "The collection is encoded once and kept in the cache; indexes are built anew every time."
    },
    footer = {"", "Example:", "  pleiad bench search --data scifact --codec int8 --json"})
final class BenchSearchVerb implements Callable<Integer> {
  @Mixin private BenchData data;

  @Option(names = "--k", description = "Documents a search gives (default: ${DEFAULT-VALUE}).")
  private int k = 10;

  @Option(
      names = "--codec",
      description = "A token code to measure beside the default one; may be given several times.")
  private List<String> codecs = List.of();

  @Option(
      names = "--route",
      description = {
        "How candidates are found: automatic, means, centroids, both or all",
        "(default: automatic). Centroids are kept by a code whose name ends in +cells."
      })
  private CandidateRoute route = CandidateRoute.AUTOMATIC;

  @Option(
      names = "--as-built",
      description = "Search the segments that building leaves, instead of one merged of them.")
  private boolean asBuilt;

  @Option(
      names = "--filter-share",
      paramLabel = "SHARE",
      description =
          "Search once more with a filter that keeps this share of the documents, as in 0.01, and compare with scoring all of them.")
  private double filterShare;

  @Option(
      names = "--live-add",
      description = "At the end add one more document to each index, and find it.")
  private boolean liveAdd;

  @Option(
      names = "--rank",
      paramLabel = "N",
      description =
          "Also time the ranker maxsim over N candidates, and the exact query over all documents.")
  private int rank;

  @Option(names = "--quick", description = "One round of twenty queries, to see that it runs.")
  private boolean quick;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchSearchVerb() {}

  @Override
  public Integer call() throws IOException {
    try (TemporaryFolder work = TemporaryFolder.create("pleiad-bench")) {
      SearchBench.Effort effort = quick ? SearchBench.Effort.QUICK : SearchBench.Effort.FULL;
      SearchBench.Options options =
          new SearchBench.Options(
              data.source(quick),
              work.path(),
              k,
              codecs,
              !asBuilt,
              route,
              effort,
              new SearchBench.Extras(filterShare, liveAdd, rank));
      SearchBench.Result result = SearchBench.run(options, BenchVerb.told(output));
      if (output.json()) {
        output.measured(json(result).put("route", route.name().toLowerCase(Locale.ROOT)));
      } else {
        print(result);
      }
      return Exit.OK;
    }
  }

  private void print(SearchBench.Result result) {
    output.line(
        "%s: %,d documents, %,d tokens of %d dimensions, %,d queries; an exact scan takes %.1f ms",
        result.data(),
        result.documents(),
        result.tokens(),
        result.dim(),
        result.queries(),
        result.exactMillis());
    output.line(
        "%-18s %7s %8s %8s %8s %8s %8s %8s %7s %7s %7s %10s",
        "setting",
        "threads",
        "p50 ms",
        "p95 ms",
        "qps",
        "R@10",
        "R@100",
        "of codes",
        "nDCG@10",
        "exact",
        "B/token",
        "tokens/s");
    for (SearchRow row : result.rows()) {
      SearchQuality.Figures quality = row.quality();
      output.line(
          "%-18s %7d %8.2f %8.2f %8.1f %8.4f %8.4f %8.4f %7.4f %7.4f %7.1f %10.0f",
          row.setting(),
          row.threads(),
          row.p50(),
          row.p95(),
          row.qps(),
          quality.recall10(),
          quality.recall100(),
          quality.recallCodes10(),
          quality.ndcg10(),
          quality.exactNdcg(),
          row.bytesPerToken(),
          row.build().tokensPerSecond());
    }
    result.rows().forEach(this::printBeside);
  }

  private void printBeside(SearchRow row) {
    FilteredRow filtered = row.filtered();
    if (filtered != null) {
      output.line(
          "%s, filter that keeps %,d documents: p50 %.2f ms, p95 %.2f ms; %.1f %% of the answers are those of scoring all of them, recall %.4f",
          row.setting(),
          filtered.documents(),
          filtered.p50(),
          filtered.p95(),
          100 * filtered.same(),
          filtered.recall());
    }
    RankedRow ranked = row.ranked();
    if (ranked != null) {
      output.line(
          "%s, every document scored: %,d by the ranker in %.2f ms (p50 of %d queries), all by the exact query in %.1f ms (p50 of %d)",
          row.setting(),
          ranked.candidates(),
          ranked.ranker(),
          ranked.rankerQueries(),
          ranked.exact(),
          ranked.exactQueries());
    }
    LiveAdd added = row.liveAdd();
    if (added != null) {
      output.line(
          "%s, one more document: opened in %.1f ms, added in %.1f, committed in %.1f, found in %.1f; %d old segment files rewritten",
          row.setting(),
          added.open(),
          added.add(),
          added.commit(),
          added.search(),
          added.rewrittenFiles());
    }
  }

  private static ObjectNode json(SearchBench.Result result) {
    ObjectNode node =
        Output.object()
            .put("data", result.data())
            .put("dim", result.dim())
            .put("k", result.k())
            .put("documents", result.documents())
            .put("tokens", result.tokens())
            .put("queries", result.queries())
            .put("exact_ms", result.exactMillis())
            .put("exact_queries", result.exactQueries())
            .put("recall_queries", result.recallQueries());
    ArrayNode rows = node.putArray("rows");
    for (SearchRow row : result.rows()) {
      addRow(rows.addObject(), row);
    }
    return node;
  }

  private static void addRow(ObjectNode node, SearchRow row) {
    SearchQuality.Figures quality = row.quality();
    node.put("setting", row.setting())
        .put("codec", row.codec())
        .put("threads", row.threads())
        .put("p50", row.p50())
        .put("p95", row.p95())
        .put("qps", row.qps())
        .put("recall@10", quality.recall10())
        .put("recall@100", quality.recall100())
        .put("recall_codes@10", quality.recallCodes10())
        .put("nDCG@10", quality.ndcg10())
        .put("exact_ndcg", quality.exactNdcg())
        .put("bytes_per_token", row.bytesPerToken())
        .put("segments", row.segments())
        .put("heap_mb", row.heapMegabytes());
    BuildTimes build = row.build();
    node.putObject("build")
        .put("train_s", build.train())
        .put("assign_s", build.assign())
        .put("write_s", build.write())
        .put("tokens_per_s", build.tokensPerSecond());
    FilteredRow filtered = row.filtered();
    if (filtered != null) {
      node.putObject("filter")
          .put("documents", filtered.documents())
          .put("p50", filtered.p50())
          .put("p95", filtered.p95())
          .put("same_answers", filtered.same())
          .put("recall", filtered.recall());
    }
    RankedRow ranked = row.ranked();
    if (ranked != null) {
      node.putObject("rank")
          .put("candidates", ranked.candidates())
          .put("ranker_ms", ranked.ranker())
          .put("ranker_queries", ranked.rankerQueries())
          .put("exact_ms", ranked.exact())
          .put("exact_queries", ranked.exactQueries());
    }
    LiveAdd added = row.liveAdd();
    if (added != null) {
      node.putObject("live_add")
          .put("open_ms", added.open())
          .put("add_ms", added.add())
          .put("commit_ms", added.commit())
          .put("search_ms", added.search())
          .put("rewritten_files", added.rewrittenFiles());
    }
  }
}
