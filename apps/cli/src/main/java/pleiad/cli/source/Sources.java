package pleiad.cli.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Finds out what a path is and reads its documents: a BEIR folder, a folder of texts, JSON lines,
/// a table, a text, or standard input with JSON lines (`-`).
public final class Sources {
  /// How the name of standard input is written.
  public static final String STANDARD_INPUT = "-";

  private static final List<String> TEXTS = List.of("txt", "md", "markdown");

  private Sources() {}

  /// The documents of a source, read as they are asked for. The caller closes the stream.
  ///
  /// @throws NoSuchFileException when there is no such path
  /// @throws IllegalArgumentException when the file is of no known kind
  public static Stream<Entry> open(String source, InputStream standardInput) throws IOException {
    if (source.equals(STANDARD_INPUT)) {
      return JsonLines.read("standard input", lines(standardInput));
    }
    Path path = Path.of(source);
    if (!Files.exists(path)) {
      throw new NoSuchFileException(source, null, "no such file or folder");
    }
    if (Files.isDirectory(path)) {
      Path corpus = path.resolve("corpus.jsonl");
      return Files.exists(corpus) ? file(corpus) : TextFiles.read(path);
    }
    return file(path);
  }

  /// How many entries sources have, or -1 when one of them is standard input. Reads them once.
  public static long count(List<String> sources) throws IOException {
    long count = 0;
    for (String source : sources) {
      if (source.equals(STANDARD_INPUT)) {
        return -1;
      }
      try (Stream<Entry> entries = open(source, InputStream.nullInputStream())) {
        count += entries.count();
      }
    }
    return count;
  }

  private static Stream<Entry> file(Path path) throws IOException {
    String kind = extension(path);
    return switch (kind) {
      case "jsonl", "ndjson", "json" ->
          JsonLines.read(path.toString(), lines(Files.newInputStream(path)));
      case "csv" -> Table.read(path.toString(), ',', lines(Files.newInputStream(path)));
      case "tsv", "tab" -> Table.read(path.toString(), '\t', lines(Files.newInputStream(path)));
      default -> {
        if (TEXTS.contains(kind)) {
          yield Stream.of(TextFiles.entry(path, path.getFileName().toString()));
        }
        throw new IllegalArgumentException(
            "'%s' is of no kind that can be indexed; there are .jsonl, .csv, .tsv, .txt, .md, folders of texts, BEIR folders and -"
                .formatted(path));
      }
    };
  }

  static boolean isText(Path path) {
    return TEXTS.contains(extension(path));
  }

  static boolean isMarkdown(Path path) {
    return isText(path) && !extension(path).equals("txt");
  }

  private static String extension(Path path) {
    String name = path.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  /// Lines of strict UTF-8: what is none is refused, never replaced in silence.
  private static BufferedReader lines(InputStream bytes) {
    return new BufferedReader(
        new InputStreamReader(
            bytes,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }
}
