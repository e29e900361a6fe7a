package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import pleiad.index.MultiVectorValues;

/// Counts what a commit holds, file by file and token by token.
final class CollectionStats {
  private static final Set<String> ROLES = Set.of(FileRoles.TOKENS, FileRoles.MEANS);

  private CollectionStats() {}

  static Stats of(Directory directory, Description description) throws IOException {
    return NewestCommit.read(directory, commit -> of(directory, commit, description));
  }

  private static Stats of(Directory directory, DirectoryReader commit, Description description)
      throws IOException {
    List<Stats.File> files = files(directory, commit, description.fields().keySet());
    long tokens = tokens(commit, description);
    long tokenBytes =
        files.stream()
            .filter(file -> ROLES.contains(file.role()))
            .mapToLong(Stats.File::bytes)
            .sum();
    return new Stats(
        commit.numDocs(),
        tokens,
        commit.leaves().size(),
        files.stream().mapToLong(Stats.File::bytes).sum(),
        tokens == 0 ? 0 : (double) tokenBytes / tokens,
        files,
        List.copyOf(description.fields().values()),
        description.language());
  }

  private static List<Stats.File> files(
      Directory directory, DirectoryReader commit, Set<String> fields) throws IOException {
    Map<String, String> roles = new HashMap<>();
    for (LeafReaderContext leaf : commit.leaves()) {
      SegmentReader segment = (SegmentReader) leaf.reader();
      FileRoles ofSegment = new FileRoles(segment, fields);
      for (String name : segment.getSegmentInfo().files()) {
        roles.put(name, ofSegment.of(name));
      }
    }
    List<Stats.File> files = new ArrayList<>();
    for (String name : commit.getIndexCommit().getFileNames()) {
      String role = roles.getOrDefault(name, FileRoles.ofExtension(name));
      files.add(new Stats.File(name, directory.fileLength(name), role));
    }
    files.sort(Comparator.comparing(Stats.File::name));
    return files;
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
