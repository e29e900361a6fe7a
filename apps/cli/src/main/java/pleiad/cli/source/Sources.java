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

/// Finds out what a path is and reads its documents: a BEIR folder, a folder of texts and PDFs,
/// JSON lines, a table, a text, a PDF, a picture, or standard input with JSON lines (`-`).
public final class Sources {
  /// How the name of standard input is written.
  public static final String STANDARD_INPUT = "-";

  private static final List<String> TEXTS = List.of("txt", "md", "markdown");
  private static final List<String> PICTURES = List.of("png", "jpg", "jpeg");

  private Sources() {}

  /// The documents of a source, of pages their texts, as [#open(String, InputStream, Reading)].
  public static Stream<Entry> open(String source, InputStream standardInput) throws IOException {
    return open(source, standardInput, Reading.TEXTS);
  }

  /// The documents of a source, read as they are asked for. The caller closes the stream.
  ///
  /// @throws NoSuchFileException when there is no such path
  /// @throws IllegalArgumentException when the file is of no known kind
  public static Stream<Entry> open(String source, InputStream standardInput, Reading reading)
      throws IOException {
    if (source.equals(STANDARD_INPUT)) {
      return JsonLines.read("standard input", Path.of(""), lines(standardInput), reading);
    }
    Path path = Path.of(source);
    if (!Files.exists(path)) {
      throw new NoSuchFileException(source, null, "no such file or folder");
    }
    if (Files.isDirectory(path)) {
      Path corpus = path.resolve("corpus.jsonl");
      return Files.exists(corpus)
          ? file(corpus, reading)
          : Joined.of(
              files(path, reading).stream()
                  .map(file -> read(file, path.relativize(file).toString(), reading))
                  .iterator());
    }
    return file(path, reading);
  }

  /// Streams one after another, read as they are asked for; closing it closes all.
  public static Stream<Entry> joined(List<Stream<Entry>> streams) {
    return Joined.of(streams.iterator()).onClose(() -> streams.forEach(Stream::close));
  }

  /// How many entries sources have, or -1 when one of them is standard input. Reads them once, PDFs
  /// without their pages.
  public static long count(List<String> sources, Reading reading) throws IOException {
    long count = 0;
    for (String source : sources) {
      if (source.equals(STANDARD_INPUT)) {
        return -1;
      }
      count += count(source, reading);
    }
    return count;
  }

  private static long count(String source, Reading reading) throws IOException {
    Path path = Path.of(source);
    if (Files.isDirectory(path) && !Files.exists(path.resolve("corpus.jsonl"))) {
      return files(path, reading).stream()
          .mapToLong(file -> isPdf(file) ? PdfFile.count(file) : 1)
          .sum();
    }
    if (isPdf(path)) {
      return PdfFile.count(path);
    }
    try (Stream<Entry> entries = open(source, InputStream.nullInputStream(), reading)) {
      return entries.count();
    }
  }

  /// What can be read in a folder and below, in the order of their paths.
  private static List<Path> files(Path folder, Reading reading) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files =
          all.filter(Files::isRegularFile)
              .filter(
                  path -> isText(path) || isPdf(path) || (reading.pictures() && isPicture(path)))
              .sorted()
              .toList();
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "folder '%s' holds no corpus.jsonl and no %s file"
              .formatted(folder, reading.pictures() ? ".pdf, .png or .jpg" : ".txt, .md or .pdf"));
    }
    return files;
  }

  /// A file of text or pages.
  private static Stream<Entry> read(Path file, String id, Reading reading) {
    if (isPdf(file)) {
      return PdfFile.read(file, id, reading);
    }
    return Stream.of(isPicture(file) ? PageFiles.entry(file, id) : TextFiles.entry(file, id));
  }

  private static Stream<Entry> file(Path path, Reading reading) throws IOException {
    String kind = extension(path);
    return switch (kind) {
      case "jsonl", "ndjson", "json" ->
          JsonLines.read(
              path.toString(), path.resolveSibling(""), lines(Files.newInputStream(path)), reading);
      case "csv" -> Table.read(path.toString(), ',', lines(Files.newInputStream(path)));
      case "tsv", "tab" -> Table.read(path.toString(), '\t', lines(Files.newInputStream(path)));
      default -> {
        checkKind(path, reading);
        yield read(path, path.getFileName().toString(), reading);
      }
    };
  }

  private static void checkKind(Path path, Reading reading) {
    if (isPicture(path) && !reading.pictures()) {
      throw new IllegalArgumentException(
          "'%s' is a picture, of which a model of texts makes nothing; a page-image model reads it (--model)"
              .formatted(path));
    }
    if (!isText(path) && !isPdf(path) && !isPicture(path)) {
      throw new IllegalArgumentException(
          "'%s' is of no kind that can be indexed; there are .jsonl, .csv, .tsv, .txt, .md, .pdf, for a page-image model .png and .jpg, folders of these, BEIR folders and -"
              .formatted(path));
    }
  }

  static boolean isText(Path path) {
    return TEXTS.contains(extension(path));
  }

  static boolean isMarkdown(Path path) {
    return isText(path) && !extension(path).equals("txt");
  }

  static boolean isPdf(Path path) {
    return extension(path).equals("pdf");
  }

  static boolean isPicture(Path path) {
    return PICTURES.contains(extension(path));
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
