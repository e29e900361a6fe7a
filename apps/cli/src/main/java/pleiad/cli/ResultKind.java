package pleiad.cli;

import static pleiad.cli.ResultColumn.number;
import static pleiad.cli.ResultColumn.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a verb prints with `--json` when it has measured, and how a page shows it.
enum ResultKind {
  SEARCH("bench search", "Searching by late interaction") {
    @Override
    List<ResultColumn> columns(JsonNode result) {
      double scan = result.path("exact_ms").asDouble();
      return List.of(
          text("kept as", "/setting"),
          number("threads", "/threads", 0),
          number("p50, ms", "/p50", 2),
          number("p95, ms", "/p95", 2),
          number("searches/s", "/qps", 0),
          new ResultColumn(
              "exact scan, times p50",
              row -> ResultColumn.format(scan / row.path("p50").asDouble(), 0)),
          number("bytes a token", BYTES, 1),
          number("recall@10", RECALL, 3),
          number("of the best by codes", "/recall_codes@10", 3),
          number("nDCG@10", NDCG, 4),
          number("exact nDCG@10", "/exact_ndcg", 4),
          number("built, tokens/s", "/build/tokens_per_s", 0),
          number("heap, MB", "/heap_mb", 0));
    }
  },
  BUILDS("bench builds", "Builds of one index") {
    @Override
    List<ResultColumn> columns(JsonNode result) {
      return List.of(
          text("kept as", "/setting"),
          number("builds", "/builds", 0),
          number("bytes a token", BYTES, 1),
          number("recall@10", RECALL, 3),
          number("of the best by codes", "/recall_codes@10", 3),
          number("nDCG@10", NDCG, 4),
          number("least", "/nDCG@10_least", 4),
          number("most", "/nDCG@10_most", 4),
          number("nDCG@10 of the best by codes", "/codes_nDCG@10", 4));
    }
  },
  PEERS("bench peers", "Beside other systems") {
    @Override
    List<ResultColumn> columns(JsonNode result) {
      return List.of(
          text("system", "/system"),
          text("version", "/version"),
          text("setting", "/setting"),
          number("threads", "/threads", 0),
          number("p50, ms", "/p50", 2),
          number("times Pleiad's", "/ratio_to_pleiad", 2),
          number("p95, ms", "/p95", 2),
          number("recall@10", RECALL, 3),
          number("nDCG@10", NDCG, 4),
          number("bytes a token", BYTES, 1),
          number("built, tokens/s", "/build_tokens_per_s", 0),
          number("peak, MB", "/peak_rss_bytes", 0, 1e-6),
          text("problem", "/problem"));
    }
  },
  GROWTH("bench growth", "How it grows") {
    @Override
    List<ResultColumn> columns(JsonNode result) {
      return List.of(
          number("documents", "/documents", 0),
          number("tokens", "/tokens", 0),
          number("p50, ms", "/p50", 2),
          number("p95, ms", "/p95", 2),
          number("recall@10", RECALL, 3),
          number("MB", "/bytes", 1, 1e-6),
          number("heap, MB", "/heap_mb", 0),
          number("built in, s", "/build_s", 1));
    }
  },
  CODES("bench codes", "What a code keeps") {
    @Override
    List<ResultColumn> columns(JsonNode result) {
      return List.of(
          text("code", "/code"),
          number("bytes a token", BYTES, 1),
          number("recall@10", RECALL, 3),
          number("nDCG@10", NDCG, 4),
          number("error", "/error", 4),
          number("coded, tokens/s", "/tokens_per_s", 0));
    }
  },
  ENCODE("bench encode", "Encoding") {
    @Override
    List<ResultColumn> columns(JsonNode result) {
      return List.of(
          text("texts", "/texts"),
          number("tokens a text", "/tokens_per_text", 0),
          number("threads", "/threads", 0),
          number("tokens/s", "/tokens_per_s", 0),
          number("times naive", "/ratio_naive", 2),
          number("times padded", "/ratio_padded", 2),
          number("times PyTorch", "/ratio_torch", 2));
    }
  },
  MAXSIM("bench maxsim", "The kernel") {
    @Override
    List<ResultColumn> columns(JsonNode result) {
      return List.of(
          number("dimensions", "/dim", 0),
          number("query tokens", "/query_tokens", 0),
          number("GFLOP/s", "/vector_gflops", 1),
          number("of the core's peak", "/vector_to_peak", 2),
          number("times Lucene's", "/vector_to_lucene", 1));
    }
  },
  EVAL("eval", "Quality of plans") {
    @Override
    List<ResultColumn> columns(JsonNode result) {
      List<ResultColumn> columns = new ArrayList<>();
      columns.add(text("plan", "/plan"));
      result
          .at("/rows/0/measures")
          .fieldNames()
          .forEachRemaining(measure -> columns.add(number(measure, "/measures/" + measure, 4)));
      columns.add(number("encode p50, ms", "/latency_ms/encode_p50", 1));
      columns.add(number("search p50, ms", "/latency_ms/search_p50", 1));
      columns.add(number("search p95, ms", "/latency_ms/search_p95", 1));
      columns.add(number("bytes a document", "/bytes_per_document", 0));
      return columns;
    }
  };

  private static final String BYTES = "/bytes_per_token";
  private static final String RECALL = "/recall@10";
  private static final String NDCG = "/nDCG@10";

  private final String verb;
  private final String title;

  ResultKind(String verb, String title) {
    this.verb = verb;
    this.title = title;
  }

  /// Null when a result is of none.
  static @Nullable ResultKind of(JsonNode result) {
    String command = result.path("command").asText();
    for (ResultKind kind : values()) {
      if ((command + " ").startsWith("./pleiad " + kind.verb + " ")
          && result.path("rows").isArray()) {
        return kind;
      }
    }
    return null;
  }

  abstract List<ResultColumn> columns(JsonNode result);

  /// What it is, of what.
  String title(JsonNode result) {
    String data = result.path("data").asText(result.path("collection").asText());
    String words = data.isEmpty() ? title : title + ", " + data;
    return result.has("dim")
        ? words + ", %d dimensions".formatted(result.get("dim").asInt())
        : words;
  }
}
