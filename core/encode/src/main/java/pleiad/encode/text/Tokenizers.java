package pleiad.encode.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// Opens tokenizers.
///
/// Uncased WordPiece, where a file says exactly that, is run here; everything else by the Hugging
/// Face library. Neither cuts texts off nor fills them up, whatever the file says: that is for the
/// encoder to do.
public final class Tokenizers {
  private static final String FILE = "tokenizer.json";
  private static final String VOCABULARY = "vocab.txt";

  private Tokenizers() {}

  /// Opens the tokenizer in a model's folder.
  ///
  /// @throws IOException as [#open(Path, Collection)]
  public static Tokenizer open(Path folder) throws IOException {
    return open(folder, List.of());
  }

  /// Opens the tokenizer in a model's folder: `tokenizer.json`, or the `vocab.txt` of an old BERT;
  /// with `tokenizer_config.json` and `special_tokens_map.json` where they are.
  ///
  /// @param markers tokens that only a prefix may call up, although no file calls them special:
  ///   `[unused0]`, `[Q] `
  /// @throws IOException when there is no such file, one is broken, or a marker is not in the
  ///   vocabulary; names the file
  /// @throws IllegalStateException when the library is needed and does not load on this machine
  public static Tokenizer open(Path folder, Collection<String> markers) throws IOException {
    Settings settings = Settings.of(folder);
    Path file = folder.resolve(FILE);
    if (Files.exists(file)) {
      return Assembly.of(TokenizerFile.read(read(file), file), settings, markers);
    }
    Path vocabulary = folder.resolve(VOCABULARY);
    if (Files.exists(vocabulary)) {
      byte[] json = VocabularyFile.toTokenizerJson(read(vocabulary), vocabulary, settings);
      return Assembly.of(TokenizerFile.read(json, vocabulary), settings, markers);
    }
    throw new IOException(
        "'%s' has no %s and no %s%s; transformers writes one: AutoTokenizer.from_pretrained(folder)"
                .formatted(folder, FILE, VOCABULARY, others(folder))
            + ".save_pretrained(folder)");
  }

  /// Opens a tokenizer from the bytes of a `tokenizer.json`.
  ///
  /// @param name what messages call it
  /// @throws IOException when the file is broken
  /// @throws IllegalStateException as [#open(Path, Collection)]
  public static Tokenizer open(byte[] tokenizerJson, String name) throws IOException {
    return Assembly.of(
        TokenizerFile.read(tokenizerJson, Path.of(name)), Settings.none(), List.of());
  }

  private static byte[] read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > TokenizerFile.LIMIT) {
      throw new IOException(
          "'%s' has %d bytes; expected at most %d".formatted(file, size, TokenizerFile.LIMIT));
    }
    return Files.readAllBytes(file);
  }

  private static String others(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return ", as it is no folder";
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".model") || name.equals("vocab.json"))
          .sorted()
          .findFirst()
          .map(", only '%s', which cannot be read"::formatted)
          .orElse("");
    }
  }
}
