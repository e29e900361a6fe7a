package pleiad.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import pleiad.bench.GrowthBench;
import pleiad.bench.GrowthRow;

/// How figures grow with a collection, as one page of pictures.
final class GrowthPage {
  private static final String DOCUMENTS = "documents";

  private GrowthPage() {}

  static String of(GrowthBench.Result result, String machine) {
    PicturePage page =
        new PicturePage("How Pleiad grows with " + PicturePage.escaped(result.data()))
            .paragraph(
                "%,d documents, %,d dimensions, %,d queries; more documents are made of these. %s. One search at a time on one thread."
                    .formatted(
                        result.real(),
                        result.dim(),
                        result.queries(),
                        PicturePage.escaped(machine)));
    figure(page, result, "Time of a search", "p50, milliseconds", GrowthRow::p50);
    figure(page, result, "Faithfulness", "recall@10 of exact MaxSim", GrowthRow::recall10);
    figure(page, result, "Bytes", "megabytes", row -> row.bytes() / 1e6);
    figure(page, result, "Building", "seconds", GrowthRow::buildSeconds);
    return page.end();
  }

  private static void figure(
      PicturePage page,
      GrowthBench.Result result,
      String caption,
      String axis,
      ToDoubleFunction<GrowthRow> value) {
    List<BenchPicture.Point> points = new ArrayList<>();
    for (GrowthRow row : result.rows()) {
      double y = value.applyAsDouble(row);
      String label = String.format(Locale.ROOT, "%,d documents: %,.2f", row.documents(), y);
      points.add(new BenchPicture.Point(points.size() + 1, "pleiad", label, row.documents(), y));
    }
    page.figure(caption, BenchPicture.scatter(points, DOCUMENTS, axis));
  }
}
