package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// A segment that has enough tokens for a codebook, nearly all of them deleted, is merged by what
/// is left.
@ExtendWith(Seed.class)
class FewTokensLeftTest {
  private static final int DIMENSION = 8;
  private static final int MANY = (int) Codebooks.LEAST_TOKENS + 1;

  @Test
  void withoutATokenThereIsNothingToTrain(Random random) throws IOException {
    try (Directory folder = merged(MultiVectorFormatTest.document("kept"), random);
        DirectoryReader reader = DirectoryReader.open(folder)) {
      assertThat(reader.numDocs()).isEqualTo(1);
      assertThat(reader.leaves()).hasSize(1);
    }
  }

  @Test
  void fewTokensAreKeptPlain(Random random) throws IOException {
    TokenVectors few = MultiVectorFormatTest.vectors(3, DIMENSION, random);
    try (Directory folder = merged(MultiVectorFormatTest.document("kept", few), random);
        DirectoryReader reader = DirectoryReader.open(folder)) {
      MultiVectorValues values = MultiVectorFormatTest.valuesOf(reader);
      assertThat(values.codebook()).isNull();
      assertThat(values.nextDoc()).isZero();
      assertThat(values.tokenCount()).isEqualTo(3);
    }
  }

  @Test
  void zerosAloneTeachACodebookNothing(Random random) throws IOException {
    TokenVectors zeros = TokenVectors.of(new float[MANY * DIMENSION], DIMENSION);
    try (Directory folder = merged(MultiVectorFormatTest.document("kept", zeros), random);
        DirectoryReader reader = DirectoryReader.open(folder)) {
      MultiVectorValues values = MultiVectorFormatTest.valuesOf(reader);
      assertThat(values.nextDoc()).isZero();
      assertThat(values.tokenCount()).isEqualTo(MANY);
      assertThat(values.vectors().toArray()).containsOnly(0);
    }
  }

  private static Directory merged(Document kept, Random random) throws IOException {
    Directory folder = new ByteBuffersDirectory();
    try (IndexWriter writer = new IndexWriter(folder, MultiVectorFormatTest.config("residual"))) {
      writer.addDocument(kept);
      writer.addDocument(
          MultiVectorFormatTest.document(
              "gone", MultiVectorFormatTest.vectors(MANY, DIMENSION, random)));
      writer.commit();
      writer.deleteDocuments(new Term("id", "gone"));
      writer.forceMerge(1);
    }
    return folder;
  }
}
