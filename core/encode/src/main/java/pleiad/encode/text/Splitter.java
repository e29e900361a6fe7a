package pleiad.encode.text;

/// What does the splitting for a [Tokenizer].
sealed interface Splitter extends AutoCloseable permits UncasedSplitter, LibrarySplitter {
  /// The pieces of a text with a prefix before it, which may be empty.
  Pieces split(String prefix, String text);

  @Override
  void close();
}
