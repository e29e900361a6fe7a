package pleiad.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.Directory;

/// Mean vectors that an earlier version wrote, and what is near some queries by them. Made by
/// [FrozenMeansGenerator].
final class FrozenMeans {
  static final FrozenFolder FOLDER = new FrozenFolder(MeanVectorsFormat.NAME);
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
}
