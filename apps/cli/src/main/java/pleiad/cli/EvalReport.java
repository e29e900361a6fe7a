package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import pleiad.Stats;
import pleiad.eval.Evaluation;
import pleiad.eval.Measure;
import pleiad.eval.Run;
import pleiad.search.Plan;

/// What `eval` measured.
///
/// @param queries that were asked
/// @param stats of the index
record EvalReport(
    Path collection,
    String split,
    List<Measure> measures,
    List<EvalReport.Row> rows,
    int queries,
    Stats stats) {
  /// One plan's results.
  record Row(String plan, Evaluation evaluation, Latency encode, Latency search, Run run) {}

  void print(Output output) {
    StringBuilder header = new StringBuilder("%-28s".formatted("plan"));
    measures.forEach(measure -> header.append("%10s".formatted(measure)));
    header.append(
        "%14s%14s%14s%12s"
            .formatted("encode p50 ms", "search p50 ms", "search p95 ms", "bytes/doc"));
    output.out().println(header);
    rows.forEach(row -> print(row, output));
    output.line(
        "%,d queries, %,d documents, %,d token vectors of %.1f bytes",
        queries, stats.documents(), stats.tokens(), stats.bytesPerToken());
  }

  private void print(Row row, Output output) {
    StringBuilder line = new StringBuilder("%-28s".formatted(row.plan()));
    measures.forEach(measure -> line.append("%10.4f".formatted(row.evaluation().mean(measure))));
    line.append(
        "%14.1f%14.2f%14.2f%12.0f"
            .formatted(
                row.encode().percentile(50),
                row.search().percentile(50),
                row.search().percentile(95),
                bytesPerDocument(row)));
    output.out().println(line);
    if (!row.evaluation().unanswered().isEmpty()) {
      output.say(
          "%s: %d judged queries found nothing and count as 0",
          row.plan(), row.evaluation().unanswered().size());
    }
  }

  private double bytesPerDocument(Row row) {
    return (double) stats.bytesFor(Plan.parse(row.plan())) / Math.max(1, stats.documents());
  }

  ObjectNode json() {
    ObjectNode node =
        Output.object()
            .put("collection", String.valueOf(collection.getFileName()))
            .put("split", split)
            .put("queries", queries)
            .put("documents", stats.documents())
            .put("tokens", stats.tokens());
    ArrayNode array = node.putArray("rows");
    for (Row row : rows) {
      ObjectNode each =
          array
              .addObject()
              .put("plan", row.plan())
              .put("expanded", Plan.parse(row.plan()).toString());
      ObjectNode values = each.putObject("measures");
      measures.forEach(measure -> values.put(measure.toString(), row.evaluation().mean(measure)));
      each.putObject("latency_ms")
          .put("encode_p50", row.encode().percentile(50))
          .put("search_p50", row.search().percentile(50))
          .put("search_p95", row.search().percentile(95));
      each.put("bytes_per_token", stats.bytesPerToken())
          .put("bytes_per_document", bytesPerDocument(row));
    }
    return node;
  }
}
