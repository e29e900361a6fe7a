package pleiad.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Results of benchmarks as a page in Markdown. Nothing on it is written by hand: what a peer does
/// better stands there because its figures say so.
final class BenchmarksPage {
  private static final String HEAD =
      """
      # Benchmarks

      Each section is what one command printed with `--json`, on the machine that it names; `./pleiad bench report`
      wrote the page from that, and the same commands measure yours. What the figures mean, and what was left out, the
      pages on [codes](concepts/codes.md), [peers](how-to/compare-with-peers.md) and
      [evaluating](how-to/evaluate.md) say.
      """;

  private final StringBuilder page = new StringBuilder(HEAD);

  private BenchmarksPage() {}

  /// A section a result.
  ///
  /// @param results each of some [ResultKind]
  static String of(List<JsonNode> results) {
    BenchmarksPage page = new BenchmarksPage();
    results.forEach(page::section);
    return page.page.toString();
  }

  private void section(JsonNode result) {
    ResultKind kind = Objects.requireNonNull(ResultKind.of(result));
    page.append("\n## ").append(kind.title(result)).append("\n\n    ");
    page.append(result.path("command").asText()).append("\n\n").append(about(result));
    List<ResultColumn> columns = kind.columns(result);
    page.append("\n\n").append(line(columns.stream().map(ResultColumn::header).toList()));
    page.append(line(columns.stream().map(_ -> "---").toList()));
    for (JsonNode row : result.path("rows")) {
      page.append(line(columns.stream().map(column -> column.cell().apply(row)).toList()));
    }
    List<String> notes = ResultNotes.of(result);
    if (!notes.isEmpty()) {
      page.append(notes.stream().collect(Collectors.joining("\n- ", "\n- ", "\n")));
    }
  }

  private static String line(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  /// Of how much, and where and when it was measured.
  private static String about(JsonNode result) {
    List<String> parts = new ArrayList<>();
    addNumber(parts, result, "documents", "%s documents", 0);
    addNumber(parts, result, "real_documents", "%s documents; more are made of these", 0);
    addNumber(parts, result, "tokens", "%s token vectors", 0);
    addNumber(parts, result, "queries", "%s queries", 0);
    addNumber(parts, result, "exact_ms", "an exact scan takes %s ms", 1);
    addNumber(parts, result, "exact_ndcg", "nDCG@10 of exact MaxSim %s", 4);
    parts.add(result.path("machine").asText());
    parts.add(result.path("date").asText());
    return String.join("; ", parts) + ".";
  }

  private static void addNumber(
      List<String> parts, JsonNode result, String field, String words, int decimals) {
    JsonNode value = result.path(field);
    if (value.isNumber()) {
      parts.add(words.formatted(ResultColumn.format(value.asDouble(), decimals)));
    }
  }
}
