package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.eval.Run;
import pleiad.search.Fusion;

@Command(
    name = "fuse",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes one run of several, as a plan makes one list of what its sources found.",
      "A query that a run does not answer gets nothing from that run."
    },
    footer = {
      "",
      "Example:",
      "  pleiad fuse bm25.run tokens.run --with \"minmax(0.3, 0.7)\" --run both.run"
    })
final class FuseVerb implements Callable<Integer> {
  @Parameters(arity = "2..*", paramLabel = "RUN", description = "TREC runs, two or more.")
  private List<Path> files;

  @Option(
      names = "--with",
      paramLabel = "FUSION",
      description =
          "How, with weights of the runs in their order: rrf, rrf(60), minmax(0.3, 0.7), zscore, dbsf, borda (default: ${DEFAULT-VALUE}).")
  private String how = "rrf";

  @Option(names = "-k", description = "Write the best so many of each query (default: all).")
  private int k = Integer.MAX_VALUE;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "FILE",
      description = "Where to write the fused run.")
  private Path written;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  FuseVerb() {}

  @Override
  public Integer call() throws IOException {
    if (k < 1) {
      throw new IllegalArgumentException("-k is at least 1, got " + k);
    }
    Fusion fusion = Fusion.parse(how, files.size());
    List<Run> runs = new ArrayList<>();
    for (Path file : files) {
      runs.add(Run.read(file));
    }
    Run fused = RunFusion.fuse(runs, fusion, k);
    if (fused.queries().isEmpty()) {
      throw new BadData("the runs are empty, so there is nothing to fuse: " + files);
    }
    fused.write(written, "pleiad");
    report(runs, fusion, fused);
    return Exit.OK;
  }

  private void report(List<Run> runs, Fusion fusion, Run fused) {
    int queries = fused.queries().size();
    long hits = fused.queries().stream().mapToLong(query -> fused.hits(query).size()).sum();
    for (int i = 0; i < runs.size(); i++) {
      int missing = queries - runs.get(i).queries().size();
      if (missing > 0) {
        output.say("%s: %,d of %,d queries have no answer", files.get(i), missing, queries);
      }
    }
    if (!output.json()) {
      output.line(
          "%s: %,d queries, %,d hits, %s of %d runs",
          written, queries, hits, fusion.text(), runs.size());
      return;
    }
    ObjectNode node = Output.object();
    ArrayNode names = node.putArray("runs");
    files.forEach(file -> names.add(file.toString()));
    node.put("with", fusion.text())
        .put("run", written.toString())
        .put("queries", queries)
        .put("hits", hits);
    output.print(node);
  }
}
