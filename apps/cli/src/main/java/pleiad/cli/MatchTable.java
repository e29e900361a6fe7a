package pleiad.cli;

import java.util.List;
import pleiad.Match;
import pleiad.encode.image.PageArea;

/// What each query token found, and how that adds up.
final class MatchTable {
  private static final int BAR = 24;

  private MatchTable() {}

  static void print(List<Match> matches, float score, Output output) {
    boolean weighted = matches.stream().anyMatch(match -> match.weight() != 1);
    output.line(
        "%-18s %-18s %10s%s %7s",
        "query token", "found", "similarity", weighted ? "  counts" : "", "share");
    for (Match match : matches) {
      int length = Math.clamp(Math.round(match.similarity() * BAR), 0, BAR);
      output
          .out()
          .printf(
              "%-18s %-18s %10.4f%s %6.1f%%  %s%n",
              match.queryToken(),
              found(match),
              match.similarity(),
              weighted ? "%8.2f".formatted(match.weight()) : "",
              100 * match.share(),
              "▇".repeat(length));
    }
    if (matches.stream().anyMatch(match -> match.area() != null)) {
      output.line(
          "(found on a page: from left to right, from top to bottom, in per cent; a number is a row of the model's prompt)");
    }
    output.line("%-37s %10.4f  the sum: MaxSim", "", score);
    output.line("%-37s %10.4f  a query token", "", score / Math.max(1, matches.size()));
  }

  /// The token, or the part of a page.
  private static String found(Match match) {
    PageArea area = match.area();
    return area == null
        ? match.documentToken()
        : "%.0f-%.0f, %.0f-%.0f %%"
            .formatted(
                100 * area.left(), 100 * area.right(), 100 * area.top(), 100 * area.bottom());
  }
}
