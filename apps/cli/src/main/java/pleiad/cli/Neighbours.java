package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import pleiad.Hit;
import pleiad.Match;
import pleiad.Search;
import pleiad.Searcher;
import pleiad.vector.TokenVectors;

/// The documents of a collection that have the tokens nearest to one vector, and those tokens.
final class Neighbours {
  /// Characters shown on either side of a token.
  private static final int AROUND = 24;

  private final List<Neighbour> nearest;

  private Neighbours(List<Neighbour> nearest) {
    this.nearest = nearest;
  }

  /// A token of a collection.
  private record Neighbour(String id, String token, float similarity, String around) {}

  /// The best token of each of the `count` documents that have the nearest.
  ///
  /// @param vector one row
  static Neighbours of(Searcher searcher, TokenVectors vector, int count) throws IOException {
    List<Neighbour> nearest = new ArrayList<>();
    for (Hit hit : searcher.search(Search.of(vector).k(count).recall(1)).hits()) {
      Match match = hit.matches().getFirst();
      nearest.add(
          new Neighbour(hit.id(), match.documentToken(), match.similarity(), around(hit, match)));
    }
    return new Neighbours(nearest);
  }

  private static String around(Hit hit, Match match) {
    Match.Place place = match.place();
    if (place == null) {
      return "";
    }
    String whole = text(hit, place);
    int from = Math.max(0, place.start() - AROUND);
    int to = Math.min(whole.length(), place.end() + AROUND);
    return whole.substring(from, to).replaceAll("\\s+", " ").strip();
  }

  private static String text(Hit hit, Match.Place place) {
    return switch (place.part()) {
      case TITLE -> hit.title();
      case TEXT, ALL -> hit.text();
    };
  }

  void print(Output output) {
    for (Neighbour each : nearest) {
      output.line(
          "      @|faint %.3f|@  %-14s @|faint %s: … %s …|@",
          each.similarity(), each.token(), each.id(), each.around());
    }
  }

  void addTo(ObjectNode token) {
    ArrayNode array = token.putArray("neighbours");
    for (Neighbour each : nearest) {
      array
          .addObject()
          .put("id", each.id())
          .put("token", each.token())
          .put("similarity", each.similarity())
          .put("around", each.around());
    }
  }
}
