package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.bench.MaxSimBench;
import pleiad.bench.MaxSimBenchOptions;
import pleiad.bench.MaxSimRow;

@Command(
    name = "maxsim",
    mixinStandardHelpOptions = true,
    description = {
      "Times the MaxSim kernel beside plain loops, Lucene's arithmetic and the core's peak.",
      "GFLOP/s of useful work on one core; about two minutes on an idle machine."
    },
    footer = {"", "Example:", "  pleiad bench maxsim --json"})
final class BenchMaxSimVerb implements Callable<Integer> {
  @Option(names = "--quick", description = "One tiny iteration, to see that it runs.")
  private boolean quick;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  BenchMaxSimVerb() {}

  @Override
  public Integer call() throws IOException {
    MaxSimBenchOptions options = quick ? MaxSimBenchOptions.quick() : MaxSimBenchOptions.full();
    List<MaxSimRow> rows = MaxSimBench.run(options, BenchVerb.told(output));
    if (output.json()) {
      ObjectNode node = Output.object();
      ArrayNode array = node.putArray("rows");
      for (MaxSimRow row : rows) {
        ObjectNode each = array.addObject();
        for (Map.Entry<String, Number> field : row.fields().entrySet()) {
          each.putPOJO(field.getKey(), field.getValue());
        }
      }
      output.measured(node);
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
