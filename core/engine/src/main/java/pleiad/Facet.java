package pleiad;

import java.util.List;

/// How many documents have which value of a metadata key. A document in passages counts as one, and
/// so does a value that one document has twice.
///
/// @param values the most frequent first; of equally frequent ones numbers by size, then words by
///   their characters
/// @param distinct how many different values there are, of which `values` may be the first
/// @param without documents that have no value
public record Facet(String key, List<Value> values, int distinct, int without) {
  public Facet {
    values = List.copyOf(values);
  }

  /// A value and how many documents have it.
  ///
  /// @param value a [String], a [Boolean], or a number: a [Long] where it is whole, else a
  ///   [Double]. The words `true` and `false` are given as booleans, which filters do not tell
  ///   apart
  public record Value(Object value, int documents) {}
}
