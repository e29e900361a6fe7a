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
import pleiad.Comparison;
import pleiad.cli.source.PageFiles;
import pleiad.cli.source.Reading;
import pleiad.encode.Encoder;
import pleiad.encode.PageEncoder;
import pleiad.encode.Token;

@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows MaxSim of two texts: every query token finds its best document token.",
      "With a page-image model DOCUMENT is a page: form.pdf#page=3, a PNG or a JPEG file."
    },
    footer = {"", "Example:", "  pleiad score \"red fox\" \"a fox with crimson fur\" --matrix"})
final class ScoreVerb implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "QUERY", description = "The query.")
  private String query;

  @Parameters(index = "1", paramLabel = "DOCUMENT", description = "The document.")
  private String document;

  @Option(names = "--matrix", description = "Show the similarity of every pair of tokens.")
  private boolean matrix;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page with all similarities as a heat map.")
  private @Nullable Path html;

  @Mixin private ModelOptions models;
  @Mixin private Output output;

  @SuppressWarnings("NullAway.Init") // picocli sets the fields
  ScoreVerb() {}

  @Override
  public Integer call() throws IOException {
    try (Encoder encoder = models.open()) {
      Comparison comparison =
          encoder instanceof PageEncoder pages
              ? Comparison.of(pages, query, PageFiles.draw(document, Reading.DEFAULT_DPI))
              : Comparison.of(encoder, query, document);
      if (html != null) {
        HeatMap.write(
            html, query, List.of(new HeatMap.Shown(document, comparison.grid(), List.of())));
        output.say("written to %s", html);
      }
      if (output.json()) {
        output.print(json(comparison));
      } else {
        if (matrix) {
          printMatrix(comparison);
        }
        MatchTable.print(comparison.matches(), comparison.score(), output);
      }
      return Exit.OK;
    }
  }

  private void printMatrix(Comparison comparison) {
    List<Token> rows = comparison.documentTokens();
    List<Token> columns = comparison.queryTokens();
    StringBuilder header = new StringBuilder("%-14s".formatted(""));
    columns.forEach(token -> header.append("%12.11s".formatted(token.piece())));
    output.out().println(header);
    for (int j = 0; j < rows.size(); j++) {
      StringBuilder line = new StringBuilder("%-14.13s".formatted(rows.get(j).piece()));
      for (int i = 0; i < columns.size(); i++) {
        boolean best = comparison.best(i) == j;
        line.append("%11.3f%s".formatted(comparison.similarity(i, j), best ? "*" : " "));
      }
      output.out().println(line);
    }
    output.line("(* the best of its column)");
    output.line("");
  }

  private ObjectNode json(Comparison comparison) {
    ObjectNode node =
        Output.object()
            .put("score", comparison.score())
            .put("normalized", comparison.normalized())
            .put("unit", comparison.unit());
    HitsView.addMatches(node, comparison.matches());
    if (matrix) {
      ArrayNode rows = node.putArray("matrix");
      for (int i = 0; i < comparison.queryTokens().size(); i++) {
        ArrayNode row = rows.addArray();
        for (int j = 0; j < comparison.documentTokens().size(); j++) {
          row.add(comparison.similarity(i, j));
        }
      }
    }
    return node;
  }
}
