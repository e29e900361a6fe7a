package pleiad;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;

/// Holds a collection's write lock, and puts another version in its place by one commit.
final class Switch implements Closeable {
  private final IndexWriter writer;

  private Switch(IndexWriter writer) {
    this.writer = writer;
  }

  /// Keeps everybody else from writing.
  static Switch hold(Directory directory, Path folder) throws IOException {
    return hold(directory, folder, Codec.getDefault());
  }

  /// @param codec what is put in place is written by, where it does not come as files
  static Switch hold(Directory directory, Path folder, Codec codec) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(codec)
            .setUseCompoundFile(false)
            .setMergeScheduler(new SerialMergeScheduler())
            .setOpenMode(IndexWriterConfig.OpenMode.APPEND)
            .setMergePolicy(NoMergePolicy.INSTANCE)
            .setCommitOnClose(false);
    try {
      return new Switch(new IndexWriter(directory, config));
    } catch (LockObtainFailedException e) {
      throw new IOException(
          "'%s' is open for writing elsewhere; a collection is made anew while nobody writes to it. Close the other first"
              .formatted(folder),
          e);
    }
  }

  /// Copies the other version's files under names of their own, and commits them in place of all
  /// that was here: until that commit is through the old version is what opens.
  void to(Directory whole) throws IOException {
    writer.deleteAll();
    writer.addIndexes(whole);
    writer.setLiveCommitData(Reindex.written(whole).entrySet());
    writer.commit();
  }

  /// Writes each of these segments, and commits them in place of all that was here.
  void to(List<CodecReader> segments, Description description) throws IOException {
    writer.deleteAll();
    for (CodecReader segment : segments) {
      writer.addIndexes(segment);
    }
    writer.setLiveCommitData(description.write().entrySet());
    writer.commit();
  }

  @Override
  public void close() throws IOException {
    writer.rollback();
  }
}
