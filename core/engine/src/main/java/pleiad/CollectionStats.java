package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import pleiad.index.MultiVectorValues;

/// Counts what a commit holds, file by file and token by token.
final class CollectionStats {
  private static final String TOKEN_CODES = "token vectors";

  /// What a file is for, by its extension.
  private static final Map<String, String> ROLES =
      Map.ofEntries(
          Map.entry("plv", TOKEN_CODES),
          Map.entry("plm", TOKEN_CODES),
          Map.entry("vec", "single vectors"),
          Map.entry("vemf", "single vectors"),
          Map.entry("vex", "HNSW graph"),
          Map.entry("vem", "HNSW graph"),
          Map.entry("fdt", "stored texts"),
          Map.entry("fdx", "stored texts"),
          Map.entry("fdm", "stored texts"),
          Map.entry("doc", "words"),
          Map.entry("pos", "words"),
          Map.entry("psm", "words"),
          Map.entry("tim", "words"),
          Map.entry("tip", "words"),
          Map.entry("tmd", "words"),
          Map.entry("nvd", "lengths of texts"),
          Map.entry("nvm", "lengths of texts"),
          Map.entry("dvd", "digests and metadata"),
          Map.entry("dvm", "digests and metadata"),
          Map.entry("kdd", "numbers to filter by"),
          Map.entry("kdi", "numbers to filter by"),
          Map.entry("kdm", "numbers to filter by"),
          Map.entry("liv", "deleted documents"));

  private CollectionStats() {}

  static Stats of(Directory directory, Description description) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      IndexCommit commit = reader.getIndexCommit();
      List<Stats.File> files = new ArrayList<>();
      for (String name : commit.getFileNames()) {
        files.add(new Stats.File(name, directory.fileLength(name), role(name)));
      }
      files.sort(Comparator.comparing(Stats.File::name));
      long tokens = tokens(reader, description);
      long tokenBytes =
          files.stream()
              .filter(file -> file.role().equals(TOKEN_CODES))
              .mapToLong(Stats.File::bytes)
              .sum();
      return new Stats(
          reader.numDocs(),
          tokens,
          reader.leaves().size(),
          files.stream().mapToLong(Stats.File::bytes).sum(),
          tokens == 0 ? 0 : (double) tokenBytes / tokens,
          files,
          List.copyOf(description.fields().values()),
          description.language());
    }
  }

  private static String role(String name) {
    String extension = name.substring(name.lastIndexOf('.') + 1);
    return ROLES.getOrDefault(extension, "Lucene's own");
  }

  private static long tokens(DirectoryReader reader, Description description) throws IOException {
    long tokens = 0;
    for (String field : description.fields().keySet()) {
      for (LeafReaderContext leaf : reader.leaves()) {
        MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
        while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
          tokens += values.tokenCount();
        }
      }
    }
    return tokens;
  }
}
