package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static pleiad.index.SmallCollection.FIELD;
import static pleiad.index.SmallCollection.MATURE_AT_ONCE;
import static pleiad.index.SmallCollection.codebooks;
import static pleiad.index.SmallCollection.config;
import static pleiad.index.SmallCollection.document;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.MuveraEncoder;
import pleiad.codec.MuveraParameters;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class MuveraVectorsTest {
  private static final int DIMENSION = 12;

  /// An encoding as it is kept, its bytes times its scale, and whether there is one.
  private record Kept(List<Float> numbers, MuveraEncoder encoder, float scale) {}

  private static Kept kept(MultiVectorValues values) throws IOException {
    MuveraVectors vectors = Objects.requireNonNull(values.muvera());
    byte[] bytes = new byte[vectors.encoder().width()];
    vectors.read(values.place(), values.place() + 1, bytes);
    float scale = vectors.scale(values.place());
    List<Float> numbers = new ArrayList<>();
    for (byte each : bytes) {
      numbers.add(each * scale);
    }
    return new Kept(numbers, vectors.encoder(), scale);
  }

  private static void assertEncodes(Kept kept, TokenVectors vectors, double more) {
    float[] expected = kept.encoder().ofDocument(vectors);
    assertThat(kept.numbers()).hasSize(expected.length);
    for (int k = 0; k < expected.length; k++) {
      assertThat((double) kept.numbers().get(k))
          .isCloseTo(expected[k], within(0.501 * kept.scale() + more));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "int8+muvera",
        "float16+muvera-3-2-4",
        "residual-12+muvera-2-3-5-40",
        "residual-12+int8+cells+muvera"
      })
  void everyDocumentHasItsEncoding(String code, Random random) throws IOException {
    SmallCollection collection = new SmallCollection(DIMENSION, random);
    Map<String, TokenVectors> written = new HashMap<>();
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(folder, config(code, codebooks))) {
        collection.add(writer, 0, 30, 4, written);
        writer.addDocument(document("without"));
        writer.flush();
        collection.add(writer, 30, 47, 9, written);
        writer.deleteDocuments(new Term("id", "d00003"), new Term("id", "d00040"));
      }
      written.remove("d00003");
      written.remove("d00040");
      Map<String, Kept> before = SmallCollection.all(folder, MuveraVectorsTest::kept);
      assertThat(before.keySet()).isEqualTo(written.keySet());
      before.forEach(
          (id, kept) -> assertEncodes(kept, Objects.requireNonNull(written.get(id)), 1e-6));
      SmallCollection.merge(folder, code, codebooks);
      assertThat(SmallCollection.all(folder, MuveraVectorsTest::kept)).isEqualTo(before);
    }
  }

  /// The second segment is of another time, when nothing was known of the first one's centre. What
  /// is encoded anew are the tokens as they were kept: rounding may move one to another partition.
  @Test
  void aMergeEncodesAnewWhatHasAnotherCentre(Random random) throws IOException {
    SmallCollection collection = new SmallCollection(DIMENSION, random);
    Map<String, TokenVectors> written = new HashMap<>();
    String code = "float16+muvera-2-2-0";
    try (Directory folder = new ByteBuffersDirectory()) {
      for (int from : new int[] {0, 60}) {
        try (IndexWriter writer =
            new IndexWriter(folder, config(code, codebooks(MATURE_AT_ONCE)))) {
          collection.add(writer, from, from == 0 ? 60 : 80, 5, written);
        }
      }
      Map<String, Kept> before = SmallCollection.all(folder, MuveraVectorsTest::kept);
      assertThat(before.values().stream().map(Kept::encoder).distinct()).hasSize(2);
      Map<String, TokenVectors> rounded = SmallCollection.all(folder, MultiVectorValues::vectors);
      SmallCollection.merge(folder, code, codebooks(MATURE_AT_ONCE));
      Map<String, Kept> after = SmallCollection.all(folder, MuveraVectorsTest::kept);
      MuveraEncoder kept = Objects.requireNonNull(before.get("d00000")).encoder();
      assertThat(after.values().stream().map(Kept::encoder).distinct()).containsExactly(kept);
      after.forEach(
          (id, each) -> {
            boolean copied = id.compareTo(SmallCollection.id(60)) < 0;
            TokenVectors vectors = (copied ? written : rounded).get(id);
            assertEncodes(each, Objects.requireNonNull(vectors), 1e-6);
            assertThat(each.equals(before.get(id))).isEqualTo(copied);
          });
    }
  }

  /// What a merge brings counts as one: a centre of few documents does not stand for many.
  @ParameterizedTest
  @CsvSource({"10, 30, 1", "10, 50, 2"})
  void aCentreStaysUntilThereAreFourTimesTheDocuments(
      int first, int second, int centres, Random random) throws IOException {
    SmallCollection collection = new SmallCollection(DIMENSION, random);
    Map<String, TokenVectors> written = new HashMap<>();
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(folder, config("int8+muvera", codebooks(MATURE_AT_ONCE)))) {
        collection.add(writer, 0, first, 3, written);
        writer.flush();
        collection.add(writer, first, first + second, 3, written);
      }
      assertThat(
              SmallCollection.all(folder, MuveraVectorsTest::kept).values().stream()
                  .map(Kept::encoder)
                  .distinct())
          .hasSize(centres);
    }
  }

  @Test
  void theCentreIsTheMeanToken(Random random) throws IOException {
    TokenVectors one = new SmallCollection(DIMENSION, random).vectors(3);
    TokenVectors other = new SmallCollection(DIMENSION, random).vectors(5);
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(folder, config("float16+muvera", codebooks(MATURE_AT_ONCE)))) {
        writer.addDocument(document("a", one));
        writer.addDocument(document("empty", TokenVectors.empty(DIMENSION)));
        writer.addDocument(document("b", other));
      }
      Map<String, Kept> all = SmallCollection.all(folder, MuveraVectorsTest::kept);
      float[] centre = Objects.requireNonNull(all.get("a")).encoder().centre();
      float[] sum = new float[DIMENSION];
      for (TokenVectors each : List.of(one, other)) {
        float[] rows = each.toArray();
        for (int at = 0; at < rows.length; at++) {
          sum[at % DIMENSION] += rows[at] / 8;
        }
      }
      for (int k = 0; k < DIMENSION; k++) {
        assertThat(centre[k]).isCloseTo(sum[k], within(1e-5f));
      }
      assertThat(Objects.requireNonNull(all.get("empty")).scale()).isNaN();
      assertThat(Objects.requireNonNull(all.get("b")).scale()).isPositive();
    }
  }

  @Test
  void withoutBeingAskedForThereAreNone(Random random) throws IOException {
    SmallCollection collection = new SmallCollection(DIMENSION, random);
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(folder, config("int8", codebooks(MATURE_AT_ONCE)))) {
        writer.addDocument(document("a", collection.vectors(3)));
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        for (LeafReaderContext leaf : reader.leaves()) {
          assertThat(Objects.requireNonNull(MultiVectorValues.of(leaf.reader(), FIELD)).muvera())
              .isNull();
        }
      }
      SmallCollection.merge(folder, "int8+muvera-1-0-0", codebooks(MATURE_AT_ONCE));
      assertThat(SmallCollection.all(folder, MuveraVectorsTest::kept)).hasSize(1);
    }
  }

  @Test
  void aFlippedBitOfTheMetadataIsNoticedAtOpen(Random random) throws IOException {
    SmallCollection collection = new SmallCollection(3, random);
    try (Directory sound = new ByteBuffersDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(sound, config("int8+muvera-2-1-2-3", codebooks(MATURE_AT_ONCE)))) {
        writer.addDocument(document("a", collection.vectors(3)));
        writer.addDocument(document("b", collection.vectors(2)));
      }
      byte[] whole = DamagedFilesTest.fileOf(sound, "plm");
      for (int at = 0; at < whole.length; at++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << random.nextInt(8));
        assertRefused(sound, damaged);
        assertRefused(sound, Arrays.copyOf(whole, at));
      }
    }
  }

  private static void assertRefused(Directory sound, byte[] damaged) throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      DamagedFilesTest.copyWith(sound, "plm", damaged, folder);
      assertThatThrownBy(() -> DirectoryReader.open(folder).close())
          .isInstanceOfAny(CorruptIndexException.class, IOException.class)
          .hasMessageContaining(".plm");
    }
  }

  @Test
  void namesSayHowEncodingsAreMade() {
    assertThat(CodeName.parse("residual+muvera").muvera()).isEqualTo(MuveraParameters.DEFAULT);
    assertThat(CodeName.parse("residual").muvera()).isNull();
    assertThat(CodeName.parse("residual-20+int8+cells+muvera-20-4-8"))
        .isEqualTo(
            new CodeName(
                "residual-20+int8+cells+muvera-20-4-8",
                20,
                true,
                true,
                false,
                new MuveraParameters(20, 4, 8, 0, 1)));
    assertThat(CodeName.parse("int8+muvera-2-3-0-64").muvera())
        .isEqualTo(new MuveraParameters(2, 3, 0, 64, 1));
    for (String wrong : List.of("int8+muvera-2", "int8+muvera-2-3", "int8+muvera+cells")) {
      assertThatThrownBy(() -> CodeName.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("as in +muvera-20-4-8");
    }
    assertThatThrownBy(() -> CodeName.parse("int9+muvera"))
        .hasMessageContaining("no token code is called 'int9'");
    assertThatThrownBy(() -> CodeName.parse("int8+muvera-0-3-0"))
        .hasMessageContaining("repetitions");
  }
}
