package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import pleiad.bench.EncodeBench;
import pleiad.bench.MaxSimBench;
import pleiad.bench.MaxSimBenchOptions;
import pleiad.bench.MaxSimRow;

@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Times a part alone; every benchmark asserts its answers first.",
    footer = {"", "Example:", "  pleiad bench maxsim"},
    subcommands = {BenchVerb.MaxSimVerb.class, BenchVerb.EncodeVerb.class})
final class BenchVerb implements Runnable {
  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchVerb() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "bench what? There are maxsim and encode.");
  }

  @Command(
      name = "maxsim",
      mixinStandardHelpOptions = true,
      description = {
        "Times the MaxSim kernel beside plain loops, Lucene's arithmetic and the core's peak.",
        "GFLOP/s of useful work on one core; about two minutes on an idle machine."
      },
      footer = {"", "Example:", "  pleiad bench maxsim --json"})
  static final class MaxSimVerb implements Callable<Integer> {
    @Option(names = "--quick", description = "One tiny iteration, to see that it runs.")
    private boolean quick;

    @Mixin private Output output;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    MaxSimVerb() {}

    @Override
    public Integer call() {
      MaxSimBenchOptions options = quick ? MaxSimBenchOptions.quick() : MaxSimBenchOptions.full();
      List<MaxSimRow> rows = MaxSimBench.run(options, told(output));
      if (output.json()) {
        ObjectNode node = Output.object();
        ArrayNode array = node.putArray("rows");
        for (MaxSimRow row : rows) {
          ObjectNode each = array.addObject();
          for (Map.Entry<String, Number> field : row.fields().entrySet()) {
            each.putPOJO(field.getKey(), field.getValue());
          }
        }
        output.print(node);
        return Exit.OK;
      }
      output.line(
          "%4s %6s %8s %8s %8s %8s %8s %9s",
          "dim", "query", "peak", "vector", "scalar", "lucene", "of peak", "to lucene");
      for (MaxSimRow row : rows) {
        output.line(
            "%4d %6d %8.1f %8.1f %8.1f %8.1f %8.2f %9.1f",
            row.dim(),
            row.queryTokens(),
            row.peakGflops(),
            row.vectorGflops(),
            row.scalarGflops(),
            row.luceneGflops(),
            row.vectorToPeak(),
            row.vectorToLucene());
      }
      return Exit.OK;
    }
  }

  @Command(
      name = "encode",
      mixinStandardHelpOptions = true,
      description = {
        "Times the embedded model beside the same model in padded batches of 32.",
        "Tokens a second; about three minutes on an idle machine."
      },
      footer = {"", "Example:", "  pleiad bench encode --json"})
  static final class EncodeVerb implements Callable<Integer> {
    @Option(names = "--quick", description = "One short round, to see that it runs.")
    private boolean quick;

    @Mixin private Output output;

    @SuppressWarnings("NullAway.Init") // picocli sets the fields
    EncodeVerb() {}

    @Override
    public Integer call() {
      EncodeBench.Options options =
          quick ? new EncodeBench.Options(1, 1, List.of(16), 1) : EncodeBench.Options.DEFAULT;
      EncodeBench.Result result = EncodeBench.run(options, told(output));
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

  private static Consumer<String> told(Output output) {
    return line -> output.say("%s", line);
  }
}
