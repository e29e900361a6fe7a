package pleiad.search;

/// A form of the query that a stage works with.
public sealed interface Need {
  /// Its token vectors, for a multi-vector field.
  record Tokens(String field) implements Need {}

  /// Its one vector, for the single vectors beside a multi-vector field.
  record Single(String field) implements Need {}

  /// Its words.
  record Words() implements Need {}

  /// A model that reads query and document together, and the documents' texts.
  record TextModel(String model) implements Need {}
}
