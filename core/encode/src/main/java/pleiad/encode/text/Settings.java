package pleiad.encode.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import pleiad.encode.weights.Config;

/// What a model's folder says about its tokenizer beside `tokenizer.json`: `tokenizer_config.json`
/// and, in older folders, `special_tokens_map.json`. Either may be absent.
final class Settings {
  /// Longer "lengths" are a way of saying none.
  private static final double LONGEST = 1 << 24;

  /// Classes that build their own normalizer from the settings, whatever `tokenizer.json` says.
  private static final List<String> BERT =
      List.of("BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer");

  private final List<Config> files = new ArrayList<>();
  private final Optional<Config> config;

  private Settings(Optional<Config> config, Optional<Config> map) {
    this.config = config;
    config.ifPresent(files::add);
    map.ifPresent(files::add);
  }

  /// Nothing is said.
  static Settings none() {
    return new Settings(Optional.empty(), Optional.empty());
  }

  static Settings of(Path folder) throws IOException {
    return new Settings(
        read(folder.resolve("tokenizer_config.json")),
        read(folder.resolve("special_tokens_map.json")));
  }

  private static Optional<Config> read(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(Config.read(file)) : Optional.empty();
  }

  /// The token with a duty, `cls_token`: a string, or an object whose `content` it is.
  Optional<String> token(String name) throws IOException {
    for (Config settings : files) {
      if (settings.isText(name)) {
        return Optional.of(settings.text(name));
      }
      if (settings.has(name)) {
        return Optional.of(settings.section(name).text("content"));
      }
    }
    return Optional.empty();
  }

  OptionalInt maxLength() throws IOException {
    if (config.isEmpty() || !config.get().has("model_max_length")) {
      return OptionalInt.empty();
    }
    double length = config.get().positive("model_max_length");
    return length <= LONGEST && length == Math.rint(length)
        ? OptionalInt.of((int) length)
        : OptionalInt.empty();
  }

  /// The class of tokenizers, without the ending `Fast`; empty where nothing is said.
  String tokenizerClass() throws IOException {
    String said = config.isEmpty() ? "" : config.get().text("tokenizer_class", "");
    return said.endsWith("Fast") ? said.substring(0, said.length() - 4) : said;
  }

  /// Whether the class is one of BERT's, or nothing is said about it.
  boolean isBert() throws IOException {
    String said = tokenizerClass();
    return said.isEmpty() || BERT.contains(said);
  }

  /// The normalizer that the settings make of another: what they say prevails, for BERT's classes.
  BertNormalizer applied(BertNormalizer normalizer) throws IOException {
    if (config.isEmpty() || !isBert()) {
      return normalizer;
    }
    Config said = config.get();
    return new BertNormalizer(
        normalizer.cleanText(),
        said.flag("tokenize_chinese_chars", normalizer.handleChineseChars()),
        said.has("strip_accents")
            ? Boolean.valueOf(said.flag("strip_accents", false))
            : normalizer.stripAccents(),
        said.flag("do_lower_case", normalizer.lowercase()));
  }
}
