package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.bench.GrowthBench;
import pleiad.bench.GrowthRow;
import pleiad.bench.SearchBench;

@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times the plan tokens(k) on samples of a collection, and on more documents than it has:",
      "those begin as one of it and end as another. Says how time, bytes and building grow."
    },
    footer = {
      "",
      "Example:",
      "  pleiad bench growth --data commits-en --sizes 1000,10000,100000,1000000 --json"
    })
final class BenchGrowthVerb implements Callable<Integer> {
  @Mixin private BenchData data;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      description = "Numbers of documents, rising (default: ${DEFAULT-VALUE}).")
  private List<Integer> sizes = List.of(1_000, 3_000, 10_000, 30_000, 100_000);

  @Option(names = "--k", description = "Documents a search gives (default: ${DEFAULT-VALUE}).")
  private int k = 10;

  @Option(names = "--quick", description = "One round of twenty queries, to see that it runs.")
  private boolean quick;

  @Mixin private PageFile html;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchGrowthVerb() {}

  @Override
  public Integer call() throws IOException {
    try (TemporaryFolder work = TemporaryFolder.create("pleiad-bench")) {
      SearchBench.Effort effort = quick ? SearchBench.Effort.QUICK : SearchBench.Effort.FULL;
      GrowthBench.Result result =
          GrowthBench.run(
              new GrowthBench.Options(data.source(quick), work.path(), sizes, k, effort),
              BenchVerb.told(output));
      html.write(GrowthPage.of(result, Machine.words()), output);
      if (output.json()) {
        output.measured(json(result));
      } else {
        print(result);
      }
      return Exit.OK;
    }
  }

  private void print(GrowthBench.Result result) {
    output.line(
        "%s: %,d documents, vectors of %d dimensions, %,d queries; more documents are made of these",
        result.data(), result.real(), result.dim(), result.queries());
    output.line(
        "%10s %12s %8s %8s %8s %10s %8s %9s",
        "documents", "tokens", "p50 ms", "p95 ms", "R@10", "MB", "heap MB", "build s");
    for (GrowthRow row : result.rows()) {
      output.line(
          "%,10d %,12d %8.2f %8.2f %8.4f %10.1f %8.1f %9.1f",
          row.documents(),
          row.tokens(),
          row.p50(),
          row.p95(),
          row.recall10(),
          row.bytes() / 1e6,
          row.heapMegabytes(),
          row.buildSeconds());
    }
    output.line(
        "grows with documents to the power of %.2f (p50), %.2f (bytes), %.2f (building)",
        result.exponent(GrowthRow::p50),
        result.exponent(GrowthRow::bytes),
        result.exponent(GrowthRow::buildSeconds));
  }

  private static ObjectNode json(GrowthBench.Result result) {
    ObjectNode node =
        Output.object()
            .put("data", result.data())
            .put("dim", result.dim())
            .put("k", result.k())
            .put("real_documents", result.real())
            .put("queries", result.queries())
            .put("recall_queries", result.recallQueries());
    ArrayNode rows = node.putArray("rows");
    for (GrowthRow row : result.rows()) {
      rows.addObject()
          .put("documents", row.documents())
          .put("tokens", row.tokens())
          .put("spliced", row.spliced())
          .put("p50", row.p50())
          .put("p95", row.p95())
          .put("recall@10", row.recall10())
          .put("bytes", row.bytes())
          .put("heap_mb", row.heapMegabytes())
          .put("build_s", row.buildSeconds());
    }
    node.putObject("exponents")
        .put("p50", result.exponent(GrowthRow::p50))
        .put("bytes", result.exponent(GrowthRow::bytes))
        .put("build_s", result.exponent(GrowthRow::buildSeconds));
    return node;
  }
}
