package pleiad.encode.checkpoint;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import pleiad.encode.weights.Config;

/// What one source says about how texts are encoded.
///
/// @param source the name of the file, or of what else knows
/// @param isFile whether it is a file of the checkpoint
record Settings(
    String source,
    boolean isFile,
    Optional<String> queryMarker,
    Optional<String> documentMarker,
    Optional<Integer> queryLength,
    Optional<Integer> documentLength,
    Optional<Boolean> expands,
    Optional<Boolean> attends,
    Optional<List<String>> skiplist) {
  /// Tokens that a length may ask for.
  static final int LONGEST = 1 << 20;

  /// What PyLate takes where its file does not say.
  static final Settings OF_PYLATE = usual("PyLate", "[Q] ", "[D] ", 180);

  /// What Stanford's ColBERT takes where its file does not say.
  static final Settings OF_STANFORD = usual("Stanford's ColBERT", "[unused0]", "[unused1]", 220);

  /// What PyLate and next-plaid call the settings.
  static Settings pylate(Config config) throws IOException {
    return new Settings(
        name(config),
        true,
        text(config, "query_prefix"),
        text(config, "document_prefix"),
        length(config, "query_length"),
        length(config, "document_length"),
        flag(config, "do_query_expansion"),
        flag(config, "attend_to_expansion_tokens"),
        words(config));
  }

  /// What Stanford's `artifact.metadata` calls the settings.
  static Settings stanford(Config config) throws IOException {
    Optional<Boolean> masked = flag(config, "mask_punctuation");
    return new Settings(
        name(config),
        true,
        text(config, "query_token_id"),
        text(config, "doc_token_id"),
        length(config, "query_maxlen"),
        length(config, "doc_maxlen"),
        Optional.empty(),
        flag(config, "attend_to_mask_tokens"),
        masked.map(skips -> skips ? Skiplist.PUNCTUATION : List.of()));
  }

  private static Settings usual(String source, String query, String document, int length) {
    return new Settings(
        source,
        false,
        Optional.of(query),
        Optional.of(document),
        Optional.of(32),
        Optional.of(length),
        Optional.of(true),
        Optional.of(false),
        Optional.of(Skiplist.PUNCTUATION));
  }

  /// The same without what a next-plaid exporter writes whatever the model was trained for.
  Settings withoutExpansion() {
    return new Settings(
        source,
        isFile,
        queryMarker,
        documentMarker,
        queryLength,
        documentLength,
        Optional.empty(),
        Optional.empty(),
        skiplist);
  }

  private static String name(Config config) {
    return String.valueOf(config.file().getFileName());
  }

  private static Optional<String> text(Config config, String name) throws IOException {
    return config.has(name) ? Optional.of(config.text(name)) : Optional.empty();
  }

  private static Optional<Integer> length(Config config, String name) throws IOException {
    return config.has(name) ? Optional.of(config.whole(name, 1, LONGEST)) : Optional.empty();
  }

  private static Optional<Boolean> flag(Config config, String name) throws IOException {
    return config.has(name) ? Optional.of(config.flag(name, false)) : Optional.empty();
  }

  private static Optional<List<String>> words(Config config) throws IOException {
    return config.has("skiplist_words")
        ? Optional.of(config.texts("skiplist_words"))
        : Optional.empty();
  }
}
