package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.bench.EncodeBench;

@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    description = {
      "Times the embedded model beside the same model in padded batches of 32.",
      "Tokens a second; about three minutes on an idle machine."
    },
    footer = {"", "Example:", "  pleiad bench encode --json"})
final class BenchEncodeVerb implements Callable<Integer> {
  @Option(names = "--quick", description = "One short round, to see that it runs.")
  private boolean quick;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchEncodeVerb() {}

  @Override
  public Integer call() {
    EncodeBench.Options options =
        quick ? new EncodeBench.Options(1, 1, List.of(16), 1) : EncodeBench.Options.DEFAULT;
    EncodeBench.Result result = EncodeBench.run(options, BenchVerb.told(output));
    if (output.json()) {
      output.print(json(result));
      return Exit.OK;
    }
    output.line("%s", result.model());
    output.line("%12s %8s %10s %10s", "tokens/text", "threads", "tokens/s", "naive");
    for (EncodeBench.Row row : result.rows()) {
      output.line(
          "%12d %8d %10.0f %10.0f",
          row.tokensPerText(), row.threads(), row.tokensPerSecond(), row.naiveTokensPerSecond());
    }
    output.line(
        "a query of 16 tokens: p50 %.1f ms, p95 %.1f ms", result.queryP50(), result.queryP95());
    return Exit.OK;
  }

  private static ObjectNode json(EncodeBench.Result result) {
    ObjectNode node = Output.object().put("model", result.model());
    ArrayNode rows = node.putArray("rows");
    for (EncodeBench.Row row : result.rows()) {
      rows.addObject()
          .put("tokens_per_text", row.tokensPerText())
          .put("threads", row.threads())
          .put("tokens_per_s", row.tokensPerSecond())
          .put("naive_tokens_per_s", row.naiveTokensPerSecond());
    }
    return node.put("query_p50", result.queryP50()).put("query_p95", result.queryP95());
  }
}
