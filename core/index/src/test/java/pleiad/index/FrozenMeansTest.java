package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

/// Mean vectors in the layout of this name open, are searched and merged in every later version.
class FrozenMeansTest {
  @Test
  void itFindsWhatItFoundWhenItWasWritten() throws IOException {
    try (Directory folder = FrozenMeans.FOLDER.copy()) {
      List<String> answers = FrozenMeans.answers(folder);
      assertThat(answers).hasSize(24).isEqualTo(FrozenMeans.FOLDER.answers());
      assertThat(answers.getFirst()).startsWith("0\ttrue\t");
      assertThat(answers.getLast()).startsWith("1\tfalse\t");
      ResidualModelTest.assertClean(folder);
    }
  }

  @Test
  void mergedItHoldsWhatItHeld() throws IOException {
    try (Directory folder = FrozenMeans.FOLDER.copy()) {
      int before = vectors(folder);
      try (IndexWriter writer =
          new IndexWriter(folder, MeanCollection.config(2, new SmallCollection.MergeAll()))) {
        writer.forceMerge(1);
      }
      // Of the two deleted documents one has a vector.
      assertThat(vectors(folder)).isEqualTo(before - 1);
      assertThat(FrozenMeans.answers(folder)).hasSize(12);
      ResidualModelTest.assertClean(folder);
    }
  }

  private static int vectors(Directory folder) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      return reader.leaves().stream()
          .map(context -> context.reader())
          .mapToInt(FrozenMeansTest::vectors)
          .sum();
    }
  }

  private static int vectors(LeafReader leaf) {
    try {
      return leaf.getByteVectorValues(MeanCollection.FIELD).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
