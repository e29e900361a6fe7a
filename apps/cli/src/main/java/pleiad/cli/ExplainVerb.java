package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import pleiad.Explanation;
import pleiad.Pleiad;
import pleiad.Searcher;
import pleiad.SimilarityGrid;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Takes one document's score apart, token by token.",
    footer = {
      "",
      "Example:",
      "  pleiad explain papers \"does exercise help memory\" 4983",
      "  pleiad explain papers \"does exercise help memory\" 4983 --html why.html --beside 33370"
    })
final class ExplainVerb implements Callable<Integer> {
  /// Sources that share less than one of their ten best documents, on average.
  private static final double DISAGREEMENT = 0.1;

  @Parameters(index = "0", paramLabel = "FOLDER", description = "The collection.")
  private Path folder;

  @Parameters(index = "1", paramLabel = "TEXT", description = "What was looked for.")
  private String text;

  @Parameters(index = "2", paramLabel = "ID", description = "The document.")
  private String id;

  @Option(names = "--why-not", description = "Say only which stage of the plan lost the document.")
  private boolean whyNot;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with all similarities as a heat map.")
  private @Nullable Path html;

  @Option(
      names = "--beside",
      paramLabel = "ID",
      description = "Another document, shown beside the first on the page that --html writes.")
  private @Nullable String beside;

  @Mixin private SearchVerb.Question question;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ExplainVerb() {}

  @Override
  public Integer call() throws IOException {
    if (beside != null && html == null) {
      throw new IllegalArgumentException(
          "--beside shows a second document on the page that --html FILE writes; name the file");
    }
    try (Searcher searcher = Pleiad.openReadOnly(folder, ModelOptions.collection())) {
      Explanation explanation = searcher.explain(question.of(text), id);
      if (html != null) {
        HeatMap.write(html, text, shown(searcher));
        output.say("written to %s", html);
      }
      if (output.json()) {
        output.print(json(explanation));
      } else {
        print(explanation);
      }
      return Exit.OK;
    }
  }

  private List<HeatMap.Shown> shown(Searcher searcher) throws IOException {
    List<HeatMap.Shown> shown = new ArrayList<>();
    for (String each : beside == null ? List.of(id) : List.of(id, beside)) {
      SimilarityGrid grid =
          searcher
              .similarities(question.of(text), each)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "document '%s' has no tokens to show, or the plan looks at none; a plan with tokens or maxsim does"
                              .formatted(each)));
      Explanation stages = searcher.explain(question.of(text), each);
      shown.add(new HeatMap.Shown(each, grid, StageLine.of(stages)));
    }
    return shown;
  }

  private void print(Explanation explanation) {
    for (StageLine line : StageLine.of(explanation)) {
      output.line("%-8s %s", line.stage(), line.outcome());
      if (!line.terms().isEmpty() && !whyNot) {
        output.line("%-8s %s", "", line.terms());
      }
    }
    explanation.agreement().ifPresent(this::printAgreement);
    if (whyNot) {
      return;
    }
    if (explanation.score() == null) {
      output.line("No MaxSim: the plan looks at no tokens, or the document has none.");
      return;
    }
    MatchTable.print(explanation.matches(), explanation.score(), output);
    if (explanation.percentile() != null) {
      output.line("%-37s %10.5f  percentile", "", explanation.percentile());
    }
  }

  private void printAgreement(double agreement) {
    output.line(
        "The sources share %.0f %% of their ten best documents%s.",
        100 * agreement,
        agreement < DISAGREEMENT
            ? ": they disagree, and the fusion's weights decide what comes first"
            : "");
  }

  private static ObjectNode json(Explanation explanation) {
    ObjectNode node = Output.object().put("id", explanation.id());
    node.put("score", explanation.score());
    if (explanation.percentile() != null) {
      node.put("percentile", explanation.percentile());
    }
    HitsView.addMatches(node, explanation.matches());
    explanation.agreement().ifPresent(agreement -> node.put("agreement", agreement));
    ArrayNode stages = node.putArray("stages");
    for (Explanation.Stage stage : explanation.stages()) {
      ObjectNode each =
          stages
              .addObject()
              .put("name", stage.name())
              .put("rank", stage.rank())
              .put("score", stage.score());
      if (!stage.terms().isEmpty()) {
        ArrayNode terms = each.putArray("terms");
        for (Explanation.Term term : stage.terms()) {
          terms
              .addObject()
              .put("field", term.field())
              .put("term", term.term())
              .put("score", term.score());
        }
      }
    }
    return node;
  }
}
