package pleiad.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import pleiad.vector.TokenVectors;

/// Token vectors of many texts, read from two files that [EncodedTextsWriter] filled, so that what
/// took an hour to encode is encoded once.
///
/// | file          | holds                                                          |
/// |---------------|----------------------------------------------------------------|
/// | `NAME.f32`    | all vectors, float32 in this machine's byte order, row by row   |
/// | `NAME.tsv`    | a line a text, in order: id, tab, number of tokens              |
/// | `NAME.done`   | is there when all texts are                                     |
final class EncodedTexts implements VectorTexts {
  private final MemorySegment rows;
  private final int dimension;
  private final String[] ids;

  /// The number of the first token of each text, in the file.
  private final long[] firsts;

  private final int[] tokenCounts;

  private EncodedTexts(
      MemorySegment rows, int dimension, String[] ids, long[] firsts, int[] tokenCounts) {
    this.rows = rows;
    this.dimension = dimension;
    this.ids = ids;
    this.firsts = firsts;
    this.tokenCounts = tokenCounts;
  }

  /// Whether all texts are there.
  static boolean exist(Path folder, String name) {
    return Files.exists(done(folder, name));
  }

  static Path rows(Path folder, String name) {
    return folder.resolve(name + ".f32");
  }

  static Path table(Path folder, String name) {
    return folder.resolve(name + ".tsv");
  }

  static Path done(Path folder, String name) {
    return folder.resolve(name + ".done");
  }

  /// @param arena keeps the vectors in reach
  /// @throws IOException when the files do not fit each other or the dimension
  static EncodedTexts open(Path folder, String name, int dimension, Arena arena)
      throws IOException {
    List<String> lines = Files.readAllLines(table(folder, name), UTF_8);
    String[] ids = new String[lines.size()];
    long[] firsts = new long[lines.size()];
    int[] tokenCounts = new int[lines.size()];
    long tokens = 0;
    for (int text = 0; text < ids.length; text++) {
      ids[text] = id(lines.get(text));
      firsts[text] = tokens;
      tokenCounts[text] = tokenCount(lines.get(text));
      tokens += tokenCounts[text];
    }
    Path file = rows(folder, name);
    long bytes = tokens * dimension * Float.BYTES;
    if (Files.size(file) != bytes) {
      throw new IOException(
          "'%s' has %,d bytes; %,d tokens of %d dimensions are %,d. Delete its folder to encode anew"
              .formatted(file, Files.size(file), tokens, dimension, bytes));
    }
    try (FileChannel channel = FileChannel.open(file, READ)) {
      MemorySegment rows = channel.map(MapMode.READ_ONLY, 0, bytes, arena);
      return new EncodedTexts(rows, dimension, ids, firsts, tokenCounts);
    }
  }

  private static String id(String line) {
    return line.substring(0, line.indexOf('\t'));
  }

  static int tokenCount(String line) {
    return Integer.parseInt(line.substring(line.indexOf('\t') + 1));
  }

  /// These texts alone, in this order.
  EncodedTexts only(int[] texts) {
    return new EncodedTexts(
        rows,
        dimension,
        Arrays.stream(texts).mapToObj(text -> ids[text]).toArray(String[]::new),
        Arrays.stream(texts).mapToLong(text -> firsts[text]).toArray(),
        Arrays.stream(texts).map(text -> tokenCounts[text]).toArray());
  }

  @Override
  public int count() {
    return ids.length;
  }

  @Override
  public long tokens() {
    return Arrays.stream(tokenCounts).asLongStream().sum();
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public String id(int text) {
    return ids[text];
  }

  /// All ids, in order.
  List<String> ids() {
    return List.of(ids);
  }

  @Override
  public int tokenCount(int text) {
    return tokenCounts[text];
  }

  /// The vectors of a text, in reach as long as the arena is.
  @Override
  public TokenVectors vectors(int text) {
    long rowBytes = (long) dimension * Float.BYTES;
    return TokenVectors.of(
        rows.asSlice(firsts[text] * rowBytes, tokenCounts[text] * rowBytes), dimension);
  }
}
