package pleiad;

/// What adding a document came to.
public enum Added {
  /// The id was new.
  ADDED,
  /// A document with this id was there and was replaced.
  REPLACED,
  /// The very same document was there; nothing was encoded or written.
  UNCHANGED
}
