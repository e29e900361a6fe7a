package pleiad.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
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
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import pleiad.vector.TokenVectors;

/// Encodes texts into the files of [EncodedTexts]. An interrupted run goes on where whole texts
/// end: a batch's vectors are written before its lines, and a torn line is written again.
final class EncodedTextsWriter implements AutoCloseable {
  private static final int BATCH = 512;

  private final FileChannel rows;
  private final FileChannel table;
  private final int textsBefore;
  private long tokens;

  private EncodedTextsWriter(Path folder, String name) throws IOException {
    Path file = EncodedTexts.table(folder, name);
    String whole = Files.exists(file) ? Files.readString(file, UTF_8) : "";
    whole = whole.substring(0, whole.lastIndexOf('\n') + 1);
    this.textsBefore = (int) whole.lines().count();
    this.tokens = whole.lines().mapToLong(EncodedTexts::tokenCount).sum();
    this.rows = FileChannel.open(EncodedTexts.rows(folder, name), CREATE, READ, WRITE);
    this.table = FileChannel.open(file, CREATE, READ, WRITE);
    long end = whole.getBytes(UTF_8).length;
    table.truncate(end).position(end);
  }

  /// Encodes what the files lack.
  ///
  /// @param encode safe for many threads
  /// @param progress told how many texts are done
  /// @throws IOException when it fails or is interrupted; what was written is kept
  static void write(
      Path folder,
      String name,
      SearchTexts.Documents texts,
      Function<String, TokenVectors> encode,
      IntConsumer progress)
      throws IOException {
    if (EncodedTexts.exist(folder, name)) {
      return;
    }
    Files.createDirectories(folder);
    try (EncodedTextsWriter writer = new EncodedTextsWriter(folder, name);
        Stream<Map.Entry<String, String>> stream = texts.open()) {
      writer.write(stream.skip(writer.textsBefore).iterator(), encode, progress);
    }
    Files.createFile(EncodedTexts.done(folder, name));
  }

  /// Writes texts that are encoded, over what is there.
  static void copy(Path folder, String name, EncodedTexts texts) throws IOException {
    Files.deleteIfExists(EncodedTexts.table(folder, name));
    try (EncodedTextsWriter writer = new EncodedTextsWriter(folder, name)) {
      StringBuilder lines = new StringBuilder();
      for (int text = 0; text < texts.count(); text++) {
        writer.append(texts.vectors(text));
        lines.append(checked(texts.id(text))).append('\t').append(texts.tokenCount(text));
        lines.append('\n');
      }
      writer.appendLines(lines);
    }
  }

  private void write(
      Iterator<Map.Entry<String, String>> texts,
      Function<String, TokenVectors> encode,
      IntConsumer progress)
      throws IOException {
    int written = textsBefore;
    try (ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      while (texts.hasNext()) {
        List<String> ids = new ArrayList<>();
        List<Callable<TokenVectors>> work = new ArrayList<>();
        while (texts.hasNext() && work.size() < BATCH) {
          Map.Entry<String, String> text = texts.next();
          ids.add(checked(text.getKey()));
          work.add(() -> encode.apply(text.getValue()));
        }
        append(ids, threads.invokeAll(work));
        written += ids.size();
        progress.accept(written);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while encoding; run again to go on", e);
    } catch (ExecutionException e) {
      throw new IOException("a text could not be encoded: " + e.getCause(), e.getCause());
    }
  }

  private static String checked(String id) {
    if (id.indexOf('\t') >= 0 || id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(
          "the id '%s' has a tab or a line end, which the table of vectors cannot hold"
              .formatted(id));
    }
    return id;
  }

  private void append(List<String> ids, List<Future<TokenVectors>> encoded)
      throws IOException, InterruptedException, ExecutionException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < ids.size(); i++) {
      TokenVectors vectors = encoded.get(i).get();
      append(vectors);
      lines.append(ids.get(i)).append('\t').append(vectors.count()).append('\n');
    }
    appendLines(lines);
  }

  private void appendLines(StringBuilder lines) throws IOException {
    ByteBuffer bytes = UTF_8.encode(lines.toString());
    while (bytes.hasRemaining()) {
      table.write(bytes);
    }
  }

  private void append(TokenVectors vectors) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(vectors.count() * vectors.dimension() * Float.BYTES)
            .order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(vectors.toArray());
    long at = tokens * vectors.dimension() * Float.BYTES;
    while (bytes.hasRemaining()) {
      rows.write(bytes, at + bytes.position());
    }
    // What an interrupted batch left behind it must not count as vectors.
    rows.truncate(at + bytes.position());
    tokens += vectors.count();
  }

  @Override
  public void close() throws IOException {
    try (rows) {
      table.close();
    }
  }
}
