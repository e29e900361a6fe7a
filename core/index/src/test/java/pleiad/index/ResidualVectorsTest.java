package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.index.SmallCollection.FIELD;
import static pleiad.index.SmallCollection.MATURE_AT_ONCE;
import static pleiad.index.SmallCollection.THRESHOLDS;
import static pleiad.index.SmallCollection.all;
import static pleiad.index.SmallCollection.codebooks;
import static pleiad.index.SmallCollection.config;
import static pleiad.index.SmallCollection.document;
import static pleiad.index.SmallCollection.entries;
import static pleiad.index.SmallCollection.merge;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.Codebook;
import pleiad.codec.TokenCode;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// What comes back of vectors that were kept as residual codes.
@ExtendWith(Seed.class)
class ResidualVectorsTest {
  /// Both sides of every edge of blocks of 64 tokens.
  private static final int[] COUNTS = {0, 1, 2, 63, 64, 65, 127, 128, 129, 200};

  private final Directory folder = new ByteBuffersDirectory();
  private final Map<String, TokenVectors> written = new TreeMap<>();

  @AfterEach
  void close() throws IOException {
    folder.close();
  }

  /// Documents of all counts with documents without the field between them.
  private Codebook write(String code, int dimension, Random random) throws IOException {
    SmallCollection collection = new SmallCollection(dimension, random);
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    try (IndexWriter writer = new IndexWriter(folder, config(code, codebooks))) {
      for (int count : COUNTS) {
        String id = "count" + count;
        written.put(id, collection.vectors(count));
        writer.addDocument(document(id, written.get(id)));
        writer.addDocument(document("without" + count));
      }
    }
    merge(folder, code, codebooks);
    return Objects.requireNonNull(codebooks.current(FIELD));
  }

  /// Scaling a sum to the token's own length at most doubles its distance; a byte of 254 steps over
  /// at most a factor of nine adds a 64th of the length, half a step.
  @ParameterizedTest
  @CsvSource({
    "residual, 1",
    "residual, 2",
    "residual, 3",
    "residual, 4",
    "residual, 5",
    "residual, 8",
    "residual, 100",
    "residual-12, 2",
    "residual-12, 5",
    "residual-12, 31",
    "residual-20, 128",
    "residual-32, 384"
  })
  void vectorsComeBackNearAndAsLongAsTheyWere(String code, int dimension, Random random)
      throws IOException {
    Codebook codebook = write(code, dimension, random);
    assertThat(entries(folder)).singleElement().matches(entry -> !entry.hasPrecise());
    Map<String, float[]> found = all(folder, SmallCollection::rows);
    assertThat(found.keySet()).isEqualTo(written.keySet());
    double squares = 0;
    long tokens = 0;
    for (Map.Entry<String, TokenVectors> each : written.entrySet()) {
      float[] back = Objects.requireNonNull(found.get(each.getKey()));
      float[] rows = each.getValue().toArray();
      assertThat(back).hasSameSizeAs(rows);
      for (int from = 0; from < rows.length; from += dimension) {
        double length = length(rows, from, dimension);
        assertThat(length(back, from, dimension)).isBetween(length * 0.98, length * 1.02);
        double distance = 0;
        for (int k = from; k < from + dimension; k++) {
          distance += Math.pow((rows[k] - back[k]) / length, 2);
        }
        squares += distance;
        tokens++;
      }
    }
    assertThat(squares / tokens).isLessThan(4 * codebook.error() + 0.02 * 0.02);
    assertThat(codebook.error()).isLessThan(0.02f);
  }

  private static double length(float[] rows, int from, int dimension) {
    double squares = 0;
    for (int k = from; k < from + dimension; k++) {
      squares += (double) rows[k] * rows[k];
    }
    return Math.sqrt(squares);
  }

  @ParameterizedTest
  @ValueSource(strings = {"residual-12", "residual-12+int8", "int8", "float16"})
  void aRunOfTokensIsTheSameWhereverItBegins(String code, Random random) throws IOException {
    int dimension = 5;
    if (code.startsWith("residual")) {
      write(code, dimension, random);
    } else {
      writePlain(code, dimension, random);
    }
    int[] edges = {0, 1, 2, 62, 63, 64, 65, 66, 127, 128, 129, 199, 200};
    all(
        folder,
        values -> {
          int count = values.tokenCount();
          float[] whole = SmallCollection.rows(values);
          for (int from : edges) {
            for (int to : edges) {
              if (from <= to && to <= count) {
                float[] part = new float[(to - from) * dimension + 3];
                values.read(from, to, part, 2);
                assertThat(Arrays.copyOfRange(part, 2, part.length - 1))
                    .as("%d to %d of %d", from, to, count)
                    .isEqualTo(Arrays.copyOfRange(whole, from * dimension, to * dimension));
                assertThat(part[0] + part[1] + part[part.length - 1]).isZero();
              }
            }
          }
          return whole;
        });
  }

  private void writePlain(String code, int dimension, Random random) throws IOException {
    try (IndexWriter writer = new IndexWriter(folder, config(code, codebooks(THRESHOLDS)))) {
      writer.addDocument(document("a", new SmallCollection(dimension, random).vectors(200)));
      writer.addDocument(document("b"));
    }
  }

  @Test
  void aZeroVectorStaysZeroAmongOthers(Random random) throws IOException {
    float[] rows = new SmallCollection(8, random).vectors(130).toArray();
    Arrays.fill(rows, 64 * 8, 65 * 8, 0);
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    try (IndexWriter writer = new IndexWriter(folder, config("residual-12", codebooks))) {
      writer.addDocument(document("a", TokenVectors.of(rows, 8)));
    }
    merge(folder, "residual-12", codebooks);
    assertThat(entries(folder).getFirst().residual()).isTrue();
    float[] back = Objects.requireNonNull(all(folder, SmallCollection::rows).get("a"));
    assertThat(length(back, 64 * 8, 8)).isZero();
    assertThat(length(back, 65 * 8, 8)).isGreaterThan(0);
  }

  @Test
  void oneTokenThatIsNearlyZeroDoesNotMakeTheOthersShort(Random random) throws IOException {
    float[] rows = new SmallCollection(8, random).vectors(200).toArray();
    for (int k = 0; k < 8; k++) {
      rows[k] *= 1e-6f;
    }
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    try (IndexWriter writer = new IndexWriter(folder, config("residual-12", codebooks))) {
      writer.addDocument(document("a", TokenVectors.of(rows, 8)));
    }
    merge(folder, "residual-12", codebooks);
    float[] back = Objects.requireNonNull(all(folder, SmallCollection::rows).get("a"));
    for (int token = 1; token < 200; token++) {
      double length = length(rows, token * 8, 8);
      assertThat(length(back, token * 8, 8)).isBetween(length * 0.96, length * 1.04);
    }
    assertThat(length(back, 0, 8)).isLessThan(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void aDocumentOfEightThousandTokensComesBackWhole(int dimension, Random random)
      throws IOException {
    SmallCollection collection = new SmallCollection(dimension, random);
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    try (IndexWriter writer = new IndexWriter(folder, config("residual-12", codebooks))) {
      collection.add(writer, 0, 5, 100, written);
    }
    merge(folder, "residual-12", codebooks);
    TokenVectors large = collection.vectors(8_000);
    try (IndexWriter writer = new IndexWriter(folder, config("residual-12", codebooks))) {
      writer.addDocument(document("large", large));
      collection.add(writer, 5, 6, 70, written);
    }
    written.put("large", large);
    merge(folder, "residual-12", codebooks);
    Map<String, float[]> found = all(folder, SmallCollection::rows);
    assertThat(found.get("large")).hasSize(8_000 * dimension);
    // Noise of 0.1 around directions that the codebook knows: levels of 64 find them again.
    assertThat(SmallCollection.error(written, found)).isLessThan(4 * 0.1 * 0.1);
  }

  @Test
  void documentsCanBeAskedForOneByOne(Random random) throws IOException {
    write("residual-12", 8, random);
    Map<String, float[]> found = all(folder, SmallCollection::rows);
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      for (int skip = 1; skip <= 3; skip++) {
        MultiVectorValues values = MultiVectorFormatTest.valuesOf(reader);
        for (int doc = 0; doc < reader.maxDoc(); doc += skip) {
          String id = Objects.requireNonNull(reader.storedFields().document(doc).get("id"));
          assertThat(values.advanceExact(doc)).as(id).isEqualTo(!id.startsWith("without"));
          if (!id.startsWith("without")) {
            assertThat(values.vectors().toArray()).as(id).isEqualTo(found.get(id));
          }
        }
      }
      assertThat(MultiVectorFormatTest.valuesOf(reader).advance(reader.maxDoc()))
          .isEqualTo(DocIdSetIterator.NO_MORE_DOCS);
    }
  }

  @Test
  void residualCodesNeedNoMoreRoomThanTheirNameSays(Random random) throws IOException {
    write("residual-20", 128, random);
    assertThat(entries(folder)).singleElement().matches(entry -> entry.tokenBytes() == 16);
    assertThat(TokenCode.named("int8", 128).tokenBytes()).isEqualTo(132);
  }
}
