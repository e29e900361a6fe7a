package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.index.SmallCollection.FIELD;
import static pleiad.index.SmallCollection.MATURE_AT_ONCE;
import static pleiad.index.SmallCollection.THRESHOLDS;
import static pleiad.index.SmallCollection.all;
import static pleiad.index.SmallCollection.codebooks;
import static pleiad.index.SmallCollection.config;
import static pleiad.index.SmallCollection.encoded;
import static pleiad.index.SmallCollection.entries;
import static pleiad.index.SmallCollection.int8;
import static pleiad.index.SmallCollection.merge;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pleiad.codec.Codebook;
import pleiad.codec.ResidualCode;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Which segment is kept in which code, by the rules that [Codebooks] states.
@ExtendWith(Seed.class)
class ResidualSegmentsTest {
  private static final int DIMENSION = 8;
  private static final String CODE = "residual-12";

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

  /// Adds documents of ten tokens and flushes them into a segment of their own.
  private void add(Directory target, String code, Codebooks codebooks, int from, int to)
      throws IOException {
    try (IndexWriter writer = new IndexWriter(target, config(code, codebooks))) {
      collection.add(writer, from, to, 10, written);
    }
  }

  private void assertInt8() throws IOException {
    assertInt8(all(folder, SmallCollection::rows));
  }

  private void assertInt8(Map<String, float[]> found) {
    assertThat(found.keySet()).isEqualTo(written.keySet());
    written.forEach((id, vectors) -> assertThat(found.get(id)).as(id).isEqualTo(int8(vectors)));
  }

  private static Codebook current(Codebooks codebooks) {
    return Objects.requireNonNull(codebooks.current(FIELD));
  }

  @Test
  void aFlushWithoutCodebookIsInt8HoweverLarge() throws IOException {
    add(folder, CODE, codebooks(THRESHOLDS), 0, 200);
    assertThat(entries(folder))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.code()).isEqualTo("int8");
              assertThat(entry.tokens()).isEqualTo(2_000);
              assertThat(entry.codebook().exists()).isFalse();
              assertThat(entry.reencoded()).isZero();
            });
    assertInt8();
  }

  @ParameterizedTest
  @CsvSource({"9, int8", "10, residual"})
  void aMergeTrainsFromTheThresholdOn(int documents, String code) throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    add(folder, CODE, codebooks, 0, 4);
    add(folder, CODE, codebooks, 4, documents);
    merge(folder, CODE, codebooks);
    assertThat(entries(folder)).extracting(FieldEntry::code).containsExactly(code);
    assertThat(codebooks.current(FIELD) != null).isEqualTo(code.equals("residual"));
    assertInt8();
  }

  @Test
  void deletedTokensDoNotCountTowardsTheThreshold() throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    add(folder, CODE, codebooks, 0, 10);
    delete("d00000");
    merge(folder, CODE, codebooks);
    assertThat(entries(folder)).extracting(FieldEntry::code).containsExactly("int8");
    assertInt8();
  }

  private void delete(String id) throws IOException {
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks(THRESHOLDS)))) {
      writer.deleteDocuments(new org.apache.lucene.index.Term("id", id));
    }
    written.remove(id);
  }

  @Test
  void besideACodebookThatIsNotMatureInt8IsKept() throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    add(folder, CODE, codebooks, 0, 20);
    merge(folder, CODE, codebooks);
    Codebook trained = current(codebooks);
    assertThat(trained.trainedOn()).isEqualTo(200);
    FieldEntry entry = entries(folder).getFirst();
    assertThat(entry.fingerprint()).isEqualTo(trained.fingerprint());
    assertThat(entry.precise().exists()).isTrue();
    assertThat(entry.reencoded()).isZero();
    assertInt8();
    assertCodesOf(trained);
  }

  /// The codes are what the codebook makes of the int8 vectors, not of what other codes gave.
  private void assertCodesOf(Codebook codebook) throws IOException {
    Map<String, byte[]> codes = all(folder, SmallCollection::codes);
    written.forEach(
        (id, vectors) ->
            assertThat(codes.get(id))
                .as(id)
                .isEqualTo(
                    encoded(
                        TokenVectors.of(int8(vectors), DIMENSION), new ResidualCode(codebook))));
  }

  @Test
  void withAMatureCodebookOnlyCodesAreKept() throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    add(folder, CODE, codebooks, 0, 100);
    merge(folder, CODE, codebooks);
    FieldEntry entry = entries(folder).getFirst();
    assertThat(entry.codebook().exists()).isTrue();
    assertThat(entry.precise().exists()).isFalse();
    assertThat(entry.reencoded()).isZero();
    assertCodesOf(current(codebooks));
  }

  @Test
  void int8StaysBesideTheCodesOfAFieldThatAsksForIt() throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    for (int round = 0; round < 3; round++) {
      add(folder, CODE + "+int8", codebooks, round * 100, round * 100 + 100);
      merge(folder, CODE + "+int8", codebooks);
      assertThat(entries(folder))
          .singleElement()
          .matches(FieldEntry::residual)
          .matches(FieldEntry::hasPrecise)
          .matches(entry -> entry.reencoded() == 0);
    }
    assertInt8();
  }

  @ParameterizedTest
  @CsvSource({"4, int8, false", "5, residual, false", "5, residual, true"})
  void aFlushUsesAMatureCodebook(int documents, String code, boolean precise) throws IOException {
    String name = precise ? CODE + "+int8" : CODE;
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    add(folder, name, codebooks, 0, 20);
    merge(folder, name, codebooks);
    add(folder, name, codebooks, 20, 20 + documents);
    FieldEntry flushed = entries(folder).getLast();
    assertThat(flushed.code()).isEqualTo(code);
    assertThat(flushed.precise().exists()).isEqualTo(precise);
    assertThat(flushed.reencoded()).isZero();
    if (flushed.residual()) {
      assertThat(flushed.fingerprint()).isEqualTo(current(codebooks).fingerprint());
    }
  }

  @Test
  void aFlushUsesNoCodebookThatIsNotMature() throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    add(folder, CODE, codebooks, 0, 20);
    merge(folder, CODE, codebooks);
    add(folder, CODE, codebooks, 20, 40);
    assertThat(entries(folder)).extracting(FieldEntry::code).containsExactly("residual", "int8");
    assertInt8();
  }

  @Test
  void aSmallMergeWithoutCodesStaysInt8ThoughThereIsACodebook() throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    try (Directory other = new ByteBuffersDirectory()) {
      add(other, CODE, codebooks, 1_000, 1_020);
      merge(other, CODE, codebooks);
    }
    written.clear();
    assertThat(codebooks.mature(current(codebooks))).isTrue();
    add(folder, CODE, codebooks, 0, 2);
    add(folder, CODE, codebooks, 2, 4);
    merge(folder, CODE, codebooks);
    assertThat(entries(folder)).extracting(FieldEntry::code).containsExactly("int8");
    assertInt8();
    add(folder, CODE, codebooks, 4, 5);
    merge(folder, CODE, codebooks);
    assertThat(entries(folder)).extracting(FieldEntry::code).containsExactly("residual");
  }

  @Test
  void anOutgrownCodebookIsReplacedByOneThatLearntFromInt8() throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    add(folder, CODE, codebooks, 0, 20);
    merge(folder, CODE, codebooks);
    Codebook first = current(codebooks);
    add(folder, CODE, codebooks, 20, 79);
    merge(folder, CODE, codebooks);
    assertThat(current(codebooks)).isSameAs(first);
    assertThat(entries(folder).getFirst().fingerprint()).isEqualTo(first.fingerprint());
    assertCodesOf(first);

    add(folder, CODE, codebooks, 79, 80);
    merge(folder, CODE, codebooks);
    Codebook second = current(codebooks);
    assertThat(second.trainedOn()).isEqualTo(800);
    assertThat(second.fingerprint()).isNotEqualTo(first.fingerprint());
    assertInt8();
    assertCodesOf(second);

    add(folder, CODE, codebooks, 80, 320);
    merge(folder, CODE, codebooks);
    Codebook third = current(codebooks);
    assertThat(third.trainedOn()).isEqualTo(3_200);
    FieldEntry entry = entries(folder).getFirst();
    assertThat(entry.precise().exists()).isFalse();
    assertThat(entry.reencoded()).isZero();
    assertCodesOf(third);
  }

  @Test
  void aMatureCodebookIsNeverReplaced() throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    add(folder, CODE, codebooks, 0, 20);
    merge(folder, CODE, codebooks);
    Codebook first = current(codebooks);
    add(folder, CODE, codebooks, 20, 220);
    merge(folder, CODE, codebooks);
    assertThat(current(codebooks)).isSameAs(first);
    assertThat(entries(folder).getFirst().fingerprint()).isEqualTo(first.fingerprint());
  }

  @Test
  void fieldsHaveCodebooksOfTheirOwn() throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    codebooks.offer("another", Golden.codebook(1_000_000));
    add(folder, CODE, codebooks, 0, 20);
    merge(folder, CODE, codebooks);
    assertThat(current(codebooks).dimension()).isEqualTo(DIMENSION);
    assertThat(entries(folder).getFirst().dimension()).isEqualTo(DIMENSION);
  }

  @Test
  void aCodebookOfOtherDimensionsIsNotUsed() throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    codebooks.offer(FIELD, Golden.codebook(1_000_000));
    add(folder, CODE, codebooks, 0, 10);
    assertThat(entries(folder)).extracting(FieldEntry::code).containsExactly("int8");
    merge(folder, CODE, codebooks);
    assertThat(entries(folder).getFirst().residual()).isTrue();
    assertThat(entries(folder).getFirst().dimension()).isEqualTo(DIMENSION);
  }

  @Test
  void theNumberOfThreadsDoesNotShowInTheFiles() throws IOException {
    add(folder, CODE, codebooks(THRESHOLDS), 0, 200);
    try (Directory copy = new ByteBuffersDirectory()) {
      for (String file : folder.listAll()) {
        copy.copyFrom(folder, file, file, org.apache.lucene.store.IOContext.DEFAULT);
      }
      merge(folder, CODE, codebooks(THRESHOLDS));
      merge(copy, CODE, new Codebooks(new pleiad.codec.Workers(3), THRESHOLDS));
      assertThat(entries(copy).getFirst().fingerprint())
          .isEqualTo(entries(folder).getFirst().fingerprint());
      assertThat(all(copy, SmallCollection::codes))
          .usingRecursiveComparison()
          .isEqualTo(all(folder, SmallCollection::codes));
    }
  }
}
