package pleiad.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// What is to be said of results beside their table: what was measured of a setting alone, how
/// figures grow, and who is ahead of Pleiad in what.
final class ResultNotes {
  private static final String PLEIAD = "pleiad";

  private static final List<Contest> CONTESTS =
      List.of(
          new Contest("p50", "/p50", 2, -1),
          new Contest("recall@10", "/recall@10", 3, 1),
          new Contest("nDCG@10", "/nDCG@10", 4, 1),
          new Contest("bytes a token", "/bytes_per_token", 1, -1),
          new Contest("building, tokens/s", "/build_tokens_per_s", 0, 1));

  private ResultNotes() {}

  /// In Markdown, a sentence or two each.
  static List<String> of(JsonNode result) {
    List<JsonNode> rows = StreamSupport.stream(result.path("rows").spliterator(), false).toList();
    List<String> notes = new ArrayList<>();
    if (ResultKind.of(result) == ResultKind.PEERS) {
      notes.addAll(ahead(rows));
    }
    for (JsonNode row : rows) {
      addFilter(notes, row);
      addRank(notes, row);
      addLiveAdd(notes, row);
    }
    if (result.has("exponents")) {
      notes.add(
          "Grows with documents to the power of %s (p50), %s (bytes), %s (building), by a line through all rows; from the last but one to the last: %s, %s, %s."
              .formatted(
                  figure(result, "/exponents/p50", 2),
                  figure(result, "/exponents/bytes", 2),
                  figure(result, "/exponents/build_s", 2),
                  lastPower(rows, "/p50"),
                  lastPower(rows, "/bytes"),
                  lastPower(rows, "/build_s")));
    }
    return notes;
  }

  /// Of the documents, by which a figure of the last row is more than that of the row before. Small
  /// collections are kept in another way than large ones, so a line through all rows says less.
  private static String lastPower(List<JsonNode> rows, String pointer) {
    JsonNode before = rows.get(rows.size() - 2);
    JsonNode last = rows.getLast();
    double power =
        Math.log(last.at(pointer).asDouble() / before.at(pointer).asDouble())
            / Math.log(last.at("/documents").asDouble() / before.at("/documents").asDouble());
    return ResultColumn.format(power, 2);
  }

  private static void addFilter(List<String> notes, JsonNode row) {
    if (row.has("filter")) {
      notes.add(
          "`%s`, a filter that keeps %s documents: p50 %s ms, recall@10 %s; %.1f %% of the answers are those of scoring every code of what it keeps."
              .formatted(
                  row.path("setting").asText(),
                  figure(row, "/filter/documents", 0),
                  figure(row, "/filter/p50", 2),
                  figure(row, "/filter/recall", 3),
                  100 * row.at("/filter/same_answers").asDouble()));
    }
  }

  private static void addRank(List<String> notes, JsonNode row) {
    if (row.has("rank")) {
      notes.add(
          "`%s`, %s candidates scored by `maxsim`: p50 %s ms; all documents by the exact query: %s ms."
              .formatted(
                  row.path("setting").asText(),
                  figure(row, "/rank/candidates", 0),
                  figure(row, "/rank/ranker_ms", 2),
                  figure(row, "/rank/exact_ms", 1)));
    }
  }

  private static void addLiveAdd(List<String> notes, JsonNode row) {
    if (row.has("live_add")) {
      notes.add(
          "`%s`, one more document: opened in %s ms, added in %s, committed in %s, found in %s; %s old segment files rewritten."
              .formatted(
                  row.path("setting").asText(),
                  figure(row, "/live_add/open_ms", 0),
                  figure(row, "/live_add/add_ms", 0),
                  figure(row, "/live_add/commit_ms", 0),
                  figure(row, "/live_add/search_ms", 0),
                  figure(row, "/live_add/rewritten_files", 0)));
    }
  }

  /// A figure in which one is ahead of another.
  ///
  /// @param sign 1 where more is better, -1 where less is
  private record Contest(String name, String pointer, int decimals, int sign) {
    boolean has(JsonNode row) {
      return row.at(pointer).isNumber();
    }

    String figure(JsonNode row) {
      return ResultNotes.figure(row, pointer, decimals);
    }

    boolean better(JsonNode row, JsonNode than) {
      return sign * Double.compare(row.at(pointer).asDouble(), than.at(pointer).asDouble()) > 0;
    }
  }

  /// Who has better figures than Pleiad's first row, its default.
  private static List<String> ahead(List<JsonNode> rows) {
    List<JsonNode> ours = rows.stream().filter(ResultNotes::isOurs).limit(1).toList();
    List<String> notes = new ArrayList<>();
    for (JsonNode pleiad : ours) {
      for (Contest contest : CONTESTS) {
        String better =
            rows.stream()
                .filter(row -> !isOurs(row) && contest.has(row) && contest.better(row, pleiad))
                .map(row -> name(row) + " " + contest.figure(row))
                .collect(Collectors.joining("; "));
        notes.add(
            "Ahead of Pleiad's `%s` in %s (%s): %s."
                .formatted(
                    pleiad.path("setting").asText(),
                    contest.name(),
                    contest.figure(pleiad),
                    better.isEmpty() ? "nobody" : better));
      }
    }
    return notes;
  }

  private static boolean isOurs(JsonNode row) {
    return row.path("system").asText().equals(PLEIAD);
  }

  private static String name(JsonNode row) {
    String setting = row.path("setting").asText();
    return row.path("system").asText() + (setting.isEmpty() ? "" : " (" + setting + ")");
  }

  private static String figure(JsonNode node, String pointer, int decimals) {
    return ResultColumn.format(node.at(pointer).asDouble(), decimals);
  }
}
