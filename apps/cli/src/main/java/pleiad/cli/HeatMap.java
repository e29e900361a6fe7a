package pleiad.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import pleiad.SimilarityGrid;

/// One self-contained page that shows how similar every token of a query is to every token of
/// documents, one beside the other. It asks for nothing else and runs no script.
///
/// Colours go from dark blue to light yellow, in even steps of lightness that people see who do not
/// tell red from green, and in print without colour (after cividis: Nuñez, Anderton and Renslow,
/// "Optimizing colormaps with consideration for color vision deficiency", PLOS ONE 2018).
final class HeatMap {
  private static final int[][] RAMP = {
    {0, 34, 78}, {53, 69, 108}, {102, 105, 112}, {148, 142, 119}, {200, 184, 102}, {254, 232, 56}
  };

  /// Above it text is dark.
  private static final double LIGHT = 0.55;

  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8" />
      <style>
      body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5rem; color: #1b1b1b; background: #fff; }
      h1 { font-size: 1.2rem; } h2 { font-size: 1rem; margin: 0 0 .3rem; }
      ul { margin: 0 0 .5rem; padding-left: 1.2rem; } .terms { color: #555; }
      .beside { display: flex; gap: 2rem; align-items: flex-start; flex-wrap: wrap; }
      table { border-collapse: collapse; font-size: 12px; }
      th { font-weight: normal; text-align: left; padding: 1px 4px; white-space: nowrap; }
      thead th { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; }
      td { width: 2.6em; text-align: right; padding: 1px 3px; font-variant-numeric: tabular-nums; }
      td.best { outline: 2px solid #d1495b; outline-offset: -2px; font-weight: bold; }
      tfoot td { border-top: 1px solid #999; }
      .mark { color: #777; font-style: italic; }
      #marks:not(:checked) ~ .beside .mark { display: none; }
      .ramp { display: inline-block; width: 12em; height: .8em; vertical-align: middle; }
      </style>
      """;

  /// A document of the page.
  ///
  /// @param name what it is called
  /// @param grid its similarities
  /// @param stages what the stages of a plan made of it; empty where there is no plan
  record Shown(String name, SimilarityGrid grid, List<StageLine> stages) {}

  private final StringBuilder page = new StringBuilder();
  private final float least;
  private final float most;

  private HeatMap(List<Shown> documents) {
    float least = Float.POSITIVE_INFINITY;
    float most = Float.NEGATIVE_INFINITY;
    for (Shown each : documents) {
      for (float[] row : each.grid().similarities()) {
        for (float similarity : row) {
          least = Math.min(least, similarity);
          most = Math.max(most, similarity);
        }
      }
    }
    this.least = least;
    this.most = most;
  }

  /// Writes the page, in place of what was there.
  static void write(Path file, String query, List<Shown> documents) throws IOException {
    Files.writeString(file, of(query, documents));
  }

  static String of(String query, List<Shown> documents) {
    HeatMap map = new HeatMap(documents);
    map.page.append(HEAD);
    map.page.append(
        "<title>%1$s</title>\n</head>\n<body>\n<h1>%1$s</h1>\n".formatted(escaped(query)));
    map.legend();
    map.page.append("<div class=\"beside\">\n");
    documents.forEach(map::add);
    map.page.append("</div>\n</body>\n</html>\n");
    return map.page.toString();
  }

  private void legend() {
    List<String> stops = new ArrayList<>();
    for (int[] stop : RAMP) {
      stops.add(colour(stop));
    }
    page.append(
        """
        <p>Each number is the similarity of a token of the query (a column) and a token of the document (a row). \
        Framed: what a query token found, the best of its column. These add up to MaxSim.</p>
        <p>%.2f <span class="ramp" style="background:linear-gradient(to right,%s)"></span> %.2f</p>
        <input type="checkbox" id="marks" /><label for="marks"> show marks and padding, which are of no word</label>
        """
            .formatted(least, String.join(",", stops), most));
  }

  private void add(Shown document) {
    SimilarityGrid grid = document.grid();
    page.append(
        "<section>\n<h2>%s: MaxSim %.4f, %.4f a query token</h2>\n"
            .formatted(
                escaped(document.name()),
                grid.score(),
                grid.score() / Math.max(1, grid.query().size())));
    stages(document.stages());
    page.append("<table>\n<thead><tr><th></th>");
    grid.query().forEach(token -> header(token, "col"));
    page.append("</tr></thead>\n<tbody>\n");
    for (int row = 0; row < grid.document().size(); row++) {
      SimilarityGrid.Label token = grid.document().get(row);
      page.append(token.mark() ? "<tr class=\"mark\">" : "<tr>");
      header(token, "row");
      for (int column = 0; column < grid.query().size(); column++) {
        cell(grid, row, column);
      }
      page.append("</tr>\n");
    }
    page.append("</tbody>\n<tfoot>\n");
    below("found", grid, column -> grid.similarity(column, grid.best(column)));
    if (grid.weights().stream().anyMatch(weight -> weight != 1)) {
      below("counts", grid, column -> grid.weights().get(column));
    }
    page.append("</tfoot>\n</table>\n</section>\n");
  }

  private void below(String name, SimilarityGrid grid, IntFunction<Float> number) {
    page.append("<tr><th>%s</th>".formatted(name));
    for (int column = 0; column < grid.query().size(); column++) {
      page.append(
          "<td%s>%.2f</td>"
              .formatted(
                  grid.query().get(column).mark() ? " class=\"mark\"" : "", number.apply(column)));
    }
    page.append("</tr>\n");
  }

  private void stages(List<StageLine> stages) {
    if (!stages.isEmpty()) {
      page.append("<ul>\n");
      for (StageLine line : stages) {
        page.append("<li>%s: %s".formatted(escaped(line.stage()), escaped(line.outcome())));
        if (!line.terms().isEmpty()) {
          page.append(" <span class=\"terms\">(%s)</span>".formatted(escaped(line.terms())));
        }
        page.append("</li>\n");
      }
      page.append("</ul>\n");
    }
  }

  private void header(SimilarityGrid.Label token, String scope) {
    page.append(
        "<th scope=\"%s\"%s>%s</th>"
            .formatted(scope, token.mark() ? " class=\"mark\"" : "", escaped(token.text())));
  }

  private void cell(SimilarityGrid grid, int row, int column) {
    float similarity = grid.similarity(column, row);
    double share = most > least ? (similarity - least) / (most - least) : 1;
    List<String> classes = new ArrayList<>();
    if (grid.best(column) == row) {
      classes.add("best");
    }
    if (grid.query().get(column).mark()) {
      classes.add("mark");
    }
    page.append(
        "<td%s style=\"background:%s;color:%s\">%s</td>"
            .formatted(
                classes.isEmpty() ? "" : " class=\"" + String.join(" ", classes) + "\"",
                colour(share),
                share > LIGHT ? "#111" : "#fff",
                "%.2f".formatted(similarity)));
  }

  /// The colour of a share from 0 to 1.
  private static String colour(double share) {
    double at = share * (RAMP.length - 1);
    int from = Math.min((int) at, RAMP.length - 2);
    int[] mixed = new int[3];
    for (int channel = 0; channel < mixed.length; channel++) {
      mixed[channel] =
          (int)
              Math.round(
                  RAMP[from][channel]
                      + (at - from) * (RAMP[from + 1][channel] - RAMP[from][channel]));
    }
    return colour(mixed);
  }

  private static String colour(int[] channels) {
    return String.format(Locale.ROOT, "#%02x%02x%02x", channels[0], channels[1], channels[2]);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
