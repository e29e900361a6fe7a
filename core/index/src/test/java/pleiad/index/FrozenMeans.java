package pleiad.index;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;

/// Mean vectors that an earlier version wrote, and what is near some queries by them. Made by
/// [FrozenMeansGenerator].
final class FrozenMeans {
  static final String FOLDER = "frozen/" + MeanVectorsFormat.NAME;
  static final String ANSWERS = "answers.tsv";
  static final int DIMENSION = 8;
  private static final int QUERIES = 12;

  private FrozenMeans() {}

  /// For each segment and query the ten nearest documents.
  static List<String> answers(Directory folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      for (LeafReaderContext context : reader.leaves()) {
        LeafReader leaf = context.reader();
        Random random = new Random(2);
        for (int i = 0; i < QUERIES; i++) {
          byte[] query = new byte[DIMENSION];
          random.nextBytes(query);
          List<String> found = MeanCollection.find(leaf, query, 10, leaf.getLiveDocs());
          lines.add(
              String.join(
                  "\t",
                  Integer.toString(context.ord),
                  Boolean.toString(MeanVectorsFormat.isCoded(leaf, MeanCollection.FIELD)),
                  String.join(" ", found)));
        }
      }
    }
    return lines;
  }

  static List<String> kept() throws IOException {
    return Files.readAllLines(folder().resolve(ANSWERS));
  }

  private static Path folder() {
    try {
      return Path.of(
              Objects.requireNonNull(FrozenMeans.class.getResource("/" + FOLDER + "/" + ANSWERS))
                  .toURI())
          .resolveSibling("");
    } catch (URISyntaxException e) {
      throw new AssertionError("the tests' resources are files", e);
    }
  }

  /// A copy that may be written to.
  static Directory copy() throws IOException {
    Directory copy = new ByteBuffersDirectory();
    try (Directory frozen = FSDirectory.open(folder())) {
      for (String file : frozen.listAll()) {
        if (!file.equals(ANSWERS)) {
          copy.copyFrom(frozen, file, file, IOContext.READONCE);
        }
      }
    }
    return copy;
  }
}
