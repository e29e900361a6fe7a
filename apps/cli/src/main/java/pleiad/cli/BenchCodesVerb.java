package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.bench.CodeBench;
import pleiad.bench.CodeRow;

@Command(
    name = "codes",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares the ways of keeping a token: bytes, error, and what exact MaxSim still finds.",
      "Beside the engine's codes stand PLAID's residual codes of 4, 2, 1 and 0 bits, and pooling."
    },
    footer = {"", "Example:", "  pleiad bench codes --data scifact --json"})
final class BenchCodesVerb implements Callable<Integer> {
  @Mixin private BenchData data;

  @Option(
      names = "--centroids",
      paramLabel = "N",
      description = "Centroids of PLAID's codes (default: a power of two near 4 · √tokens).")
  private @Nullable Integer centroids;

  @Option(names = "--quick", description = "Twenty queries, to see that it runs.")
  private boolean quick;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchCodesVerb() {}

  @Override
  public Integer call() throws IOException {
    OptionalInt asked = centroids == null ? OptionalInt.empty() : OptionalInt.of(centroids);
    CodeBench.Result result =
        CodeBench.run(new CodeBench.Options(data.source(quick), asked), BenchVerb.told(output));
    if (output.json()) {
      output.measured(json(result));
    } else {
      print(result);
    }
    return Exit.OK;
  }

  private void print(CodeBench.Result result) {
    output.line(
        "%s: %,d documents, %,d tokens of %d dimensions, %,d queries; plaid with %,d centroids",
        result.data(),
        result.documents(),
        result.tokens(),
        result.dim(),
        result.queries(),
        result.centroids());
    output.line(
        "%-16s %8s %8s %10s %8s %8s %8s",
        "code", "B/token", "train s", "tokens/s", "error", "R@10", "nDCG@10");
    for (CodeRow row : result.rows()) {
      output.line(
          "%-16s %8.1f %8.1f %10.0f %8s %8.4f %8.4f",
          row.code(),
          row.bytesPerToken(),
          row.trainSeconds(),
          row.tokensPerSecond(),
          row.error().isPresent() ? "%.5f".formatted(row.error().getAsDouble()) : "-",
          row.recall10(),
          row.ndcg10());
    }
  }

  private static ObjectNode json(CodeBench.Result result) {
    ObjectNode node =
        Output.object()
            .put("data", result.data())
            .put("dim", result.dim())
            .put("documents", result.documents())
            .put("tokens", result.tokens())
            .put("queries", result.queries())
            .put("centroids", result.centroids());
    ArrayNode rows = node.putArray("rows");
    for (CodeRow row : result.rows()) {
      ObjectNode each =
          rows.addObject()
              .put("code", row.code())
              .put("bytes_per_token", row.bytesPerToken())
              .put("train_s", row.trainSeconds())
              .put("tokens_per_s", row.tokensPerSecond());
      row.error().ifPresentOrElse(error -> each.put("error", error), () -> each.putNull("error"));
      each.put("recall@10", row.recall10()).put("nDCG@10", row.ndcg10());
    }
    return node;
  }
}
