package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static pleiad.index.SmallCollection.FIELD;
import static pleiad.index.SmallCollection.MATURE_AT_ONCE;
import static pleiad.index.SmallCollection.THRESHOLDS;
import static pleiad.index.SmallCollection.all;
import static pleiad.index.SmallCollection.codebooks;
import static pleiad.index.SmallCollection.config;
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
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.Codebook;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Segments that keep a centre for each document, and codes of what its tokens differ from it.
@ExtendWith(Seed.class)
class CentredVectorsTest {
  private static final int DIMENSION = 8;
  private static final String CODE = "residual-12+centred";

  private final Directory folder = new ByteBuffersDirectory();
  private final Map<String, TokenVectors> written = new TreeMap<>();
  private SmallCollection collection = new SmallCollection(DIMENSION, new Random(0));

  @BeforeEach
  void collect(Random random) {
    collection = new SmallCollection(DIMENSION, random);
  }

  @AfterEach
  void close() throws IOException {
    folder.close();
  }

  private void add(Codebooks codebooks, int from, int to, int tokens) throws IOException {
    add(config(CODE, codebooks), from, to, tokens);
  }

  private void add(IndexWriterConfig config, int from, int to, int tokens) throws IOException {
    try (IndexWriter writer = new IndexWriter(folder, config)) {
      collection.add(writer, from, to, tokens, written);
    }
  }

  private static Codebook current(Codebooks codebooks) {
    return Objects.requireNonNull(codebooks.current(FIELD));
  }

  /// Every token of every document is near what was written.
  private void assertNear() throws IOException {
    Map<String, float[]> found = all(folder, SmallCollection::rows);
    assertThat(found.keySet()).isEqualTo(written.keySet());
    for (Map.Entry<String, TokenVectors> each : written.entrySet()) {
      float[] rows = each.getValue().toArray();
      float[] back = Objects.requireNonNull(found.get(each.getKey()));
      assertThat(back).hasSameSizeAs(rows);
      for (int at = 0; at < rows.length; at++) {
        assertThat(back[at]).as(each.getKey()).isCloseTo(rows[at], within(0.5f));
      }
    }
  }

  @Test
  void aMergeLearnsFromDifferencesAndKeepsInt8BesideUntilItIsMature() throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    add(codebooks, 0, 20, 10);
    merge(folder, CODE, codebooks);
    assertThat(current(codebooks).centred()).isTrue();
    assertThat(entries(folder))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.residual() && entry.hasPrecise()).isTrue();
              assertThat(entry.documentBytes()).isEqualTo(4 + DIMENSION);
              assertThat(entry.codes().length())
                  .isEqualTo(200L * entry.tokenBytes() + 20L * entry.documentBytes());
              assertThat(entry.cells().exists()).isFalse();
            });
    all(folder, SmallCollection::rows)
        .forEach(
            (id, rows) ->
                assertThat(rows)
                    .isEqualTo(SmallCollection.int8(Objects.requireNonNull(written.get(id)))));
    add(codebooks, 20, 120, 10);
    merge(folder, CODE, codebooks);
    assertThat(entries(folder)).singleElement().matches(entry -> !entry.hasPrecise());
    assertNear();
  }

  /// What is beside the codes and what the codes say are two things.
  @Test
  void codesAreDecodedWhereInt8StandsBesideThem() throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    add(codebooks, 0, 12, 70);
    merge(folder, CODE, codebooks);
    Map<String, float[]> coded =
        all(
            folder,
            values -> {
              float[] rows = new float[values.tokenCount() * DIMENSION];
              values.decodeCodes(rows);
              return rows;
            });
    Map<String, float[]> precise = all(folder, SmallCollection::rows);
    assertThat(entries(folder).getFirst().hasPrecise()).isTrue();
    coded.forEach(
        (id, rows) -> {
          float[] better = Objects.requireNonNull(precise.get(id));
          assertThat(rows).isNotEqualTo(better);
          for (int at = 0; at < rows.length; at++) {
            assertThat(rows[at]).isCloseTo(better[at], within(0.5f));
          }
        });
  }

  /// With documents that are deleted, that have no tokens, or more than a block of them.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mergesCopyCentresAndCodes(boolean sorted) throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    IndexWriterConfig first = config(CODE, codebooks);
    IndexWriterConfig merging = config(CODE, codebooks, new SmallCollection.MergeAll());
    Sort byRank = new Sort(new SortField("rank", SortField.Type.LONG));
    if (sorted) {
      first.setIndexSort(byRank);
      merging.setIndexSort(byRank);
    }
    add(first, 0, 20, 10);
    try (IndexWriter writer = new IndexWriter(folder, merging)) {
      writer.forceMerge(1);
      collection.add(writer, 20, 30, 130, written);
      writer.commit();
      collection.add(writer, 30, 33, 0, written);
      collection.add(writer, 33, 53, 64, written);
      writer.commit();
      Map<String, byte[]> before = all(folder, SmallCollection::codes);
      assertThat(entries(folder)).allMatch(FieldEntry::residual).hasSize(3);
      writer.deleteDocuments(new Term("id", SmallCollection.id(3)));
      written.remove(SmallCollection.id(3));
      writer.forceMerge(1);
      writer.commit();
      Map<String, byte[]> after = all(folder, SmallCollection::codes);
      assertThat(after.keySet()).isEqualTo(written.keySet());
      after.forEach((id, codes) -> assertThat(codes).as(id).isEqualTo(before.get(id)));
    }
    assertThat(entries(folder)).singleElement().matches(entry -> entry.reencoded() == 0);
    assertNear();
    ResidualModelTest.assertClean(folder);
  }

  @Test
  void anyPartOfADocumentIsReadAsTheWholeHasIt(Random random) throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    add(codebooks, 0, 12, 200);
    merge(folder, CODE, codebooks);
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      MultiVectorValues values =
          Objects.requireNonNull(MultiVectorValues.of(reader.leaves().getFirst().reader(), FIELD));
      while (values.nextDoc() < 12) {
        float[] whole = values.vectors().toArray();
        for (int i = 0; i < 20; i++) {
          int from = random.nextInt(200);
          int to = from + random.nextInt(201 - from);
          float[] part = new float[(to - from) * DIMENSION];
          values.read(from, to, part, 0);
          assertThat(part).isEqualTo(Arrays.copyOfRange(whole, from * DIMENSION, to * DIMENSION));
        }
      }
    }
  }

  /// Codes of tokens and codes of differences are not copied into each other.
  @ParameterizedTest
  @ValueSource(strings = {"residual-12", CODE})
  void codebooksOfBothKindsAreMergedIntoTheOneThatSawMost(String most) throws IOException {
    String other = most.equals(CODE) ? "residual-12" : CODE;
    Codebooks small = codebooks(MATURE_AT_ONCE);
    add(config(other, small), 0, 20, 10);
    merge(folder, other, small);
    try (Directory second = new ByteBuffersDirectory()) {
      Codebooks large = codebooks(MATURE_AT_ONCE);
      try (IndexWriter writer = new IndexWriter(second, config(most, large))) {
        collection.add(writer, 20, 60, 10, written);
      }
      merge(second, most, large);
      try (IndexWriter writer =
          new IndexWriter(
              folder, config(other, codebooks(MATURE_AT_ONCE), new SmallCollection.MergeAll()))) {
        writer.addIndexes(second);
        writer.forceMerge(1);
      }
      assertThat(entries(folder))
          .singleElement()
          .satisfies(
              entry -> {
                assertThat(entry.fingerprint()).isEqualTo(current(large).fingerprint());
                assertThat(entry.documentBytes() > 0).isEqualTo(most.equals(CODE));
                assertThat(entry.cells().exists()).isEqualTo(!most.equals(CODE));
                assertThat(entry.reencoded()).isEqualTo(1);
              });
    }
    assertNear();
  }

  /// A field's codebook stays, and with it what codes are of.
  @Test
  void anotherNameLaterLeavesTheCodebook() throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    add(codebooks, 0, 20, 10);
    merge(folder, CODE, codebooks);
    add(config("residual-12+cells", codebooks), 20, 40, 10);
    merge(folder, "residual-12+cells", codebooks);
    assertThat(entries(folder))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.documentBytes()).isEqualTo(4 + DIMENSION);
              assertThat(entry.cells().exists()).isFalse();
            });
    assertNear();
  }
}
