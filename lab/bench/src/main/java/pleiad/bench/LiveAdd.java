package pleiad.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pleiad.Explanation;
import pleiad.Hit;
import pleiad.Pleiad;
import pleiad.Search;
import pleiad.vector.TokenVectors;

/// One more document in an index that is built: how long until it is found, and what of the index
/// was written anew for it.
///
/// @param open milliseconds to open the index for writing
/// @param add to add the document
/// @param commit to make it permanent and show it
/// @param search to find it
/// @param rewrittenFiles files of the segments there were that are gone or not the same, after the
///   index was closed
public record LiveAdd(double open, double add, double commit, double search, int rewrittenFiles) {
  private static final String ID = "one more";
  private static final int WANTED = 10;

  /// A file as the file system knows it.
  private record State(long bytes, FileTime changed, @Nullable Object key) {}

  /// @param text of the document, and what is looked for then
  /// @throws IllegalStateException when the document is not found
  static LiveAdd of(IndexBuild build, TokenVectors text) throws IOException {
    Map<String, State> before = segmentFiles(build.folder());
    double[] millis = new double[4];
    long begin = System.nanoTime();
    try (Pleiad pleiad = Pleiad.open(build.folder(), build.options())) {
      millis[0] = millisSince(begin);
      begin = System.nanoTime();
      pleiad.add(ID, text);
      millis[1] = millisSince(begin);
      begin = System.nanoTime();
      pleiad.commit();
      millis[2] = millisSince(begin);
      begin = System.nanoTime();
      Search search = Search.of(text).k(WANTED).matches(false);
      List<Hit> hits = pleiad.search(search).hits();
      millis[3] = millisSince(begin);
      checkFound(hits, pleiad.explain(search, ID), build.code());
    }
    Map<String, State> after = segmentFiles(build.folder());
    long rewritten =
        before.entrySet().stream()
            .filter(file -> !Objects.equals(after.get(file.getKey()), file.getValue()))
            .count();
    return new LiveAdd(millis[0], millis[1], millis[2], millis[3], (int) rewritten);
  }

  /// Pooled, a document need not be the best for its own vectors; but no hit may be worse.
  private static void checkFound(List<Hit> hits, Explanation own, String code) {
    float least = hits.size() < WANTED ? Float.NEGATIVE_INFINITY : hits.getLast().score();
    if ((own.score() == null || own.score() > least)
        && hits.stream().noneMatch(hit -> hit.id().equals(ID))) {
      throw new IllegalStateException(
          "%s: a document that was just added has %s for its own vectors and is not among the first %d, of which the last has %s"
              .formatted(code, own.score(), WANTED, least));
    }
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }

  /// The list of segments itself is a new file with every commit.
  private static Map<String, State> segmentFiles(Path folder) throws IOException {
    Map<String, State> states = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith("_")) {
          var found = Files.readAttributes(file, BasicFileAttributes.class);
          states.put(name, new State(found.size(), found.lastModifiedTime(), found.fileKey()));
        }
      }
    }
    return states;
  }
}
