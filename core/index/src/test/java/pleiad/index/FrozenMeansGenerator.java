package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

/// Writes the frozen mean vectors anew, as [FrozenIndexGenerator] does multi-vectors:
///
/// ```
/// mvn test -pl core/index -am -Dtest=FrozenMeansGenerator -Dsurefire.failIfNoSpecifiedTests=false
/// ```
class FrozenMeansGenerator {
  /// A merged segment with codes and a flushed one without, with deleted documents and some that
  /// lack the vector.
  @Test
  void writeTheMeansAndWhatIsNear() throws IOException {
    MeanCollection collection = new MeanCollection(FrozenMeans.DIMENSION, new Random(1));
    try (Directory made = MeanVectorsFormatTest.merged(collection, 210, 2, null)) {
      try (IndexWriter writer =
          new IndexWriter(made, MeanCollection.config(2, NoMergePolicy.INSTANCE))) {
        collection.add(writer, 210, 260);
        writer.commit();
        writer.deleteDocuments(new Term("id", SmallCollection.id(5)));
        writer.deleteDocuments(new Term("id", SmallCollection.id(220)));
      }
      List<String> answers = FrozenMeans.answers(made);
      assertThat(answers).hasSize(24);
      FrozenMeans.FOLDER.write(made, answers);
    }
  }
}
