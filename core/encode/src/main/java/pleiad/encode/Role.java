package pleiad.encode;

/// What a text is to the search. Some models encode a query otherwise than a document; a model
/// which does not gives both the same vectors.
public enum Role {
  /// A text that asks.
  QUERY,
  /// A text that is to be found.
  DOCUMENT
}
