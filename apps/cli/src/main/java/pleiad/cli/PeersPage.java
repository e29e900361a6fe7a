package pleiad.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pleiad.bench.PeerRow;
import pleiad.bench.PeersBench;

/// What the bench of peers measured, as one page that needs nothing else: a table and pictures.
final class PeersPage {
  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#222}
      table{border-collapse:collapse;width:100%}td,th{padding:.25rem .6rem;border-bottom:1px solid #ddd}
      td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}figure{margin:2rem 0}
      svg{width:100%;height:auto}figcaption{font-weight:600}.pleiad{font-weight:600}
      """;

  private final PeersBench.Result result;
  private final StringBuilder page = new StringBuilder();

  private PeersPage(PeersBench.Result result) {
    this.result = result;
  }

  static String of(PeersBench.Result result, String machine) {
    return new PeersPage(result).page(machine);
  }

  private String page(String machine) {
    String title = "Pleiad and its peers on " + escaped(result.data());
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>")
        .append(title)
        .append("</title><style>")
        .append(STYLE)
        .append("</style><h1>")
        .append(title)
        .append("</h1><p>")
        .append(
            "%,d documents, %,d tokens of %d dimensions, %,d queries; nDCG@10 of exact MaxSim %.4f. "
                .formatted(
                    result.documents(),
                    result.tokens(),
                    result.dim(),
                    result.queries(),
                    result.exactNdcg()))
        .append(escaped(machine))
        .append(". One search at a time; every system was given the same vectors and")
        .append(" searched in turn, and times are medians over rounds.</p>\n");
    table();
    figure(
        "Quality against latency", "p50, milliseconds", "nDCG@10", points(Value.P50, Value.NDCG));
    figure(
        "Faithfulness against latency",
        "p50, milliseconds",
        "recall@10 of exact MaxSim",
        points(Value.P50, Value.RECALL));
    figure("Quality against size", "bytes a token", "nDCG@10", points(Value.BYTES, Value.NDCG));
    page.append("<figure><figcaption>Building, tokens a second</figcaption>")
        .append(PeersPicture.bars(points(Value.BUILD, Value.NDCG)))
        .append("</figure></html>\n");
    return page.toString();
  }

  private void table() {
    page.append("<table><tr><th class=n>number<th>system<th>version<th>setting");
    for (Value value : Value.values()) {
      page.append("<th class=n>").append(value.header);
    }
    int number = 1;
    for (PeerRow row : result.rows()) {
      page.append(row.system().equals("pleiad") ? "\n<tr class=pleiad>" : "\n<tr>")
          .append("<td class=n>%d<td>".formatted(number++))
          .append(escaped(row.system()))
          .append("<td>")
          .append(escaped(row.version()))
          .append("<td>")
          .append(escaped(row.setting()));
      PeerRow.Figures figures = row.figures();
      if (figures == null) {
        page.append("<td colspan=%d>".formatted(Value.values().length))
            .append(escaped(row.problem()));
        continue;
      }
      for (Value value : Value.values()) {
        Double figure = value.of(figures);
        page.append("<td class=n>")
            .append(figure == null ? "–" : String.format(Locale.ROOT, value.format, figure));
      }
    }
    page.append("</table>\n");
  }

  private void figure(String title, String x, String y, List<PeersPicture.Point> points) {
    page.append("<figure><figcaption>")
        .append(title)
        .append("</figcaption>")
        .append(PeersPicture.scatter(points, x, y))
        .append("</figure>\n");
  }

  private List<PeersPicture.Point> points(Value x, Value y) {
    List<PeersPicture.Point> points = new ArrayList<>();
    int number = 0;
    for (PeerRow row : result.rows()) {
      number++;
      PeerRow.Figures figures = row.figures();
      Double across = figures == null ? null : x.of(figures);
      Double up = figures == null ? null : y.of(figures);
      if (across != null && up != null) {
        points.add(
            new PeersPicture.Point(
                number, row.system(), escaped(row.system() + ", " + row.setting()), across, up));
      }
    }
    return points;
  }

  /// A column of the table.
  private enum Value {
    THREADS("threads", "%.0f"),
    P50("p50 ms", "%.2f"),
    P95("p95 ms", "%.2f"),
    RECALL("recall@10", "%.4f"),
    NDCG("nDCG@10", "%.4f"),
    BYTES("bytes a token", "%.1f"),
    BUILD("built, tokens/s", "%.0f"),
    MEMORY("peak MB", "%.0f"),
    RATIO("times Pleiad", "%.1f");

    private final String header;
    private final String format;

    Value(String header, String format) {
      this.header = header;
      this.format = format;
    }

    private @Nullable Double of(PeerRow.Figures figures) {
      Long peak = figures.peakRssBytes();
      return switch (this) {
        case THREADS -> (double) figures.threads();
        case P50 -> figures.p50();
        case P95 -> figures.p95();
        case RECALL -> figures.recall10();
        case NDCG -> figures.ndcg10();
        case BYTES -> figures.bytesPerToken();
        case BUILD -> figures.buildTokensPerSecond();
        case MEMORY -> peak == null ? null : peak / 1e6;
        case RATIO -> figures.ratioToPleiad();
      };
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
