package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Pleiad;
import pleiad.Probe;
import pleiad.Searcher;
import pleiad.search.Need;
import pleiad.search.Plan;
import pleiad.search.Stage;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints a plan's stages, what each needs, and with --index what each takes there:",
      "the plan is run with spans of the collection's own documents for queries."
    },
    footer = {
      "",
      "Example:",
      "  pleiad plan explain \"bm25(1000) + tokens(1000) | rrf | maxsim(100)\" --index papers"
    })
final class PlanExplainVerb implements Callable<Integer> {
  @Parameters(paramLabel = "PLAN", description = "The plan.")
  private String plan;

  @Option(
      names = "--index",
      paramLabel = "FOLDER",
      description = "The collection to run it on (default: none, and no times).")
  private @Nullable Path folder;

  @Mixin private ProbeOptions probe;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  PlanExplainVerb() {}

  @Override
  public Integer call() throws IOException {
    Plan parsed = Plan.parse(plan);
    if (folder == null) {
      report(parsed, null, 0);
      return Exit.OK;
    }
    try (Searcher searcher = Pleiad.openReadOnly(folder, ModelOptions.collection())) {
      Probe trial = probe.of(searcher);
      report(parsed, trial.cost(parsed), trial.queries());
    }
    return Exit.OK;
  }

  private void report(Plan parsed, Probe.@Nullable Cost cost, int queries) {
    if (output.json()) {
      output.print(json(parsed, cost, queries));
    } else {
      print(parsed, cost, queries);
    }
  }

  private static List<String> needs(Stage stage) {
    return stage.needs().stream().map(Need::inWords).toList();
  }

  private void print(Plan parsed, Probe.@Nullable Cost cost, int queries) {
    output.line("@|faint %-36s %10s %10s  %s|@", "stage", "ms", "gives", "needs of the query");
    for (int i = 0; i < parsed.stages().size(); i++) {
      Stage stage = parsed.stages().get(i);
      Probe.StageCost took = cost == null ? null : cost.stages().get(i);
      output
          .out()
          .println(
              "%-36s %10s %10s  %s"
                  .formatted(
                      stage.text(),
                      took == null ? "" : "%.2f".formatted(took.millis()),
                      took == null ? "" : "%.0f".formatted(took.out()),
                      String.join(", ", needs(stage))));
    }
    if (cost != null) {
      output.line(
          "%n%.2f ms to encode a query, %.2f ms to search; medians of %d spans of the collection's own documents",
          cost.encodeMillis(),
          cost.stages().stream().mapToDouble(Probe.StageCost::millis).sum(),
          queries);
    }
  }

  private static ObjectNode json(Plan parsed, Probe.@Nullable Cost cost, int queries) {
    ObjectNode node = Output.object().put("plan", parsed.toString());
    ArrayNode stages = node.putArray("stages");
    for (int i = 0; i < parsed.stages().size(); i++) {
      Stage stage = parsed.stages().get(i);
      ObjectNode each = stages.addObject().put("name", stage.text());
      ArrayNode needs = each.putArray("needs");
      needs(stage).forEach(needs::add);
      if (cost != null) {
        each.put("estimated_ms", cost.stages().get(i).millis())
            .put("candidates", cost.stages().get(i).out());
      }
    }
    if (cost != null) {
      node.put("encode_ms", cost.encodeMillis()).put("queries", queries);
    }
    return node;
  }
}
