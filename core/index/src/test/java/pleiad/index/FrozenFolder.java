package pleiad.index;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;

/// An index that an earlier version wrote, among the tests' resources, and beside its files what it
/// must answer for ever, line by line.
///
/// @param name of the format that it is written in
record FrozenFolder(String name) {
  private static final String ANSWERS = "answers.tsv";
  private static final String RESOURCES = "core/index/src/test/resources";

  private String place() {
    return "frozen/" + name;
  }

  /// The answers that were kept with the index.
  List<String> answers() throws IOException {
    return Files.readAllLines(path().resolve(ANSWERS));
  }

  private Path path() {
    try {
      return Path.of(
              Objects.requireNonNull(
                      FrozenFolder.class.getResource("/" + place() + "/" + ANSWERS), place())
                  .toURI())
          .resolveSibling("");
    } catch (URISyntaxException e) {
      throw new AssertionError("the tests' resources are files", e);
    }
  }

  /// A copy that may be written to.
  Directory copy() throws IOException {
    Directory copy = new ByteBuffersDirectory();
    try (Directory frozen = FSDirectory.open(path())) {
      for (String file : frozen.listAll()) {
        if (!file.equals(ANSWERS)) {
          copy.copyFrom(frozen, file, file, IOContext.READONCE);
        }
      }
    }
    return copy;
  }

  /// Of all files, the answers among them.
  long bytes() throws IOException {
    try (Stream<Path> files = Files.list(path())) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /// Puts an index and its answers in the place of what is among the sources.
  void write(Directory made, List<String> answers) throws IOException {
    Path folder =
        Path.of(System.getProperty("pleiad.root", "../..")).resolve(RESOURCES).resolve(place());
    Files.createDirectories(folder);
    try (Stream<Path> old = Files.list(folder)) {
      for (Path file : old.toList()) {
        Files.delete(file);
      }
    }
    try (Directory frozen = FSDirectory.open(folder)) {
      for (String file : made.listAll()) {
        if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
          frozen.copyFrom(made, file, file, IOContext.DEFAULT);
        }
      }
    }
    Files.write(folder.resolve(ANSWERS), answers);
  }
}
