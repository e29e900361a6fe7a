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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.SortingCodecReader;
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
import pleiad.codec.ResidualCode;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// What is told of codes that are copied, and of those that had to be encoded anew.
@ExtendWith(Seed.class)
class ResidualHistoryTest {
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

  /// A segment of codes alone.
  private Codebooks coded(SmallCollection collection, Directory target) throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    try (IndexWriter writer = new IndexWriter(target, config(CODE, codebooks))) {
      collection.add(writer, 0, 20, 10, written);
    }
    merge(target, CODE, codebooks);
    assertThat(entries(target)).singleElement().matches(entry -> !entry.hasPrecise());
    return codebooks;
  }

  /// Adds documents of ten tokens and flushes them into a segment of their own.
  private void add(Directory target, String code, Codebooks codebooks, int from, int to)
      throws IOException {
    try (IndexWriter writer = new IndexWriter(target, config(code, codebooks))) {
      collection.add(writer, from, to, 10, written);
    }
  }

  private void delete(String id) throws IOException {
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks(THRESHOLDS)))) {
      writer.deleteDocuments(new org.apache.lucene.index.Term("id", id));
    }
    written.remove(id);
  }

  private static Codebook current(Codebooks codebooks) {
    return Objects.requireNonNull(codebooks.current(FIELD));
  }

  @Test
  void codesOfASharedCodebookAreCopiedBitForBit() throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    add(folder, CODE, codebooks, 0, 20);
    merge(folder, CODE, codebooks);
    for (int from = 20; from < 80; from += 20) {
      add(folder, CODE, codebooks, from, from + 20);
    }
    delete("d00003");
    delete("d00033");
    Map<String, byte[]> before = all(folder, SmallCollection::codes);
    assertThat(entries(folder))
        .hasSize(4)
        .extracting(FieldEntry::fingerprint)
        .containsOnly(current(codebooks).fingerprint());
    merge(folder, CODE, codebooks);
    Map<String, byte[]> after = all(folder, SmallCollection::codes);
    assertThat(after.keySet()).isEqualTo(written.keySet());
    after.forEach((id, codes) -> assertThat(codes).as(id).isEqualTo(before.get(id)));
    assertThat(entries(folder)).singleElement().matches(entry -> entry.reencoded() == 0);
  }

  @Test
  void aWriterThatKnowsNoCodebookFindsTheOnesOfTheSegments() throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    add(folder, CODE, codebooks, 0, 20);
    merge(folder, CODE, codebooks);
    Map<String, byte[]> before = all(folder, SmallCollection::codes);
    Codebooks fresh = codebooks(MATURE_AT_ONCE);
    add(folder, CODE, fresh, 20, 60);
    merge(folder, CODE, fresh);
    assertThat(entries(folder))
        .singleElement()
        .matches(entry -> entry.fingerprint().equals(current(codebooks).fingerprint()));
    Map<String, byte[]> after = all(folder, SmallCollection::codes);
    before.forEach((id, codes) -> assertThat(after.get(id)).as(id).isEqualTo(codes));
  }

  @Test
  void ofMergesSideBySideOneTrainsTheCodebook() throws Exception {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    CyclicBarrier together = new CyclicBarrier(2);
    List<Future<String>> fingerprints = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (int from : new int[] {0, 100}) {
        Directory target = new ByteBuffersDirectory();
        add(target, CODE, codebooks(MATURE_AT_ONCE), from, from + 100);
        fingerprints.add(
            threads.submit(
                () -> {
                  together.await();
                  merge(target, CODE, codebooks);
                  return entries(target).getFirst().fingerprint();
                }));
      }
    }
    assertThat(fingerprints).extracting(Future::get).containsOnly(current(codebooks).fingerprint());
  }

  @Test
  void codesOfAnotherMatureCodebookAreEncodedAnewAndThatIsCounted() throws IOException {
    Codebooks larger = codebooks(MATURE_AT_ONCE);
    add(folder, CODE, larger, 0, 40);
    merge(folder, CODE, larger);
    for (int round = 1; round <= 2; round++) {
      try (Directory other = new ByteBuffersDirectory()) {
        Codebooks smaller = codebooks(MATURE_AT_ONCE);
        add(other, CODE, smaller, 40 * round, 40 * round + 20);
        merge(other, CODE, smaller);
        try (IndexWriter writer = new IndexWriter(folder, config(CODE, larger))) {
          writer.addIndexes(other);
        }
      }
      Map<String, byte[]> codes = all(folder, SmallCollection::codes);
      Map<String, float[]> rows = all(folder, SmallCollection::rows);
      merge(folder, CODE, larger);
      assertThat(entries(folder))
          .singleElement()
          .matches(entry -> entry.fingerprint().equals(current(larger).fingerprint()))
          .matches(entry -> entry.reencoded() == 1);
      int others = 40 * round;
      all(folder, SmallCollection::codes)
          .forEach(
              (id, after) ->
                  assertThat(after)
                      .as(id)
                      .isEqualTo(
                          id.compareTo(SmallCollection.id(others)) < 0
                              ? codes.get(id)
                              : encoded(
                                  TokenVectors.of(Objects.requireNonNull(rows.get(id)), DIMENSION),
                                  new ResidualCode(current(larger)))));
    }
    Codebooks largest = codebooks(MATURE_AT_ONCE);
    try (Directory other = new ByteBuffersDirectory()) {
      add(other, CODE, largest, 1_000, 1_100);
      merge(other, CODE, largest);
      try (IndexWriter writer = new IndexWriter(folder, config(CODE, largest))) {
        writer.addIndexes(other);
      }
    }
    merge(folder, CODE, largest);
    assertThat(entries(folder)).singleElement().matches(entry -> entry.reencoded() == 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"int8", "float16"})
  void whatBecomesOfCodesInAnotherCodeIsCountedToo(String code) throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    add(folder, CODE, codebooks, 0, 20);
    merge(folder, CODE, codebooks);
    add(folder, code, codebooks, 20, 21);
    merge(folder, code, codebooks);
    assertThat(entries(folder))
        .singleElement()
        .matches(entry -> entry.code().equals(code))
        .matches(entry -> entry.reencoded() == 1);
    add(folder, CODE, codebooks, 21, 40);
    merge(folder, CODE, codebooks);
    assertThat(entries(folder))
        .singleElement()
        .matches(FieldEntry::residual)
        .matches(entry -> entry.reencoded() == 1);
  }

  @Test
  void anUpdateInPlaceOfCodesIsCountedAsEncodedAnew() throws IOException {
    Codebooks codebooks = coded(collection, folder);
    Map<String, float[]> before = all(folder, SmallCollection::rows);
    TokenVectors changed = collection.vectors(7);
    for (int round = 1; round <= 2; round++) {
      try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks))) {
        writer.updateBinaryDocValue(
            new Term("id", "d00003"), FIELD, MultiVectorField.payload(changed));
      }
      before.put("d00003", changed.toArray());
      Map<String, float[]> after = all(folder, SmallCollection::rows);
      before.forEach(
          (id, rows) -> assertThat(after.get(id)).as(id).isEqualTo(int8(TokenVectors.of(rows, 8))));
      assertThat(entries(folder))
          .singleElement()
          .matches(entry -> entry.code().equals("int8"))
          .matches(entry -> entry.reencoded() == 1);
    }
    merge(folder, CODE, codebooks);
    assertThat(entries(folder))
        .singleElement()
        .matches(FieldEntry::residual)
        .matches(entry -> entry.reencoded() == 1);
  }

  @Test
  void anUpdateInPlaceBesideInt8LosesNothing() throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks))) {
      collection.add(writer, 0, 20, 10, written);
    }
    merge(folder, CODE, codebooks);
    assertThat(entries(folder).getFirst().residual()).isTrue();
    TokenVectors changed = collection.vectors(7);
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks))) {
      writer.updateBinaryDocValue(
          new Term("id", "d00003"), FIELD, MultiVectorField.payload(changed));
    }
    written.put("d00003", changed);
    Map<String, float[]> after = all(folder, SmallCollection::rows);
    written.forEach((id, vectors) -> assertThat(after.get(id)).as(id).isEqualTo(int8(vectors)));
    assertThat(entries(folder)).singleElement().matches(entry -> entry.reencoded() == 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReaderThatHidesTheCodesIsAddedWithItsHistory(boolean sorting) throws IOException {
    Codebooks codebooks;
    Map<String, float[]> before;
    try (Directory other = new ByteBuffersDirectory()) {
      codebooks = coded(collection, other);
      before = all(other, SmallCollection::rows);
      Codebooks fresh = codebooks(MATURE_AT_ONCE);
      try (DirectoryReader reader = DirectoryReader.open(other);
          IndexWriter writer = new IndexWriter(folder, config(CODE, fresh))) {
        CodecReader segment = SlowCodecReaderWrapper.wrap(reader.leaves().getFirst().reader());
        Sort rank = new Sort(new SortField("rank", SortField.Type.LONG));
        writer.addIndexes(
            sorting ? SortingCodecReader.wrap(segment, rank) : new AddedReader(segment));
      }
    }
    assertThat(entries(folder)).singleElement().matches(entry -> entry.reencoded() == 1);
    Map<String, float[]> after = all(folder, SmallCollection::rows);
    before.forEach(
        (id, rows) -> assertThat(after.get(id)).as(id).isEqualTo(int8(TokenVectors.of(rows, 8))));
    merge(folder, CODE, codebooks);
    assertThat(entries(folder))
        .singleElement()
        .matches(FieldEntry::residual)
        .matches(entry -> entry.reencoded() == 1);
  }

  @Test
  void aReaderThatShowsTheCodesIsAddedBitForBit() throws IOException {
    Map<String, byte[]> before;
    try (Directory other = new ByteBuffersDirectory()) {
      coded(collection, other);
      before = all(other, SmallCollection::codes);
      Codebooks fresh = codebooks(MATURE_AT_ONCE);
      try (DirectoryReader reader = DirectoryReader.open(other);
          IndexWriter writer = new IndexWriter(folder, config(CODE, fresh))) {
        writer.addIndexes((CodecReader) reader.leaves().getFirst().reader());
      }
    }
    Map<String, byte[]> after = all(folder, SmallCollection::codes);
    before.forEach((id, codes) -> assertThat(after.get(id)).as(id).isEqualTo(codes));
    assertThat(entries(folder)).singleElement().matches(entry -> entry.reencoded() == 0);
  }

  @Test
  void ofHiddenCodesTheLongestHistoryCounts() throws IOException {
    try (Directory codes = new ByteBuffersDirectory();
        Directory vectors = new ByteBuffersDirectory()) {
      Codebooks codebooks = coded(collection, codes);
      add(vectors, "int8", codebooks, 100, 110);
      for (boolean codesFirst : new boolean[] {false, true}) {
        Directory first = codesFirst ? codes : vectors;
        Directory last = codesFirst ? vectors : codes;
        try (Directory target = new ByteBuffersDirectory();
            DirectoryReader one = DirectoryReader.open(first);
            DirectoryReader two = DirectoryReader.open(last)) {
          try (IndexWriter writer =
              new IndexWriter(target, config(CODE, codebooks(MATURE_AT_ONCE)))) {
            writer.addIndexes(hidden(one), hidden(two));
          }
          assertThat(entries(target)).singleElement().matches(entry -> entry.reencoded() == 1);
        }
      }
    }
  }

  private static CodecReader hidden(DirectoryReader reader) {
    return new AddedReader((CodecReader) reader.leaves().getFirst().reader());
  }

  @Test
  void nothingIsLearntFromCodesThoughTheirCodebookNoLongerCountsAsMature() throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    add(folder, CODE, codebooks, 0, 20);
    merge(folder, CODE, codebooks);
    Codebooks stricter = codebooks(THRESHOLDS);
    add(folder, CODE, stricter, 20, 90);
    merge(folder, CODE, stricter);
    assertThat(entries(folder))
        .singleElement()
        .matches(entry -> entry.fingerprint().equals(current(codebooks).fingerprint()))
        .matches(entry -> entry.reencoded() == 0);
    assertThat(stricter.current(FIELD)).isNull();
  }
}
