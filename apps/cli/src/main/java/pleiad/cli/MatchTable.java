package pleiad.cli;

import java.util.List;
import pleiad.Match;

/// What each query token found, and how that adds up.
final class MatchTable {
  private static final int BAR = 24;

  private MatchTable() {}

  static void print(List<Match> matches, float score, Output output) {
    output.line("%-18s %-18s %10s %7s", "query token", "found", "similarity", "share");
    for (Match match : matches) {
      int length = Math.clamp(Math.round(match.similarity() * BAR), 0, BAR);
      output
          .out()
          .printf(
              "%-18s %-18s %10.4f %6.1f%%  %s%n",
              match.queryToken(),
              match.documentToken(),
              match.similarity(),
              100 * match.share(),
              "▇".repeat(length));
    }
    output.line("%-37s %10.4f  the sum: MaxSim", "", score);
    output.line("%-37s %10.4f  a query token", "", score / Math.max(1, matches.size()));
  }
}
