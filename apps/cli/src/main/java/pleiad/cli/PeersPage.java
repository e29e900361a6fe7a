package pleiad.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pleiad.bench.PeerRow;
import pleiad.bench.PeersBench;

/// What the bench of peers measured, as one page that needs nothing else: a table and pictures.
final class PeersPage {
  private final PeersBench.Result result;

  private PeersPage(PeersBench.Result result) {
    this.result = result;
  }

  static String of(PeersBench.Result result, String machine) {
    return new PeersPage(result).page(machine);
  }

  private String page(String machine) {
    return new PicturePage("Pleiad and its peers on " + PicturePage.escaped(result.data()))
        .paragraph(
            "%,d documents, %,d tokens of %d dimensions, %,d queries; nDCG@10 of exact MaxSim %.4f. %s. One search at a time; every system was given the same vectors and searched in turn, and times are medians over rounds."
                .formatted(
                    result.documents(),
                    result.tokens(),
                    result.dim(),
                    result.queries(),
                    result.exactNdcg(),
                    PicturePage.escaped(machine)))
        .add(table())
        .figure(
            "Quality against latency",
            BenchPicture.scatter(points(Value.P50, Value.NDCG), "p50, milliseconds", "nDCG@10"))
        .figure(
            "Faithfulness against latency",
            BenchPicture.scatter(
                points(Value.P50, Value.RECALL), "p50, milliseconds", "recall@10 of exact MaxSim"))
        .figure(
            "Quality against size",
            BenchPicture.scatter(points(Value.BYTES, Value.NDCG), "bytes a token", "nDCG@10"))
        .figure("Building, tokens a second", BenchPicture.bars(points(Value.BUILD, Value.NDCG)))
        .end();
  }

  private StringBuilder table() {
    StringBuilder page =
        new StringBuilder("<table><tr><th class=n>number<th>system<th>version<th>setting");
    for (Value value : Value.values()) {
      page.append("<th class=n>").append(value.header);
    }
    int number = 1;
    for (PeerRow row : result.rows()) {
      page.append(row.system().equals("pleiad") ? "\n<tr class=pleiad>" : "\n<tr>")
          .append("<td class=n>%d<td>".formatted(number++))
          .append(PicturePage.escaped(row.system()))
          .append("<td>")
          .append(PicturePage.escaped(row.version()))
          .append("<td>")
          .append(PicturePage.escaped(row.setting()));
      PeerRow.Figures figures = row.figures();
      if (figures == null) {
        page.append("<td colspan=%d>".formatted(Value.values().length))
            .append(PicturePage.escaped(row.problem()));
        continue;
      }
      for (Value value : Value.values()) {
        Double figure = value.of(figures);
        page.append("<td class=n>")
            .append(figure == null ? "–" : String.format(Locale.ROOT, value.format, figure));
      }
    }
    return page.append("</table>\n");
  }

  private List<BenchPicture.Point> points(Value x, Value y) {
    List<BenchPicture.Point> points = new ArrayList<>();
    int number = 0;
    for (PeerRow row : result.rows()) {
      number++;
      PeerRow.Figures figures = row.figures();
      Double across = figures == null ? null : x.of(figures);
      Double up = figures == null ? null : y.of(figures);
      if (across != null && up != null) {
        points.add(
            new BenchPicture.Point(
                number,
                row.system(),
                PicturePage.escaped(row.system() + ", " + row.setting()),
                across,
                up));
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
}
