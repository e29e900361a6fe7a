package pleiad;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.store.Directory;

/// Counts what a commit holds, file by file and token by token.
final class CollectionStats {
  private final Directory directory;
  private final DirectoryReader commit;
  private final List<Stats.File> files = new ArrayList<>();
  private final Map<String, Long> fieldBytes = new HashMap<>();

  private CollectionStats(Directory directory, DirectoryReader commit) {
    this.directory = directory;
    this.commit = commit;
  }

  static Stats of(Directory directory, Description description) throws IOException {
    return NewestCommit.read(directory, commit -> of(directory, commit, description));
  }

  private static Stats of(Directory directory, DirectoryReader commit, Description description)
      throws IOException {
    CollectionStats counting = new CollectionStats(directory, commit);
    counting.count(description.fields().keySet());
    List<FieldStats> kept = new ArrayList<>();
    for (String field : description.fields().keySet()) {
      kept.add(FieldCount.of(commit, field, counting.fieldBytes.getOrDefault(field, 0L)));
    }
    long tokens = kept.stream().mapToLong(FieldStats::tokens).sum();
    long tokenBytes = kept.stream().mapToLong(FieldStats::bytes).sum();
    return new Stats(
        commit.numDocs(),
        tokens,
        commit.leaves().size(),
        counting.files.stream().mapToLong(Stats.File::bytes).sum(),
        tokens == 0 ? 0 : (double) tokenBytes / tokens,
        counting.files,
        List.copyOf(description.fields().values()),
        kept,
        description.language());
  }

  private void count(Set<String> fields) throws IOException {
    Set<String> counted = new HashSet<>();
    for (LeafReaderContext leaf : commit.leaves()) {
      SegmentReader segment = (SegmentReader) leaf.reader();
      FileRoles roles = new FileRoles(segment, fields);
      for (String name : segment.getSegmentInfo().files()) {
        counted.add(name);
        long bytes = add(name, roles.of(name));
        String field = roles.field(name);
        if (field != null) {
          fieldBytes.merge(field, bytes, Long::sum);
        }
      }
    }
    for (String name : commit.getIndexCommit().getFileNames()) {
      if (!counted.contains(name)) {
        add(name, FileRoles.ofExtension(name));
      }
    }
    files.sort(Comparator.comparing(Stats.File::name));
  }

  private long add(String name, String role) throws IOException {
    long bytes = directory.fileLength(name);
    files.add(new Stats.File(name, bytes, role));
    return bytes;
  }
}
