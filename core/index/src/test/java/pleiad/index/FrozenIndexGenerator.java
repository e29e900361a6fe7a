package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.index.SmallCollection.MATURE_AT_ONCE;
import static pleiad.index.SmallCollection.codebooks;
import static pleiad.index.SmallCollection.id;

import java.io.IOException;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import pleiad.vector.TokenVectors;

/// Writes the frozen index anew. No run of the tests does that by itself, its name being none of a
/// test; after the layout changed before a release, or for a new layout under a new name:
///
/// ```
/// mvn test -pl core/index -am -Dtest=FrozenIndexGenerator -Dsurefire.failIfNoSpecifiedTests=false
/// ```
///
/// Once a version with a layout is released, its index is never written again.
class FrozenIndexGenerator {
  private static final int DIMENSION = 8;

  private final SmallCollection collection = new SmallCollection(DIMENSION, new Random(1));
  private final Codebooks codebooks = codebooks(MATURE_AT_ONCE);

  /// Segments of every kind: merged and flushed with codes, flushed without, with documents that
  /// lack fields or tokens, with deleted ones.
  @Test
  void writeTheIndexAndItsAnswers() throws IOException {
    try (Directory made = new ByteBuffersDirectory()) {
      write(made, 0, 30, 10, new SmallCollection.MergeAll());
      write(made, 30, 50, 10, NoMergePolicy.INSTANCE);
      write(made, 50, 53, 2, NoMergePolicy.INSTANCE);
      write(made, 56, 57, 130, NoMergePolicy.INSTANCE);
      FrozenIndex.FOLDER.write(made, FrozenIndex.lines(FrozenIndex.answers(made)));
      assertThat(FrozenIndex.answers(made)).hasSizeGreaterThan(150);
    }
  }

  private void write(Directory folder, int from, int to, int tokens, MergePolicy merges)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new PleiadCodec(FrozenIndex.CODES, codebooks))
            .setMergePolicy(merges)
            .setMergeScheduler(new SerialMergeScheduler())
            .setUseCompoundFile(false);
    try (IndexWriter writer = new IndexWriter(folder, config)) {
      for (int i = from; i < to; i++) {
        Document document = SmallCollection.document(id(i));
        for (String field : FrozenIndex.CODES.keySet()) {
          if (i % 7 != field.length()) {
            TokenVectors vectors = collection.vectors(i % 11 == 5 ? 0 : tokens);
            document.add(MultiVectorField.of(field, vectors));
          }
        }
        writer.addDocument(document);
      }
      writer.commit();
      writer.forceMerge(1);
      writer.deleteDocuments(new Term("id", id(from + 1)));
    }
  }
}
