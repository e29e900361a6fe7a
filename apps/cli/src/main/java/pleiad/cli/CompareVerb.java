package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.eval.Comparison;
import pleiad.eval.Comparison.QueryRow;
import pleiad.eval.Measure;
import pleiad.eval.Qrels;
import pleiad.eval.Run;

@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says whether RUN2 is better than RUN1, or whether chance could have made as much of it.",
      "Differences are RUN2 less RUN1; a win is a query where RUN2 is better. Every judged query counts, one that a run does not answer as 0, as in trec_eval -c.",
      "The tests are two-sided: a randomisation test by signs, a paired t-test, and a bootstrap interval of the mean difference."
    },
    footer = {"", "Example:", "  pleiad compare bm25.run late.run --qrels scifact/qrels/test.tsv"})
final class CompareVerb implements Callable<Integer> {
  private static final double SIGNIFICANT = 0.05;

  @Parameters(
      index = "0",
      paramLabel = "RUN1",
      description = "A TREC run, such as eval --run writes.")
  private Path first;

  @Parameters(index = "1", paramLabel = "RUN2", description = "The run to hold beside it.")
  private Path second;

  @Option(
      names = "--qrels",
      required = true,
      paramLabel = "FILE",
      description = "The judgements, in TREC's format or BEIR's.")
  private Path qrels;

  @Option(
      names = "--measure",
      description =
          "A measure (default: ${DEFAULT-VALUE}); may be given several times, each tested by itself.")
  private List<String> measures = List.of("nDCG@10");

  @Option(
      names = "--queries",
      paramLabel = "N",
      description =
          "Show so many of the queries most won and most lost (default: ${DEFAULT-VALUE}).")
  private int shown = 5;

  @Option(
      names = "--seed",
      description = "Of the random signs and resamples (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  CompareVerb() {}

  @Override
  public Integer call() throws IOException {
    if (shown < 0) {
      throw new IllegalArgumentException("--queries is a number from 0, got " + shown);
    }
    List<Measure> wanted = measures.stream().map(Measure::parse).toList();
    Comparison found =
        Comparison.of(Run.read(first), Run.read(second), Qrels.open(qrels), wanted, seed);
    tellMissing(first, found.missing1().size(), found.queries());
    tellMissing(second, found.missing2().size(), found.queries());
    if (output.json()) {
      output.print(json(found));
    } else {
      found.rows().forEach(this::print);
      output.line("%,d queries, seed %d", found.queries(), seed);
    }
    return Exit.OK;
  }

  private void tellMissing(Path run, int missing, int queries) {
    if (missing > 0) {
      output.say(
          "%s: %,d of %,d judged queries have no answer and count as 0", run, missing, queries);
    }
  }

  private void print(Comparison.Row row) {
    output.line(
        "@|bold %s|@  %.4f → %.4f  difference %+.4f, 95 %% of resamples %+.4f to %+.4f",
        row.measure(),
        row.mean1(),
        row.mean2(),
        row.difference(),
        row.ci95().low(),
        row.ci95().high());
    output.line(
        "  randomisation p = %s, t-test p = %s: %s",
        chance(row.pRandomisation()), chance(row.pT()), verdict(row));
    output.line("  %,d queries won, %,d equal, %,d lost", row.wins(), row.ties(), row.losses());
    printQueries("won", most(row, true));
    printQueries("lost", most(row, false));
  }

  private static String chance(double p) {
    return Double.isNaN(p) ? "unknown" : "%.2g".formatted(p);
  }

  private static String verdict(Comparison.Row row) {
    if (row.pRandomisation() > SIGNIFICANT) {
      return "chance could have made as much";
    }
    return row.difference() > 0 ? "RUN2 is better" : "RUN1 is better";
  }

  private void printQueries(String what, List<QueryRow> queries) {
    for (QueryRow each : queries) {
      output.line("  %-4s  %-20s %.4f → %.4f", what, each.query(), each.score1(), each.score2());
    }
  }

  /// The queries most won or most lost, the one that most is first.
  private List<QueryRow> most(Comparison.Row row, boolean won) {
    List<QueryRow> all = won ? row.perQuery() : row.perQuery().reversed();
    return all.stream()
        .filter(each -> won ? each.difference() > 0 : each.difference() < 0)
        .limit(shown)
        .toList();
  }

  private ObjectNode json(Comparison found) {
    ObjectNode node = Output.object();
    node.put("run1", first.toString()).put("run2", second.toString());
    node.put("queries", found.queries())
        .put("missing1", found.missing1().size())
        .put("missing2", found.missing2().size())
        .put("seed", seed);
    // The first measure stands at the top, for scripts that ask for one.
    put(node, found.rows().getFirst());
    ArrayNode rows = node.putArray("rows");
    for (Comparison.Row row : found.rows()) {
      ObjectNode each = rows.addObject();
      put(each, row);
      put(each.putArray("won"), most(row, true));
      put(each.putArray("lost"), most(row, false));
      put(each.putArray("per_query"), row.perQuery());
    }
    return node;
  }

  private static void put(ObjectNode node, Comparison.Row row) {
    node.put("measure", row.measure().toString())
        .put("mean1", row.mean1())
        .put("mean2", row.mean2())
        .put("difference", row.difference());
    node.putArray("ci95").add(row.ci95().low()).add(row.ci95().high());
    node.put("p_randomisation", row.pRandomisation());
    if (Double.isNaN(row.pT())) {
      node.putNull("p_t");
    } else {
      node.put("p_t", row.pT());
    }
    node.put("wins", row.wins()).put("ties", row.ties()).put("losses", row.losses());
  }

  private static void put(ArrayNode array, List<QueryRow> queries) {
    for (QueryRow each : queries) {
      array
          .addObject()
          .put("query", each.query())
          .put("score1", each.score1())
          .put("score2", each.score2())
          .put("difference", each.difference());
    }
  }
}
