package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Pleiad;
import pleiad.Probe;
import pleiad.Searcher;
import pleiad.search.Plan;

@Command(
    name = "check-source",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says how much of what late interaction would put first a source of candidates finds, with",
      "spans of the collection's own documents for queries. Exit code 1: too little to rely on."
    },
    footer = {"", "Example:", "  pleiad check-source \"bm25(1000)\" --index papers"})
final class CheckSourceVerb implements Callable<Integer> {
  @Parameters(paramLabel = "SOURCE", description = "The source, as in \"dense(1000)\".")
  private String source;

  @Option(
      names = "--index",
      paramLabel = "FOLDER",
      required = true,
      description = "The collection.")
  private Path folder;

  @Option(names = "-k", description = "Candidates that are looked at (default: ${DEFAULT-VALUE}).")
  private int k = 1000;

  @Option(
      names = "--field",
      description = "The field whose exact MaxSim decides (default: ${DEFAULT-VALUE}).")
  private String field = Plan.TOKENS_FIELD;

  @Mixin private ProbeOptions probe;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CheckSourceVerb() {}

  @Override
  public Integer call() throws IOException {
    Plan plan = Plan.parse(source);
    try (Searcher searcher = Pleiad.openReadOnly(folder, ModelOptions.collection())) {
      Probe.SourceCheck check = probe.of(searcher).check(plan, k, field);
      if (output.json()) {
        output.print(json(check));
      } else {
        print(check);
      }
      return check.fit() ? Exit.OK : Exit.NOTHING_FOUND;
    }
  }

  private void print(Probe.SourceCheck check) {
    output.line("@|faint %10s %8s|@", "candidates", "recall");
    for (Probe.RecallAt row : check.rows()) {
      output.line("%10d %8.3f", row.k(), row.recall());
    }
    output.line(
        "%nOf the ten best by exact MaxSim, over %d queries: %s",
        check.queries(),
        check.fit()
            ? "fit."
            : "unfit, as it misses more than one in ten; take more candidates or another source.");
  }

  private static ObjectNode json(Probe.SourceCheck check) {
    ObjectNode node = Output.object().put("source", check.source()).put("queries", check.queries());
    ArrayNode rows = node.putArray("rows");
    for (Probe.RecallAt row : check.rows()) {
      rows.addObject().put("k", row.k()).put("recall", row.recall());
    }
    return node.put("fit", check.fit());
  }
}
