package pleiad.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import pleiad.Facet;

/// Values of metadata keys and their numbers of documents, for a person and for a program.
final class FacetsView {
  /// Values of a key that a person is shown.
  private static final int SHOWN = 10;

  private FacetsView() {}

  /// A block a key, the ten most frequent values in it.
  static void print(List<Facet> facets, Output output) {
    print(facets, SHOWN, output);
  }

  /// @param most how many values of a key are shown
  static void print(List<Facet> facets, int most, Output output) {
    for (Facet facet : facets) {
      output.line("@|bold %s|@", facet.key());
      List<Facet.Value> shown = facet.values().subList(0, Math.min(most, facet.values().size()));
      for (Facet.Value value : shown) {
        output.out().println("%,9d  %s".formatted(value.documents(), value.value()));
      }
      if (facet.distinct() > shown.size()) {
        output.line("           and %,d more values", facet.distinct() - shown.size());
      }
      if (facet.without() > 0) {
        output.line("%,9d  have none", facet.without());
      }
    }
  }

  static void add(ObjectNode node, List<Facet> facets) {
    ArrayNode array = node.putArray("facets");
    for (Facet facet : facets) {
      ObjectNode each = array.addObject().put("key", facet.key());
      ArrayNode values = each.putArray("values");
      for (Facet.Value value : facet.values()) {
        values.addObject().putPOJO("value", value.value()).put("documents", value.documents());
      }
      each.put("distinct", facet.distinct()).put("without", facet.without());
    }
  }
}
