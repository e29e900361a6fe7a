package pleiad.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.Writer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import pleiad.vector.TokenVectors;

/// Token vectors of many texts in two files, so that what took an hour to encode is encoded once.
///
/// | file          | holds                                                          |
/// |---------------|----------------------------------------------------------------|
/// | `NAME.f32`    | all vectors, float32 in this machine's byte order, row by row   |
/// | `NAME.tsv`    | a line a text, in order: id, tab, number of tokens              |
/// | `NAME.done`   | is there when all texts are                                     |
///
/// An interrupted run goes on where whole texts end.
final class EncodedTexts implements AutoCloseable {
  private static final int BATCH = 512;

  private final Arena arena;
  private final MemorySegment rows;
  private final List<String> ids = new ArrayList<>();
  private final List<Long> firstTokens = new ArrayList<>();
  private final int dimension;

  private EncodedTexts(Path folder, String name, int dimension) throws IOException {
    this.dimension = dimension;
    long tokens = 0;
    firstTokens.add(tokens);
    for (String line : lines(folder.resolve(name + ".tsv"))) {
      int tab = line.indexOf('\t');
      ids.add(line.substring(0, tab));
      tokens += Long.parseLong(line.substring(tab + 1));
      firstTokens.add(tokens);
    }
    arena = Arena.ofShared();
    try (FileChannel file = FileChannel.open(folder.resolve(name + ".f32"), READ)) {
      rows = file.map(MapMode.READ_ONLY, 0, tokens * dimension * Float.BYTES, arena);
    }
  }

  /// Whether all texts are there.
  static boolean exist(Path folder, String name) {
    return Files.exists(folder.resolve(name + ".done"));
  }

  static EncodedTexts open(Path folder, String name, int dimension) throws IOException {
    return new EncodedTexts(folder, name, dimension);
  }

  /// Hears how far encoding has come.
  @FunctionalInterface
  interface Progress {
    void texts(int done);
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
  }

  /// Encodes what the files lack.
  ///
  /// @param encode safe for many threads
  /// @param progress told how many texts are done
  static void write(
      Path folder,
      String name,
      SearchTexts.Documents texts,
      Function<String, TokenVectors> encode,
      Progress progress)
      throws IOException {
    if (exist(folder, name)) {
      return;
    }
    Files.createDirectories(folder);
    Path table = folder.resolve(name + ".tsv");
    List<String> before = lines(table);
    try (FileChannel rows = FileChannel.open(folder.resolve(name + ".f32"), CREATE, READ, WRITE);
        Writer counts = Files.newBufferedWriter(table, UTF_8, CREATE, APPEND);
        ExecutorService threads =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        Stream<Map.Entry<String, String>> stream = texts.open().skip(before.size())) {
      Iterator<Map.Entry<String, String>> each = stream.iterator();
      long tokens = tokens(before);
      for (int written = before.size(); each.hasNext(); ) {
        List<String> ids = new ArrayList<>();
        List<Callable<TokenVectors>> work = new ArrayList<>();
        while (each.hasNext() && work.size() < BATCH) {
          Map.Entry<String, String> text = each.next();
          ids.add(text.getKey());
          work.add(() -> encode.apply(text.getValue()));
        }
        StringBuilder lines = new StringBuilder();
        int at = 0;
        for (Future<TokenVectors> result : threads.invokeAll(work)) {
          TokenVectors vectors = result.get();
          append(rows, tokens, vectors);
          tokens += vectors.count();
          lines.append(ids.get(at++)).append('\t').append(vectors.count()).append('\n');
        }
        counts.append(lines).flush();
        written += work.size();
        progress.texts(written);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while encoding; run again to go on", e);
    } catch (ExecutionException e) {
      throw new IOException("a text could not be encoded", e.getCause());
    }
    Files.createFile(folder.resolve(name + ".done"));
  }

  private static long tokens(List<String> lines) {
    return lines.stream()
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('\t') + 1)))
        .sum();
  }

  private static void append(FileChannel rows, long tokens, TokenVectors vectors)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(vectors.count() * vectors.dimension() * Float.BYTES)
            .order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(vectors.toArray());
    long at = tokens * vectors.dimension() * Float.BYTES;
    while (bytes.hasRemaining()) {
      rows.write(bytes, at + bytes.position());
    }
  }

  /// Number of texts.
  int count() {
    return ids.size();
  }

  /// Tokens of all texts.
  long tokens() {
    return firstTokens.getLast();
  }

  /// Numbers per token.
  int dimension() {
    return dimension;
  }

  String id(int text) {
    return ids.get(text);
  }

  /// The vectors of a text, valid until this is closed.
  TokenVectors vectors(int text) {
    long rowBytes = (long) dimension * Float.BYTES;
    long from = firstTokens.get(text) * rowBytes;
    return TokenVectors.of(
        rows.asSlice(from, firstTokens.get(text + 1) * rowBytes - from), dimension);
  }

  @Override
  public void close() {
    arena.close();
  }
}
