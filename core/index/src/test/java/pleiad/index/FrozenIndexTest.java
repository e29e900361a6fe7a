package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.index.SmallCollection.MATURE_AT_ONCE;
import static pleiad.index.SmallCollection.codebooks;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import pleiad.index.FrozenIndex.Answer;

/// An index in the layout of this name opens, answers and merges in every later version. When this
/// fails, what is wrong is the change, not the index: a changed layout needs a new name, see
/// `docs/reference/format.md`.
class FrozenIndexTest {
  @Test
  void itAnswersWhatItAnsweredWhenItWasWritten() throws IOException {
    try (Directory folder = FrozenIndex.FOLDER.copy()) {
      assertThat(FrozenIndex.answers(folder)).isEqualTo(FrozenIndex.kept());
      ResidualModelTest.assertClean(folder);
    }
  }

  @Test
  void itHoldsEveryKindOfSegmentAndIsSmall() throws IOException {
    try (Directory folder = FrozenIndex.FOLDER.copy();
        DirectoryReader reader = DirectoryReader.open(folder)) {
      assertThat(reader.leaves()).hasSize(4);
      assertThat(reader.numDeletedDocs()).isEqualTo(3);
      assertThat(kinds(reader, "bytes")).containsExactly("int8", "int8", "int8", "int8");
      assertThat(kinds(reader, "halves"))
          .containsExactly("float16", "float16", "float16", "float16");
      assertThat(kinds(reader, "codes"))
          .containsExactly("residual", "residual", "int8", "residual");
      assertThat(kinds(reader, "both"))
          .containsExactly("residual+int8", "residual+int8", "int8", "residual+int8");
      assertThat(kinds(reader, "differences"))
          .containsExactly("residual+centre", "residual+centre", "int8", "residual+centre");
    }
    assertThat(FrozenIndex.FOLDER.bytes()).isLessThan(300_000);
  }

  private static String[] kinds(DirectoryReader reader, String field) throws IOException {
    String[] kinds = new String[reader.leaves().size()];
    for (LeafReaderContext leaf : reader.leaves()) {
      CodedValues values =
          (CodedValues) Objects.requireNonNull(MultiVectorValues.of(leaf.reader(), field));
      String beside =
          (values.entry().precise().exists() ? "+int8" : "")
              + (values.entry().documentBytes() > 0 ? "+centre" : "");
      kinds[leaf.ord] = values.entry().code() + beside;
    }
    return kinds;
  }

  @Test
  void mergedItAnswersTheSame() throws IOException {
    try (Directory folder = FrozenIndex.FOLDER.copy()) {
      try (IndexWriter writer = writer(folder)) {
        writer.forceMerge(1);
      }
      Map<String, Answer> merged = FrozenIndex.answers(folder);
      Map<String, Answer> kept = FrozenIndex.kept();
      assertThat(merged.keySet()).isEqualTo(kept.keySet());
      kept.forEach(
          (key, answer) -> {
            Answer now = Objects.requireNonNull(merged.get(key));
            assertThat(now.tokens()).as(key).isEqualTo(answer.tokens());
            boolean waited = !key.startsWith("both") && answer.codes().isEmpty();
            if (waited) {
              assertThat(numbers(now)).as(key).hasSameSizeAs(numbers(answer));
              for (int i = 0; i < numbers(now).length; i++) {
                assertThat(Math.abs(numbers(now)[i] - numbers(answer)[i])).isLessThan(0.3);
              }
            } else {
              assertThat(now.vectors()).as(key).isEqualTo(answer.vectors());
            }
            if (!answer.codes().isEmpty()) {
              assertThat(now.codes()).as(key).isEqualTo(answer.codes());
            }
          });
      ResidualModelTest.assertClean(folder);
    }
  }

  private static double[] numbers(Answer answer) {
    return answer.beginning().isEmpty()
        ? new double[0]
        : Arrays.stream(answer.beginning().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @Test
  void itCanBeWrittenOn() throws IOException {
    try (Directory folder = FrozenIndex.FOLDER.copy()) {
      try (IndexWriter writer = writer(folder)) {
        writer.addDocument(SmallCollection.document("new"));
      }
      assertThat(FrozenIndex.answers(folder)).isEqualTo(FrozenIndex.kept());
    }
  }

  private static IndexWriter writer(Directory folder) throws IOException {
    return new IndexWriter(
        folder,
        new IndexWriterConfig()
            .setCodec(new PleiadCodec(FrozenIndex.CODES, codebooks(MATURE_AT_ONCE)))
            .setMergePolicy(new SmallCollection.MergeAll())
            .setMergeScheduler(new SerialMergeScheduler()));
  }
}
