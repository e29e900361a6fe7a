package pleiad.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Hit;
import pleiad.Hits;
import pleiad.Pleiad;
import pleiad.Search;
import pleiad.Searcher;
import pleiad.eval.Evaluation;
import pleiad.eval.ExpectedQuality;
import pleiad.eval.Measure;
import pleiad.eval.Qrels;
import pleiad.eval.Query;
import pleiad.eval.Run;
import pleiad.eval.TestCollection;
import pleiad.search.Plan;

@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a test collection's queries and measures what comes back, a row a plan.",
      "The collection (BEIR folder, or MS MARCO's files) is indexed once and kept in the cache.",
      "A page-image model is shown the picture that each line of corpus.jsonl names as image, and every other the text."
    },
    footer = {"", "Example:", "  pleiad eval scifact --plan \"bm25(100)\" --plan \"tokens(100)\""})
final class EvalVerb implements Callable<Integer> {
  private static final int WARM_UP_QUERIES = 10;
  private static final List<String> PLANS =
      List.of("bm25(100)", "dense(100)", "tokens(100)", "bm25(100) | maxsim(100)");
  private static final List<String> MEASURES = List.of("nDCG@10", "RR@10", "R@100");

  @Parameters(paramLabel = "COLLECTION", description = "The test collection's folder.")
  private Path collection;

  @Option(names = "--split", description = "The judgements to use (default: ${DEFAULT-VALUE}).")
  private String split = "test";

  @Option(
      names = "--plan",
      description = {
        "A plan to measure; may be given several times (default: those that --check expects something of, else",
        "bm25(100), dense(100), tokens(100) and bm25(100) | maxsim(100))."
      })
  private List<String> plans = List.of();

  @Option(
      names = "--measure",
      description =
          "A measure; may be given several times (default: those of --check, else nDCG@10, RR@10 and R@100).")
  private List<String> measures = List.of();

  @Option(names = "-k", description = "Hits taken a query (default: ${DEFAULT-VALUE}).")
  private int k = 100;

  @Mixin private EvalIndex index;

  @Option(
      names = "--run",
      paramLabel = "FILE",
      description = "Write what was found as a TREC run; with several plans FILE.1, FILE.2, …")
  private @Nullable Path run;

  @Mixin private EvalExpectation expectation;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  EvalVerb() {}

  @Override
  public Integer call() throws IOException {
    TestCollection test = TestCollection.open(collection);
    List<Query> queries = test.queries(split);
    Qrels qrels = test.qrels(split);
    ExpectedQuality expected = expectation.read(collection);
    if (expected != null) {
      expected.requireSame(settings(qrels));
    }
    List<String> texts = plans(expected);
    List<Plan> parsed = texts.stream().map(Plan::parse).toList();
    List<Measure> wanted = measures(expected, texts);
    EvalReport report;
    Path folder = index.open(collection, test, output);
    try (Searcher searcher = Pleiad.openReadOnly(folder, index.options())) {
      List<EvalReport.Row> rows = new ArrayList<>();
      for (int i = 0; i < parsed.size(); i++) {
        rows.add(row(searcher, texts.get(i), parsed.get(i), queries, qrels, wanted));
      }
      report = new EvalReport(collection, split, wanted, rows, queries.size(), searcher.stats());
    }
    QualityCheck check = expected == null ? null : expectation.compare(expected, report.rows());
    report(report, check);
    writeRuns(report.rows());
    expectation.write(report, settings(qrels), output);
    return check == null || check.passed() ? Exit.OK : Exit.NOTHING_FOUND;
  }

  /// What measures depend on beside the plan and the documents.
  private Map<String, String> settings(Qrels qrels) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("split", split);
    settings.put("queries", String.valueOf(qrels.queries().size()));
    settings.put("judgements", String.valueOf(qrels.size()));
    settings.put("model", index.model());
    settings.put("codec", index.codec());
    settings.put("pool", String.valueOf(index.pooling()));
    settings.put("k", String.valueOf(k));
    return settings;
  }

  private List<String> plans(@Nullable ExpectedQuality expected) {
    if (!plans.isEmpty()) {
      return plans;
    }
    return expected == null
        ? PLANS
        : expected.rows().stream().map(ExpectedQuality.Row::plan).toList();
  }

  /// What was asked for, and what is expected.
  private List<Measure> measures(@Nullable ExpectedQuality expected, List<String> texts) {
    List<String> asked = measures.isEmpty() && expected == null ? MEASURES : measures;
    Set<Measure> all = new LinkedHashSet<>(asked.stream().map(Measure::parse).toList());
    if (expected != null) {
      texts.forEach(plan -> all.addAll(expected.row(plan).measures().keySet()));
    }
    return List.copyOf(all);
  }

  private EvalReport.Row row(
      Searcher searcher,
      String text,
      Plan plan,
      List<Query> queries,
      Qrels qrels,
      List<Measure> wanted)
      throws IOException {
    for (Query query : queries.subList(0, Math.min(WARM_UP_QUERIES, queries.size()))) {
      searcher.search(search(query, plan));
    }
    Run.Builder builder = Run.builder();
    Latency encode = new Latency();
    Latency search = new Latency();
    try (Progress progress = Progress.of(text, "queries", queries::size)) {
      for (Query query : queries) {
        Hits hits = searcher.search(search(query, plan));
        encode.add(hits.encodeMillis());
        search.add(hits.totalMillis() - hits.encodeMillis());
        for (Hit hit : hits.hits()) {
          builder.add(query.id(), hit.id(), hit.score());
        }
        progress.step();
      }
    }
    Run found = builder.build();
    return new EvalReport.Row(text, Evaluation.of(found, qrels, wanted), encode, search, found);
  }

  private Search search(Query query, Plan plan) {
    return Search.of(query.text()).k(k).plan(plan).matches(false);
  }

  private void report(EvalReport report, @Nullable QualityCheck check) throws IOException {
    if (output.json()) {
      ObjectNode node = report.json();
      if (check != null) {
        node.set("check", check.json());
      }
      output.measured(node);
      return;
    }
    report.print(output);
    if (check != null) {
      check.print(output);
    }
  }

  private void writeRuns(List<EvalReport.Row> rows) throws IOException {
    if (run == null) {
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      Path file =
          rows.size() == 1
              ? run
              : Objects.requireNonNull(run).resolveSibling(run.getFileName() + "." + (i + 1));
      rows.get(i).run().write(file, "pleiad");
      output.say("%s: written to %s", rows.get(i).plan(), file);
    }
  }
}
