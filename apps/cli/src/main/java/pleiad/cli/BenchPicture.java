package pleiad.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Pictures in SVG of what systems came to.
final class BenchPicture {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 420;
  private static final int BOTTOM = 50;
  private static final int TOP = 20;
  private static final int BAR = 26;
  private static final int LEGEND_LINE = 22;
  private static final int LABEL = 360;

  private static final List<String> COLOURS =
      List.of(
          "#0b6e4f", "#c1440e", "#3c5a99", "#8a4f9e", "#b8860b", "#4a7c8c", "#a03050", "#6b705c");

  private BenchPicture() {}

  /// A system's setting at a place of a picture.
  ///
  /// @param number by which the picture names it
  /// @param label in HTML
  record Point(int number, String system, String label, double x, double y) {}

  /// A point a setting; the horizontal axis is logarithmic.
  static String scatter(List<Point> points, String xAxis, String yAxis) {
    StringBuilder svg = open(Math.max(HEIGHT, TOP + LEGEND_LINE * (points.size() + 1)));
    double least = points.stream().mapToDouble(Point::x).min().orElse(1) / 1.3;
    double most = points.stream().mapToDouble(Point::x).max().orElse(1) * 1.3;
    double low = points.stream().mapToDouble(Point::y).min().orElse(0);
    double high = points.stream().mapToDouble(Point::y).max().orElse(1);
    double margin = Math.max(0.01, (high - low) * 0.12);
    Scale across = new Scale(Math.log10(least), Math.log10(most), LEFT, WIDTH - (double) RIGHT);
    Scale up = new Scale(low - margin, high + margin, HEIGHT - (double) BOTTOM, TOP);
    for (double tick : logTicks(least, most)) {
      double x = across.at(Math.log10(tick));
      line(svg, x, TOP, x, HEIGHT - BOTTOM);
      text(svg, x, HEIGHT - BOTTOM + 18, "middle", number(tick));
    }
    for (int step = 0; step <= 4; step++) {
      double value = low - margin + step * (high - low + 2 * margin) / 4;
      line(svg, LEFT, up.at(value), WIDTH - RIGHT, up.at(value));
      text(svg, LEFT - 8, up.at(value) + 4, "end", String.format(Locale.ROOT, "%.3f", value));
    }
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10, "middle", xAxis);
    text(svg, LEFT, TOP - 6, "start", yAxis);
    List<String> systems = systems(points);
    for (Point point : points) {
      double x = across.at(Math.log10(point.x()));
      double y = up.at(point.y());
      svg.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"6\" fill=\"%s\"><title>%s</title></circle>",
              x,
              y,
              colour(systems, point),
              point.label()));
      text(svg, x + 8, y - 5, "start", String.valueOf(point.number()));
    }
    legend(svg, points, systems);
    return svg.append("</svg>").toString();
  }

  private static void legend(StringBuilder svg, List<Point> points, List<String> systems) {
    int y = TOP + LEGEND_LINE / 2;
    for (Point point : points) {
      int x = WIDTH - RIGHT + 24;
      svg.append(
          "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"%s\"/>"
              .formatted(x, y - 4, colour(systems, point)));
      text(svg, x + 28, y, "end", String.valueOf(point.number()));
      text(svg, x + 36, y, "start", point.label());
      y += LEGEND_LINE;
    }
  }

  /// A bar a setting, as long as its `x`.
  static String bars(List<Point> points) {
    StringBuilder svg = open(TOP + BAR * points.size());
    double most = points.stream().mapToDouble(Point::x).max().orElse(1);
    Scale across = new Scale(0, most, LABEL, WIDTH - 100.0);
    List<String> systems = systems(points);
    int y = TOP / 2;
    for (Point point : points) {
      text(svg, LABEL - 8, y + 17, "end", point.label());
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
              LABEL,
              y + 4,
              Math.max(1, across.at(point.x()) - LABEL),
              BAR - 8,
              colour(systems, point)));
      text(svg, across.at(point.x()) + 8, y + 17, "start", "%,.0f".formatted(point.x()));
      y += BAR;
    }
    return svg.append("</svg>").toString();
  }

  private record Scale(double least, double most, double from, double to) {
    double at(double value) {
      double share = most > least ? (value - least) / (most - least) : 0.5;
      return from + share * (to - from);
    }
  }

  private static StringBuilder open(int height) {
    return new StringBuilder(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-size=\"11\">"
            .formatted(WIDTH, height));
  }

  private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
            x1,
            y1,
            x2,
            y2));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String said) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            said));
  }

  /// 1, 2 and 5 times the powers of ten between two values.
  private static List<Double> logTicks(double least, double most) {
    List<Double> ticks = new ArrayList<>();
    for (double power = Math.pow(10, Math.floor(Math.log10(least))); power <= most; power *= 10) {
      for (int step : new int[] {1, 2, 5}) {
        if (power * step >= least && power * step <= most) {
          ticks.add(power * step);
        }
      }
    }
    return ticks;
  }

  private static String number(double tick) {
    return tick >= 1
        ? String.format(Locale.ROOT, "%.0f", tick)
        : String.format(Locale.ROOT, "%.2f", tick);
  }

  private static List<String> systems(List<Point> points) {
    return points.stream().map(Point::system).distinct().toList();
  }

  private static String colour(List<String> systems, Point point) {
    return COLOURS.get(systems.indexOf(point.system()) % COLOURS.size());
  }
}
