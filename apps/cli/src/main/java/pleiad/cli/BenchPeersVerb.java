package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.bench.PeerRow;
import pleiad.bench.PeersBench;

@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Measures Pleiad beside other systems: the same token vectors and queries, one search at a time on one thread, in turn.",
      "Systems that are not in Java are programs in lab/bench/peers, where setup installs them; one that is not installed has a row that says so. Their indexes are kept."
    },
    footer = {
      "",
      "Example:",
      "  pleiad bench peers --data scifact --only pleiad,xtr-warp --html report.html"
    })
final class BenchPeersVerb implements Callable<Integer> {
  private static final int WARM_UPS = 1;

  @Mixin private BenchData data;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "SYSTEM",
      description = "Measure these systems alone (default: all).")
  private List<String> only = List.of();

  @Option(
      names = "--adapters",
      paramLabel = "FOLDER",
      description = "The programs of the other systems and their list (default: ${DEFAULT-VALUE}).")
  private Path adapters = Path.of("lab", "bench", "peers");

  @Option(
      names = "--rounds",
      description = "Rounds over all queries, after one to warm up (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that a program may take for a search (default: ${DEFAULT-VALUE}); Pleiad and Lucene take one, as their indexes have one segment.")
  private int threads = 1;

  @Option(
      names = "--patience",
      paramLabel = "MINUTES",
      description = {
        "What a program may take for an answer, building its index among them, before it is ended",
        "and has a row that says so (default: ${DEFAULT-VALUE})."
      })
  private long patience = 30;

  @Option(names = "--quick", description = "One round of twenty queries, to see that it runs.")
  private boolean quick;

  @Mixin private PageFile html;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchPeersVerb() {}

  @Override
  public Integer call() throws IOException {
    try (TemporaryFolder work = TemporaryFolder.create("pleiad-peers")) {
      PeersBench.Options options =
          new PeersBench.Options(
              data.source(quick),
              work.path(),
              adapters,
              only,
              quick ? 0 : WARM_UPS,
              quick ? 1 : rounds,
              threads,
              Duration.ofMinutes(patience));
      PeersBench.Result result = PeersBench.run(options, BenchVerb.told(output));
      String machine = Machine.words();
      html.write(PeersPage.of(result, machine), output);
      if (output.json()) {
        output.measured(json(result));
      } else {
        print(result, machine);
      }
      return Exit.OK;
    }
  }

  private void print(PeersBench.Result result, String machine) {
    output.line(
        "%s: %,d documents, %,d tokens of %d dimensions, %,d queries; nDCG@10 of exact MaxSim %.4f",
        result.data(),
        result.documents(),
        result.tokens(),
        result.dim(),
        result.queries(),
        result.exactNdcg());
    output.line(
        "%s; one search at a time, of programs on %d thread%s",
        machine, threads, threads == 1 ? "" : "s");
    output.line(
        "%-14s %-40s %9s %9s %9s %8s %8s %8s %10s %8s %8s",
        "system",
        "setting",
        "p50 ms",
        "±",
        "p95 ms",
        "R@10",
        "nDCG@10",
        "B/token",
        "build t/s",
        "MB",
        "times");
    for (PeerRow row : result.rows()) {
      PeerRow.Figures figures = row.figures();
      if (figures == null) {
        output.line("%-14s %-40s %s", row.system(), row.setting(), row.problem());
        continue;
      }
      output.line(
          "%-14s %-40s %9.2f %9.2f %9.2f %8.4f %8.4f %8.1f %10s %8s %8s",
          row.system(),
          row.setting(),
          figures.p50(),
          (figures.p50Most() - figures.p50Least()) / 2,
          figures.p95(),
          figures.recall10(),
          figures.ndcg10(),
          figures.bytesPerToken(),
          rounded("%.0f", figures.buildTokensPerSecond(), 1),
          rounded("%.0f", figures.peakRssBytes(), 1e-6),
          rounded("%.1f", figures.ratioToPleiad(), 1));
    }
  }

  private static String rounded(String format, @Nullable Number number, double scale) {
    return number == null ? "–" : String.format(format, number.doubleValue() * scale);
  }

  private ObjectNode json(PeersBench.Result result) {
    ObjectNode node =
        Output.object()
            .put("data", result.data())
            .put("dim", result.dim())
            .put("documents", result.documents())
            .put("tokens", result.tokens())
            .put("queries", result.queries())
            .put("exact_ndcg", result.exactNdcg());
    ArrayNode rows = node.putArray("rows");
    result.rows().forEach(row -> put(rows.addObject(), row));
    return node;
  }

  private static void put(ObjectNode node, PeerRow row) {
    PeerRow.Figures figures = row.figures();
    node.put("system", row.system()).put("version", row.version()).put("setting", row.setting());
    node.put("threads", figures == null ? null : figures.threads())
        .put("p50", figures == null ? null : figures.p50())
        .put("p95", figures == null ? null : figures.p95())
        .put("qps", figures == null ? null : figures.qps())
        .put("recall@10", figures == null ? null : figures.recall10())
        .put("nDCG@10", figures == null ? null : figures.ndcg10())
        .put("bytes_per_token", figures == null ? null : figures.bytesPerToken())
        .put("build_tokens_per_s", figures == null ? null : figures.buildTokensPerSecond())
        .put("peak_rss_bytes", figures == null ? null : figures.peakRssBytes())
        .put("ratio_to_pleiad", figures == null ? null : figures.ratioToPleiad());
    if (figures == null) {
      node.put("problem", row.problem());
    } else {
      node.put("p50_least", figures.p50Least()).put("p50_most", figures.p50Most());
    }
  }
}
