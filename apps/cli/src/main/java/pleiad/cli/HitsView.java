package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import pleiad.Hit;
import pleiad.Hits;
import pleiad.Match;
import pleiad.Part;
import pleiad.Passage;
import pleiad.encode.image.PageArea;

/// Hits for a person, with the matched words in colour, and for a program.
final class HitsView {
  /// Characters of a text that a person is shown.
  private static final int SNIPPET = 280;

  /// Words that found less than this stay as they are: they hardly speak for the document.
  private static final float SHOWN_SIMILARITY = 0.6f;

  private HitsView() {}

  static void print(Hits hits, Output output) {
    for (Hit hit : hits.hits()) {
      output
          .out()
          .println(
              styled(Ansi.Style.bold, "%2d. ".formatted(hit.rank()))
                  + styled(Ansi.Style.fg_cyan, hit.id())
                  + "  %.3f".formatted(hit.score())
                  + (hit.matches().isEmpty() ? "" : "  (%.3f a token)".formatted(hit.normalized()))
                  + percentile(hit)
                  + passage(hit));
      if (!hit.title().isEmpty()) {
        output.out().println("    " + highlighted(hit, Part.TITLE, hit.title()));
      }
      output.out().println("    " + highlighted(hit, Part.TEXT, hit.text()));
    }
    if (hits.hits().isEmpty()) {
      output.line("Nothing found.");
      printBest(hits, output);
    }
    if (!hits.complete()) {
      output.say("The time limit came first: these are the best of what was looked at.");
    }
  }

  /// What the best one had, where all had less than was asked for.
  private static void printBest(Hits hits, Output output) {
    Hit best = hits.firstBelow();
    if (best != null) {
      output
          .out()
          .println(
              "The best, %s, has less than was asked for: score %s%s%s"
                  .formatted(
                      best.id(),
                      best.score(),
                      best.isMaxSim()
                          ? ", normalized %s, unit %s".formatted(best.normalized(), best.unit())
                          : "",
                      best.percentile() == null ? "" : ", percentile " + best.percentile()));
    }
  }

  private static String percentile(Hit hit) {
    return hit.percentile() == null ? "" : "  percentile %.5f".formatted(hit.percentile());
  }

  private static String passage(Hit hit) {
    Passage passage = hit.passage();
    return passage == null
        ? ""
        : "  passage %d of %s, characters %d to %d"
            .formatted(passage.number(), passage.of(), passage.start(), passage.end());
  }

  private static String styled(Ansi.Style style, String text) {
    return Ansi.AUTO.enabled() ? style.on() + text + style.off() : text;
  }

  /// A piece of the text around its best match, every good match in colour.
  private static String highlighted(Hit hit, Part part, String text) {
    List<Match.Place> places = new ArrayList<>();
    for (Match match : hit.matches()) {
      if (match.place() != null
          && match.place().part() == part
          && match.similarity() >= SHOWN_SIMILARITY) {
        places.add(match.place());
      }
    }
    places.sort(Comparator.comparingInt(Match.Place::start));
    int from = part == Part.TITLE ? 0 : start(places, text);
    int to = part == Part.TITLE ? text.length() : Math.min(text.length(), from + SNIPPET);
    StringBuilder shown = new StringBuilder(from > 0 ? "… " : "");
    int at = from;
    for (Match.Place place : places) {
      if (place.start() >= at && place.end() <= to) {
        shown.append(text, at, place.start());
        shown.append(styled(Ansi.Style.fg_yellow, text.substring(place.start(), place.end())));
        at = place.end();
      }
    }
    shown.append(text, at, to).append(to < text.length() ? " …" : "");
    return shown.toString().replaceAll("\\s+", " ");
  }

  /// Where a snippet begins, so that it shows the most matches: at a word before one of them.
  private static int start(List<Match.Place> places, String text) {
    if (text.length() <= SNIPPET || places.isEmpty()) {
      return 0;
    }
    int best = 0;
    long bestCount = -1;
    for (Match.Place place : places) {
      int from = Math.max(0, place.start() - SNIPPET / 5);
      long count =
          places.stream()
              .filter(each -> each.start() >= from && each.end() <= from + SNIPPET)
              .count();
      if (count > bestCount) {
        bestCount = count;
        best = from;
      }
    }
    int blank = text.lastIndexOf(' ', best);
    return Math.max(0, blank + 1);
  }

  static ObjectNode json(String query, Hits hits) {
    ObjectNode node = Output.object();
    node.put("query", query);
    node.put("plan", hits.plan());
    node.put("total_ms", hits.totalMillis());
    node.put("encode_ms", hits.encodeMillis());
    node.put("complete", hits.complete());
    ArrayNode stages = node.putArray("stages");
    for (Hits.Stage stage : hits.stages()) {
      stages
          .addObject()
          .put("name", stage.name())
          .put("ms", stage.millis())
          .put("in", stage.in())
          .put("out", stage.out());
    }
    addHits(node, hits.hits());
    if (!hits.facets().isEmpty()) {
      FacetsView.add(node, hits.facets());
    }
    if (hits.firstBelow() != null) {
      addHit(node.putObject("first_below"), hits.firstBelow());
    }
    return node;
  }

  static void addHits(ObjectNode node, List<Hit> hits) {
    ArrayNode array = node.putArray("hits");
    for (Hit hit : hits) {
      addHit(array.addObject(), hit);
    }
  }

  private static void addHit(ObjectNode node, Hit hit) {
    node.put("rank", hit.rank())
        .put("id", hit.id())
        .put("score", hit.score())
        .put("normalized", hit.normalized())
        .put("unit", hit.unit());
    if (hit.percentile() != null) {
      node.put("percentile", hit.percentile());
    }
    node.put("title", hit.title()).put("text", hit.text());
    ObjectNode metadata = node.putObject("metadata");
    for (Map.Entry<String, Object> entry : hit.metadata().entrySet()) {
      metadata.putPOJO(entry.getKey(), entry.getValue());
    }
    Passage passage = hit.passage();
    node.put("document", passage == null ? hit.id() : passage.of());
    if (passage != null) {
      node.putObject("passage")
          .put("number", passage.number())
          .put("start", passage.start())
          .put("end", passage.end());
    }
    addMatches(node, hit.matches());
  }

  static void addMatches(ObjectNode node, List<Match> matches) {
    ArrayNode array = node.putArray("matches");
    for (Match match : matches) {
      ObjectNode each =
          array
              .addObject()
              .put("query_token", match.queryToken())
              .put("document_token", match.documentToken())
              .put("similarity", match.similarity())
              .put("weight", match.weight())
              .put("share", match.share());
      if (match.place() != null) {
        each.put("part", match.place().part() == Part.TITLE ? "title" : "text")
            .put("start", match.place().start())
            .put("end", match.place().end());
      }
      PageArea area = match.area();
      if (area != null) {
        each.putObject("area")
            .put("left", area.left())
            .put("top", area.top())
            .put("right", area.right())
            .put("bottom", area.bottom());
      }
    }
  }
}
