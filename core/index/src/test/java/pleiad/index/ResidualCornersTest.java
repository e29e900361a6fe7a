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
import static pleiad.index.SmallCollection.int8;
import static pleiad.index.SmallCollection.merge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeScheduler;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pleiad.codec.ResidualCode;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// What is rare and must still go well: nothing to learn from, updates in place, readers that hide
/// the codes, segments that wait.
@ExtendWith(Seed.class)
class ResidualCornersTest {
  private static final String CODE = "residual-12";

  private final Directory folder = new ByteBuffersDirectory();
  private final Map<String, TokenVectors> written = new TreeMap<>();

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

  enum Nothing {
    ZEROS,
    NOT_A_NUMBER,
    INFINITE,
    TOO_SMALL_TO_SQUARE
  }

  @ParameterizedTest
  @EnumSource
  void tokensThatTeachNothingStayInt8AndAreNotAskedAgain(Nothing nothing) throws IOException {
    float value =
        switch (nothing) {
          case ZEROS -> 0;
          case NOT_A_NUMBER -> Float.NaN;
          case INFINITE -> Float.POSITIVE_INFINITY;
          case TOO_SMALL_TO_SQUARE -> Float.MIN_VALUE;
        };
    float[] rows = new float[300 * 4];
    Arrays.fill(rows, value);
    assertStaysInt8(TokenVectors.of(rows, 4));
  }

  @Test
  void moreDimensionsThanACodebookHasStayInt8(Random random) throws IOException {
    assertStaysInt8(MultiVectorFormatTest.vectors(100, 32_768, random));
  }

  private void assertStaysInt8(TokenVectors vectors) throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    CodingMergePolicy coding = new CodingMergePolicy(NoMergePolicy.INSTANCE, codebooks);
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks, coding))) {
      writer.addDocument(document("a", vectors));
      writer.addDocument(document("without"));
      writer.commit();
      List<String> segments = segments();
      writer.addDocument(document("another without"));
      writer.commit();
      assertThat(segments()).containsAll(segments);
    }
    assertThat(entries(folder)).singleElement().matches(entry -> entry.code().equals("int8"));
    assertThat(codebooks.current(FIELD)).isNull();
    assertThat(all(folder, SmallCollection::rows).get("a")).isEqualTo(int8(vectors));
  }

  private List<String> segments() throws IOException {
    return SegmentInfos.readLatestCommit(folder).asList().stream()
        .map(segment -> segment.info.name)
        .toList();
  }

  @Test
  void afterEveryTokenWasDeletedTheMergeTrainsNothing(Random random) throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks))) {
      new SmallCollection(8, random).add(writer, 0, 20, 10, written);
      writer.addDocument(document("without"));
      writer.addDocument(document("empty", TokenVectors.empty(8)));
      writer.commit();
      for (String id : written.keySet()) {
        writer.deleteDocuments(new Term("id", id));
      }
    }
    merge(folder, CODE, codebooks);
    assertThat(codebooks.current(FIELD)).isNull();
    assertThat(all(folder, MultiVectorValues::tokenCount)).containsOnly(Map.entry("empty", 0));
  }

  @Test
  void numbersThatAreNotFiniteSpoilNoCodebookAndNoNeighbour(Random random) throws IOException {
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    float[] strange = {Float.NaN, 1, 1, 1, Float.NEGATIVE_INFINITY, 1, 1, 1, 1e30f, 1, 1, 1};
    SmallCollection collection = new SmallCollection(4, random);
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks))) {
      collection.add(writer, 0, 40, 10, written);
      writer.addDocument(document("strange", TokenVectors.of(strange, 4)));
    }
    merge(folder, CODE, codebooks);
    Map<String, float[]> found = all(folder, SmallCollection::rows);
    assertThat(found.get("strange")).hasSize(12);
    assertThat(SmallCollection.error(written, found))
        .isLessThan(4 * Objects.requireNonNull(codebooks.current(FIELD)).error() + 0.01);
  }

  @Test
  void segmentsThatWaitAreMergedAtACommitAndThoseWithCodesAreLeftAlone(Random random)
      throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    SmallCollection collection = new SmallCollection(8, random);
    CodingMergePolicy coding = new CodingMergePolicy(NoMergePolicy.INSTANCE, codebooks);
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks, coding))) {
      for (int from = 0; from < 9; from += 3) {
        collection.add(writer, from, from + 3, 10, written);
        writer.commit();
        assertThat(segments()).hasSize(1 + from / 3);
      }
      collection.add(writer, 9, 10, 10, written);
      writer.commit();
      assertThat(segments()).hasSize(1);
      assertThat(entries(folder)).singleElement().matches(FieldEntry::residual);
      String coded = segments().getFirst();

      collection.add(writer, 10, 19, 10, written);
      writer.commit();
      assertThat(segments()).hasSize(2).contains(coded);
      collection.add(writer, 19, 20, 10, written);
      writer.commit();
      assertThat(segments()).hasSize(2).contains(coded);
      assertThat(entries(folder)).allMatch(FieldEntry::residual);
    }
    assertThat(all(folder, SmallCollection::rows).keySet()).isEqualTo(written.keySet());
  }

  @Test
  void segmentsWithoutAMatureCodebookAreMergedAsSoonAsTheyMakeOne(Random random)
      throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    SmallCollection collection = new SmallCollection(8, random);
    CodingMergePolicy coding = new CodingMergePolicy(NoMergePolicy.INSTANCE, codebooks);
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks, coding))) {
      for (int from = 0; from < 90; from += 30) {
        collection.add(writer, from, from + 30, 10, written);
        writer.commit();
        assertThat(segments()).hasSize(1 + from / 30);
      }
      assertThat(entries(folder)).allMatch(entry -> entry.residual() && entry.hasPrecise());
      collection.add(writer, 90, 99, 10, written);
      writer.commit();
      assertThat(segments()).hasSize(4);

      collection.add(writer, 99, 100, 10, written);
      writer.commit();
      assertThat(entries(folder))
          .singleElement()
          .matches(entry -> entry.residual() && !entry.hasPrecise() && entry.reencoded() == 0);
      assertThat(Objects.requireNonNull(codebooks.current(FIELD)).trainedOn()).isEqualTo(1_000);
      List<String> settled = segments();
      collection.add(writer, 100, 200, 10, written);
      writer.commit();
      assertThat(segments()).hasSize(2).containsAll(settled);
    }
    assertThat(all(folder, SmallCollection::rows).keySet()).isEqualTo(written.keySet());
  }

  @Test
  void whatLearnsIsCodedOnceTheFieldHasAMatureCodebook(Random random) throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    SmallCollection collection = new SmallCollection(8, random);
    CodingMergePolicy coding = new CodingMergePolicy(NoMergePolicy.INSTANCE, codebooks);
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks, coding))) {
      collection.add(writer, 0, 60, 10, written);
      writer.commit();
      assertThat(entries(folder)).singleElement().matches(FieldEntry::hasPrecise);
      learnElsewhere(codebooks, collection);

      writer.addDocument(document("without"));
      writer.commit();
      assertThat(entries(folder))
          .singleElement()
          .matches(entry -> entry.residual() && !entry.hasPrecise() && entry.reencoded() == 0);
      List<String> settled = segments();
      writer.addDocument(document("another without"));
      writer.commit();
      assertThat(segments()).containsAll(settled);
    }
    assertThat(all(folder, SmallCollection::rows).keySet()).isEqualTo(written.keySet());
  }

  /// As a merge beside others does.
  private static void learnElsewhere(Codebooks codebooks, SmallCollection collection)
      throws IOException {
    CodingMergePolicy coding = new CodingMergePolicy(NoMergePolicy.INSTANCE, codebooks);
    try (Directory elsewhere = new ByteBuffersDirectory();
        IndexWriter writer = new IndexWriter(elsewhere, config(CODE, codebooks, coding))) {
      collection.add(writer, 0, 100, 10, new TreeMap<>());
      writer.commit();
    }
    assertThat(Objects.requireNonNull(codebooks.current(FIELD)).trainedOn()).isEqualTo(1_000);
  }

  /// Holds merges back until it is told to let them go.
  private static final class Held extends MergeScheduler {
    private final List<Integer> sizes = new ArrayList<>();
    private @Nullable MergeSource source;

    @Override
    public void merge(MergeSource source, MergeTrigger trigger) {
      this.source = source;
    }

    private void letGo() throws IOException {
      MergeSource all = Objects.requireNonNull(source);
      for (MergePolicy.OneMerge merge = all.getNextMerge();
          merge != null;
          merge = all.getNextMerge()) {
        sizes.add(merge.segments.size());
        all.merge(merge);
      }
    }

    @Override
    public void close() {}
  }

  @Test
  void whatMakesAMatureCodebookOnlyTogetherIsMergedAfterTheMergesThatHeldIt(Random random)
      throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    SmallCollection collection = new SmallCollection(8, random);
    Held merges = new Held();
    CodingMergePolicy coding = new CodingMergePolicy(NoMergePolicy.INSTANCE, codebooks);
    try (IndexWriter writer =
        new IndexWriter(folder, config(CODE, codebooks, coding).setMergeScheduler(merges))) {
      for (int from = 0; from < 120; from += 40) {
        collection.add(writer, from, from + 40, 10, written);
        writer.commit();
      }
      assertThat(segments()).hasSize(3);
      merges.letGo();
      assertThat(merges.sizes).containsExactly(1, 1, 1, 3);
    }
    assertThat(entries(folder))
        .singleElement()
        .matches(entry -> entry.residual() && !entry.hasPrecise());
    assertThat(Objects.requireNonNull(codebooks.current(FIELD)).trainedOn()).isEqualTo(1_200);
    assertThat(all(folder, SmallCollection::rows).keySet()).isEqualTo(written.keySet());
  }

  @Test
  void fieldsDoNotMakeAMatureCodebookTogether(Random random) throws IOException {
    Codebooks codebooks = codebooks(THRESHOLDS);
    SmallCollection collection = new SmallCollection(8, random);
    CodingMergePolicy coding = new CodingMergePolicy(NoMergePolicy.INSTANCE, codebooks);
    PleiadCodec codec = new PleiadCodec(Map.of(FIELD, CODE, "other", CODE), codebooks);
    try (IndexWriter writer =
        new IndexWriter(folder, config(CODE, codebooks, coding).setCodec(codec))) {
      for (int i = 0; i < 60; i++) {
        Document both = document("d" + i, collection.vectors(10));
        both.add(MultiVectorField.of("other", collection.vectors(10)));
        writer.addDocument(both);
      }
      writer.commit();
      List<String> learning = segments();
      assertThat(learning).hasSize(1);
      assertThat(entries(folder)).allMatch(entry -> entry.residual() && entry.hasPrecise());
      writer.addDocument(document("another without"));
      writer.commit();
      assertThat(segments()).hasSize(2).containsAll(learning);
    }
  }

  @Test
  void aFormatThatSharesNoCodebooksWritesCodesAndEveryFormatReadsThem(Random random)
      throws IOException {
    SmallCollection collection = new SmallCollection(2, random);
    try (IndexWriter writer = new IndexWriter(folder, Alone.config(CODE))) {
      collection.add(writer, 0, 51, 1_000, written);
      writer.forceMerge(1);
    }
    assertThat(entries(folder))
        .singleElement()
        .matches(FieldEntry::residual)
        .matches(FieldEntry::hasPrecise);
    Map<String, float[]> found = all(folder, SmallCollection::rows);
    written.forEach((id, vectors) -> assertThat(found.get(id)).as(id).isEqualTo(int8(vectors)));

    try (IndexWriter writer = new IndexWriter(folder, Alone.config("int8"))) {
      collection.add(writer, 51, 52, 3, written);
      writer.forceMerge(1);
    }
    assertThat(entries(folder)).singleElement().matches(entry -> entry.code().equals("int8"));
    Map<String, float[]> again = all(folder, SmallCollection::rows);
    written.forEach((id, vectors) -> assertThat(again.get(id)).as(id).isEqualTo(int8(vectors)));
  }

  @Test
  void codesAreWhatTheirCodebookDecodes(Random random) throws IOException {
    coded(new SmallCollection(8, random), folder);
    all(
        folder,
        values -> {
          ResidualCode code = new ResidualCode(Objects.requireNonNull(values.codebook()));
          float[] rows = new float[values.tokenCount() * 8];
          code.decode(SmallCollection.codes(values), 0, values.tokenCount(), rows, 0);
          assertThat(SmallCollection.rows(values)).isEqualTo(rows);
          return rows;
        });
  }
}
