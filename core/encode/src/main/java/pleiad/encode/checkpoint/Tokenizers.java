package pleiad.encode.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import pleiad.encode.weights.Config;

/// Reads what the files of a tokenizer say.
final class Tokenizers {
  private static final List<String> FILES =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.txt",
          "vocab.json",
          "merges.txt",
          "sentencepiece.bpe.model",
          "spiece.model",
          "tokenizer.model");

  private static final List<String> USES =
      List.of("cls", "sep", "mask", "pad", "unk", "bos", "eos");

  /// What special tokens are called where no file says their use.
  private static final Map<String, List<String>> USUAL =
      Map.of(
          "cls", List.of("[CLS]", "<s>"),
          "sep", List.of("[SEP]", "</s>"),
          "mask", List.of("[MASK]", "<mask>"),
          "pad", List.of("[PAD]", "<pad>"),
          "unk", List.of("[UNK]", "<unk>"));

  private static final long LARGEST_VOCABULARY = 64L << 20;

  private final Path folder;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, TokenizerFiles.Special> special = new HashMap<>();
  private @Nullable Config config;

  private Tokenizers(Path folder) {
    this.folder = folder;
  }

  /// Reads the files of a folder.
  ///
  /// @throws IOException when there is no tokenizer, or none that can be read
  static Tokens read(Path folder) throws IOException {
    return new Tokenizers(folder).read();
  }

  private Tokens read() throws IOException {
    List<String> files =
        FILES.stream().filter(name -> Files.isRegularFile(folder.resolve(name))).toList();
    if (files.contains("tokenizer_config.json")) {
      config = Config.read(folder.resolve("tokenizer_config.json"));
    }
    if (files.contains("tokenizer.json")) {
      return ofJson(files);
    }
    if (files.contains("vocab.txt")) {
      return ofList(files);
    }
    throw new IOException(
        "there is no tokenizer in '%s': expected tokenizer.json or vocab.txt, found %s"
            .formatted(folder, files.isEmpty() ? "neither" : "only " + String.join(", ", files)));
  }

  private Tokens ofJson(List<String> files) throws IOException {
    TokenizerJson json = TokenizerJson.read(folder.resolve("tokenizer.json"));
    ids.putAll(json.ids);
    uses(files);
    if (json.unknown != null) {
      use("unk", json.unknown);
    }
    USUAL.forEach(
        (use, names) ->
            names.stream()
                .filter(json.special::containsKey)
                .findFirst()
                .ifPresent(name -> use(use, name)));
    return tokens(files, json.kind(), json.frame);
  }

  /// BERT's vocabulary, a token a line.
  private Tokens ofList(List<String> files) throws IOException {
    Path file = folder.resolve("vocab.txt");
    if (Files.size(file) > LARGEST_VOCABULARY) {
      throw new IOException(
          "'%s' has %d bytes; expected at most %d"
              .formatted(file, Files.size(file), LARGEST_VOCABULARY));
    }
    for (String token : Files.readAllLines(file)) {
      ids.put(token, ids.size());
    }
    if (files.contains("added_tokens.json")) {
      Config added = Config.read(folder.resolve("added_tokens.json"));
      for (String token : added.names()) {
        ids.put(token, added.whole(token, 0, Settings.LONGEST * 4));
      }
    }
    uses(files);
    USUAL.forEach((use, names) -> use(use, names.getFirst()));
    return tokens(files, TokenizerKind.WORD_PIECE, new TokenizerFiles.Frame(1, 1));
  }

  private Tokens tokens(List<String> files, TokenizerKind kind, TokenizerFiles.Frame frame)
      throws IOException {
    int size = 1 + ids.values().stream().mapToInt(id -> id).max().orElse(-1);
    boolean left = config != null && config.text("padding_side", "right").equals("left");
    return new Tokens(
        new TokenizerFiles(folder, files, kind, size, special, frame), ids, left, longest());
  }

  /// Written as 10³⁰ where there is no bound.
  private OptionalInt longest() throws IOException {
    if (config == null || !config.has("model_max_length")) {
      return OptionalInt.empty();
    }
    double longest = config.positive("model_max_length");
    return longest > Settings.LONGEST ? OptionalInt.empty() : OptionalInt.of((int) longest);
  }

  private void uses(List<String> files) throws IOException {
    if (config != null) {
      uses(config);
    }
    if (files.contains("special_tokens_map.json")) {
      uses(Config.read(folder.resolve("special_tokens_map.json")));
    }
  }

  private void uses(Config from) throws IOException {
    for (String use : USES) {
      Optional<String> token = text(from, use + "_token");
      if (token.isPresent()) {
        use(use, token.get());
      }
    }
  }

  /// A token, written as itself or as an object with its content.
  private static Optional<String> text(Config from, String name) throws IOException {
    if (!from.has(name)) {
      return Optional.empty();
    }
    return Optional.of(from.isText(name) ? from.text(name) : from.section(name).text("content"));
  }

  /// Gives a token its use, unless a file that was asked before has given it to another.
  private void use(String use, String token) {
    Integer id = ids.get(token);
    if (id != null) {
      special.putIfAbsent(use, new TokenizerFiles.Special(token, id));
    }
  }
}
