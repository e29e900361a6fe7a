package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.bench.BuildBench;
import pleiad.bench.BuildRow;
import pleiad.bench.BuildRow.Build;

@Command(
    name = "builds",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Builds the same index several times, and tells how much what it finds differs.",
      "Codebooks are learned from other documents each time; one build says little of small differences."
    },
    footer = {"", "Example:", "  pleiad bench builds --data scifact --dim 384 --builds 10 --json"})
final class BenchBuildsVerb implements Callable<Integer> {
  @Mixin private BenchData data;

  @Option(
      names = "--builds",
      paramLabel = "N",
      description = "How often each is built (default: ${DEFAULT-VALUE}).")
  private int builds = 5;

  @Option(
      names = "--codec",
      description = "A token code to build beside the default one; may be given several times.")
  private List<String> codecs = List.of();

  @Option(names = "--quick", description = "Twenty queries, to see that it runs.")
  private boolean quick;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchBuildsVerb() {}

  @Override
  public Integer call() throws IOException {
    try (TemporaryFolder work = TemporaryFolder.create("pleiad-bench")) {
      BuildBench.Options options =
          new BuildBench.Options(data.source(quick), work.path(), codecs, builds);
      BuildBench.Result result = BuildBench.run(options, BenchVerb.told(output));
      if (output.json()) {
        output.measured(json(result));
      } else {
        print(result);
      }
      return Exit.OK;
    }
  }

  private void print(BuildBench.Result result) {
    output.line(
        "%s: %,d documents, %,d tokens of %d dimensions, %,d queries; exact nDCG@10 %.4f",
        result.data(),
        result.documents(),
        result.tokens(),
        result.dim(),
        result.queries(),
        result.exactNdcg());
    output.line(
        "%-28s %7s %8s %8s %9s %8s %7s %7s %9s",
        "setting", "builds", "B/token", "R@10", "of codes", "nDCG@10", "least", "most", "of codes");
    for (BuildRow row : result.rows()) {
      output.line(
          "%-28s %7d %8.1f %8.4f %9.4f %8.4f %7.4f %7.4f %9.4f",
          row.setting(),
          row.builds().size(),
          row.bytesPerToken(),
          row.mean(Build::recall10),
          row.mean(Build::recallCodes10),
          row.mean(Build::ndcg10),
          row.leastNdcg(),
          row.mostNdcg(),
          row.mean(Build::codesNdcg));
    }
  }

  private static ObjectNode json(BuildBench.Result result) {
    ObjectNode node =
        Output.object()
            .put("data", result.data())
            .put("dim", result.dim())
            .put("documents", result.documents())
            .put("tokens", result.tokens())
            .put("queries", result.queries())
            .put("exact_ndcg", result.exactNdcg());
    ArrayNode rows = node.putArray("rows");
    for (BuildRow row : result.rows()) {
      ArrayNode each =
          rows.addObject()
              .put("setting", row.setting())
              .put("codec", row.codec())
              .put("builds", row.builds().size())
              .put("bytes_per_token", row.bytesPerToken())
              .put("recall@10", row.mean(Build::recall10))
              .put("recall_codes@10", row.mean(Build::recallCodes10))
              .put("nDCG@10", row.mean(Build::ndcg10))
              .put("nDCG@10_least", row.leastNdcg())
              .put("nDCG@10_most", row.mostNdcg())
              .put("codes_nDCG@10", row.mean(Build::codesNdcg))
              .putArray("nDCG@10_builds");
      row.builds().forEach(build -> each.add(build.ndcg10()));
    }
    return node;
  }
}
