package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import pleiad.Pleiad;
import pleiad.SampledQuery;
import pleiad.Search;
import pleiad.Searcher;
import pleiad.Stats;
import pleiad.VectorField;
import pleiad.cli.PlanTrial.Asked;
import pleiad.eval.Evaluation;
import pleiad.eval.Measure;

@Command(
    name = "advise",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Tries plans on a collection and says which to take: the fastest of those that are good enough.",
      "With --judgements good is what people judged; the fastest within 0.01 of the best is taken.",
      "Without, good is what exact late interaction would find, with spans of the collection's own documents for queries; the fastest with nine of its ten is taken. That cannot tell whether late interaction is right."
    },
    footer = {
      "",
      "Example:",
      "  pleiad advise --index papers",
      "  pleiad advise --index papers --judgements my-test --split train"
    })
final class AdviseVerb implements Callable<Integer> {
  private static final Measure MEASURE = Measure.parse(JudgementOptions.MEASURE);
  private static final String AGREEMENT = "agreement";
  private static final String WORDS = "bm25(100)";
  private static final double DISAGREEING = 0.1;

  @Option(
      names = "--index",
      paramLabel = "FOLDER",
      required = true,
      description = "The collection.")
  private Path folder;

  @Option(
      names = "--plan",
      description =
          "A plan to try; may be given several times (default: some of words alone, one vector a document, and late interaction, what the collection has).")
  private List<String> plans = List.of();

  @Mixin private JudgementOptions judgements;
  @Mixin private ProbeOptions probe;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  AdviseVerb() {}

  /// What was measured on.
  ///
  /// @param by the measure's name
  /// @param shared of ten documents by words and by late interaction, what both find; empty where
  ///   they were not both tried
  private record Report(
      String by, Stats stats, List<Asked> queries, OptionalDouble shared, Advice advice) {
    double length() {
      return queries.stream().mapToInt(Asked::length).average().orElse(0);
    }
  }

  @Override
  public Integer call() throws IOException {
    try (Searcher searcher = Pleiad.openReadOnly(folder, ModelOptions.collection())) {
      JudgementOptions.Judged judged = judgements.read();
      Report report = judged == null ? sampled(searcher) : judged(searcher, judged);
      if (output.json()) {
        output.print(json(report));
      } else {
        print(report);
      }
    }
    return Exit.OK;
  }

  private List<PlanTrial> trials(Searcher searcher, List<Asked> queries) throws IOException {
    List<PlanTrial> trials = new ArrayList<>();
    for (String plan : plans.isEmpty() ? plans(searcher.stats().fields().getFirst()) : plans) {
      trials.add(PlanTrial.of(searcher, plan, queries));
    }
    return trials;
  }

  /// What can be tried on a collection whose first field that is.
  static List<String> plans(VectorField field) {
    String at = "@" + field.name();
    String late = "fast" + at;
    if (field.model() == null) {
      return List.of(late, "centroid%s(100) | maxsim%s(10)".formatted(at, at));
    }
    return List.of(
        WORDS,
        "dense%s(100)".formatted(at),
        "%s | maxsim%s(10)".formatted(WORDS, at),
        late,
        "balanced" + at,
        "best" + at);
  }

  private Report judged(Searcher searcher, JudgementOptions.Judged judged) throws IOException {
    List<Asked> asked =
        judged.queries().stream()
            .map(query -> new Asked(query.id(), Search.of(query.text()), null))
            .toList();
    List<PlanTrial> trials = trials(searcher, asked);
    List<Integer> lengths = asked.stream().map(Asked::length).toList();
    List<Advice.Row> rows = new ArrayList<>();
    for (PlanTrial trial : trials) {
      Map<String, Double> values =
          Evaluation.of(trial.run(), judged.qrels(), List.of(MEASURE)).values(MEASURE);
      List<Double> inOrder =
          asked.stream().map(query -> values.getOrDefault(query.id(), 0.0)).toList();
      rows.add(Advice.Row.of(trial.plan(), inOrder, lengths, trial.millis()));
    }
    if (rows.stream().allMatch(row -> row.quality() == 0)) {
      throw new IllegalArgumentException(
          "no plan found a document that is judged relevant; are these judgements those of %s, which has %,d documents?"
              .formatted(folder, searcher.stats().documents()));
    }
    String by = MEASURE.toString();
    return new Report(
        by, searcher.stats(), asked, shared(searcher, trials, asked), Advice.judged(rows, by));
  }

  private Report sampled(Searcher searcher) throws IOException {
    List<Asked> asked = new ArrayList<>();
    for (SampledQuery each : probe.draw(searcher)) {
      asked.add(new Asked("span " + asked.size(), each.search(), each.id()));
    }
    String field = searcher.stats().fields().getFirst().name();
    PlanTrial exact =
        PlanTrial.of(
            searcher, "tokens@%s(%d, recall=1)".formatted(field, PlanTrial.TOP + 1), asked);
    List<PlanTrial> trials = trials(searcher, asked);
    List<Integer> lengths = asked.stream().map(Asked::length).toList();
    List<Advice.Row> rows =
        trials.stream()
            .map(
                trial ->
                    Advice.Row.of(
                        trial.plan(), trial.shared(exact, asked), lengths, trial.millis()))
            .toList();
    return new Report(
        AGREEMENT, searcher.stats(), asked, shared(searcher, trials, asked), Advice.sampled(rows));
  }

  private static OptionalDouble shared(
      Searcher searcher, List<PlanTrial> trials, List<Asked> queries) throws IOException {
    String late = "fast@" + searcher.stats().fields().getFirst().name();
    for (PlanTrial words : trials) {
      for (PlanTrial tokens : trials) {
        if (words.plan().equals(WORDS) && tokens.plan().equals(late)) {
          return words.shared(tokens, queries).stream().mapToDouble(Double::doubleValue).average();
        }
      }
    }
    return OptionalDouble.empty();
  }

  private void print(Report report) {
    output
        .out()
        .println(
            "%-36s %12s %12s %12s %10s".formatted("plan", report.by(), "short", "long", "p50 ms"));
    for (Advice.Row row : report.advice().rows()) {
      output
          .out()
          .println(
              "%-36s %12.3f %12.3f %12.3f %10.1f"
                  .formatted(row.plan(), row.quality(), row.simple(), row.complex(), row.millis()));
    }
    output.line(
        "%,d documents, %,d tokens; %,d queries of %.1f %s on average",
        report.stats().documents(),
        report.stats().tokens(),
        report.queries().size(),
        report.length(),
        report.queries().getFirst().search().text() == null ? "tokens" : "words");
    report
        .shared()
        .ifPresent(
            shared ->
                output.line(
                    "Words and late interaction share %.1f of their ten best%s.",
                    PlanTrial.TOP * shared,
                    shared < DISAGREEING
                        ? ": they disagree, so the weights of a fusion decide"
                        : ""));
    output.line("%nTake @|bold %s|@", report.advice().plan());
    output.line("%s.", report.advice().reason());
    if (!judgements.given()) {
      output.line(
          "Whether words beside it help, agreement cannot tell: give --judgements, and see tune.");
    }
  }

  private ObjectNode json(Report report) {
    ObjectNode node =
        Output.object()
            .put("index", folder.toString())
            .put("by", report.by())
            .put("documents", report.stats().documents())
            .put("tokens", report.stats().tokens())
            .put("queries", report.queries().size())
            .put("query_length", report.length());
    report
        .shared()
        .ifPresentOrElse(shared -> node.put("shared", shared), () -> node.putNull("shared"));
    ArrayNode rows = node.putArray("rows");
    for (Advice.Row row : report.advice().rows()) {
      rows.addObject()
          .put("plan", row.plan())
          .put("quality", row.quality())
          .put("quality_short", row.simple())
          .put("quality_long", Double.isNaN(row.complex()) ? null : row.complex())
          .put("p50", row.millis());
    }
    node.putObject("recommendation")
        .put("plan", report.advice().plan())
        .put("reason", report.advice().reason());
    return node;
  }
}
