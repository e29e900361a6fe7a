package pleiad;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import pleiad.codec.Codebook;
import pleiad.index.Codebooks;
import pleiad.index.CodingMergePolicy;
import pleiad.index.MultiVectorValues;
import pleiad.index.PleiadCodec;

/// How Lucene writes a collection.
final class CollectionWriter {
  /// Lucene writes a segment when so much is waiting.
  private static final double BUFFER_MEGABYTES = 128;

  private CollectionWriter() {}

  /// The one writer of a folder.
  ///
  /// @throws IOException when there is another one
  static IndexWriter open(
      Directory directory, Path folder, Description description, Codebooks codebooks)
      throws IOException {
    TieredMergePolicy tiers = new TieredMergePolicy();
    tiers.setNoCFSRatio(0);
    try {
      return new IndexWriter(
          directory, config(description, codebooks, new CodingMergePolicy(tiers, codebooks)));
    } catch (LockObtainFailedException e) {
      throw new IOException(
          "'%s' is open for writing elsewhere; a collection has one writer at a time. Close the other, or open this one read-only"
              .formatted(folder),
          e);
    }
  }

  static IndexWriterConfig config(
      Description description, Codebooks codebooks, MergePolicy merges) {
    return new IndexWriterConfig(description.language().analyzer())
        .setCodec(new PleiadCodec(description.codes(), codebooks))
        .setMergePolicy(merges)
        .setRAMBufferSizeMB(BUFFER_MEGABYTES)
        .setUseCompoundFile(false);
  }

  /// Goes on with the codebooks that the segments have.
  static void continueWith(Codebooks codebooks, Directory directory, Set<String> fields)
      throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        for (String field : fields) {
          MultiVectorValues values = MultiVectorValues.of(leaf.reader(), field);
          Codebook codebook = values == null ? null : values.codebook();
          if (codebook != null) {
            codebooks.offer(field, codebook);
          }
        }
      }
    }
  }

  /// The user data that the next commit has.
  static Map<String, String> liveData(IndexWriter writer) {
    Map<String, String> data = new HashMap<>();
    Iterable<Map.Entry<String, String>> live = writer.getLiveCommitData();
    if (live != null) {
      live.forEach(entry -> data.put(entry.getKey(), entry.getValue()));
    }
    return data;
  }

  /// Begins a collection where there is none yet: an empty commit that describes it.
  static void describe(IndexWriter writer, Description description) throws IOException {
    if (Description.read(liveData(writer)) == null) {
      writer.setLiveCommitData(description.write().entrySet());
      writer.commit();
    }
  }
}
