package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.index.MeanCollection.FIELD;
import static pleiad.index.MeanCollection.config;
import static pleiad.index.SmallCollection.id;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.Codebook;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class MeanVectorsFormatTest {
  /// Around whole blocks of 64, and as many blocks as are read at a time.
  @ParameterizedTest
  @ValueSource(ints = {2, 63, 64, 65, 130, 1_023, 1_024, 1_025, 2_500})
  void aMergedSegmentFindsTheNearestByItsCodes(int documents, Random random) throws IOException {
    MeanCollection collection = new MeanCollection(16, random);
    try (Directory folder = merged(collection, documents, 2, null);
        DirectoryReader reader = DirectoryReader.open(folder)) {
      LeafReader leaf = only(reader);
      assertThat(MeanVectorsFormat.isCoded(leaf, FIELD)).isTrue();
      int found = 0;
      for (int i = 0; i < 20; i++) {
        byte[] query = collection.query();
        List<String> nearest = collection.nearest(leaf, query, 10, null);
        List<String> some = MeanCollection.find(leaf, query, 10, null);
        assertThat(some).hasSameSizeAs(nearest).doesNotHaveDuplicates();
        found += (int) nearest.stream().filter(some::contains).count();
        if (documents <= 30) {
          assertThat(some).isEqualTo(nearest);
        }
      }
      int all = 20 * Math.min(10, collection.written.size());
      assertThat(found).isGreaterThanOrEqualTo((int) (0.95 * all));
    }
  }

  /// No mean has such bytes, but whoever takes the format for bytes of their own may.
  @Test
  void theLowestByteIsMultipliedAsAnyOther(Random random) throws IOException {
    MeanCollection collection = new MeanCollection(128, random);
    byte[] lowest = new byte[128];
    Arrays.fill(lowest, Byte.MIN_VALUE);
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(folder, config(2, NoMergePolicy.INSTANCE))) {
        collection.add(writer, 0, 100);
        Document document = SmallCollection.document("lowest");
        document.add(new KnnByteVectorField(FIELD, lowest, VectorSimilarityFunction.DOT_PRODUCT));
        writer.addDocument(document);
        writer.flush();
        collection.add(writer, 100, 200);
      }
      merge(folder, 2, null);
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        LeafReader leaf = only(reader);
        assertThat(MeanVectorsFormat.isCoded(leaf, FIELD)).isTrue();
        assertThat(MeanCollection.find(leaf, lowest, 3, null)).hasSize(3).startsWith("lowest");
        byte[] nearly = lowest.clone();
        Arrays.fill(nearly, (byte) -127);
        assertThat(MeanCollection.find(leaf, nearly, 3, null)).hasSize(3).startsWith("lowest");
      }
    }
  }

  @Test
  void everyVectorComesBackFromFlushesAndMerges(Random random) throws IOException {
    MeanCollection collection = new MeanCollection(12, random);
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(folder, config(2, NoMergePolicy.INSTANCE))) {
        collection.add(writer, 0, 100);
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        assertThat(MeanVectorsFormat.isCoded(only(reader), FIELD)).isFalse();
        assertHolds(collection, only(reader));
      }
      merge(folder, 2, null);
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        assertThat(MeanVectorsFormat.isCoded(only(reader), FIELD)).isTrue();
        assertHolds(collection, only(reader));
      }
      ResidualModelTest.assertClean(folder);
    }
  }

  @Test
  void onlyDocumentsThatMayBeFoundAreFound(Random random) throws IOException {
    MeanCollection collection = new MeanCollection(16, random);
    try (Directory folder = merged(collection, 1_500, 2, null);
        DirectoryReader reader = DirectoryReader.open(folder)) {
      LeafReader leaf = only(reader);
      for (int every : new int[] {2, 5, 100, 2_000}) {
        Bits allowed = every(every, leaf.maxDoc());
        byte[] query = collection.query();
        List<String> nearest = collection.nearest(leaf, query, 10, allowed);
        List<String> some = MeanCollection.find(leaf, query, 10, allowed);
        assertThat(some).hasSameSizeAs(nearest);
        assertThat(nearest.stream().filter(some::contains).count())
            .isGreaterThanOrEqualTo(nearest.size() - 2L);
      }
    }
  }

  @Test
  void deletedDocumentsAreNotFound(Random random) throws IOException {
    MeanCollection collection = new MeanCollection(16, random);
    try (Directory folder = merged(collection, 600, 2, null)) {
      byte[] query = collection.query();
      List<String> before;
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        before = MeanCollection.find(only(reader), query, 5, null);
      }
      try (IndexWriter writer = new IndexWriter(folder, config(2, NoMergePolicy.INSTANCE))) {
        for (String each : before) {
          writer.deleteDocuments(new Term("id", each));
        }
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        LeafReader leaf = only(reader);
        assertThat(MeanCollection.find(leaf, query, 5, leaf.getLiveDocs()))
            .hasSize(5)
            .doesNotContainAnyElementsOf(before);
      }
      merge(folder, 2, null);
      before.forEach(collection.written::remove);
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        assertHolds(collection, only(reader));
      }
    }
  }

  @Test
  void aSortedIndexIsMergedInItsOrder(Random random) throws IOException {
    Sort sort = new Sort(new SortField("rank", SortField.Type.INT));
    MeanCollection collection = new MeanCollection(8, random);
    try (Directory folder = merged(collection, 300, 2, sort);
        DirectoryReader reader = DirectoryReader.open(folder)) {
      LeafReader leaf = only(reader);
      assertHolds(collection, leaf);
      byte[] query = collection.query();
      List<String> some = MeanCollection.find(leaf, query, 5, null);
      assertThat(collection.nearest(leaf, query, 5, null).stream().filter(some::contains).count())
          .isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void fewVectorsHaveNoCodesAndAreFoundExactly(Random random) throws IOException {
    MeanCollection collection = new MeanCollection(16, random);
    try (Directory folder = merged(collection, 400, MeanVectorsFormat.LEAST_VECTORS, null);
        DirectoryReader reader = DirectoryReader.open(folder)) {
      assertThat(MeanVectorsFormat.isCoded(only(reader), FIELD)).isFalse();
      assertThat(codebook(only(reader))).isNull();
      byte[] query = collection.query();
      assertThat(MeanCollection.find(only(reader), query, 10, null))
          .isEqualTo(collection.nearest(only(reader), query, 10, null));
    }
  }

  @Test
  void aMergeTakesACodebookThatLearntFromEnough(Random random) throws IOException {
    MeanCollection collection = new MeanCollection(8, random);
    try (Directory folder = merged(collection, 100, 2, null)) {
      Codebook first = codebookOf(folder);
      grow(collection, folder, 100, 300);
      assertThat(codebookOf(folder).fingerprint()).isEqualTo(first.fingerprint());
      grow(collection, folder, 300, 700);
      assertThat(codebookOf(folder).trainedOn()).isEqualTo(collection.written.size());
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        assertHolds(collection, only(reader));
      }
    }
  }

  @Test
  void vectorsThatTeachNothingHaveNoCodes(Random random) throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(folder, config(2, NoMergePolicy.INSTANCE))) {
        for (int i = 0; i < 10; i++) {
          Document document = SmallCollection.document(id(i));
          document.add(
              new KnnByteVectorField(FIELD, new byte[4], VectorSimilarityFunction.DOT_PRODUCT));
          writer.addDocument(document);
        }
      }
      merge(folder, 2, null);
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        assertThat(MeanVectorsFormat.isCoded(only(reader), FIELD)).isFalse();
        assertThat(
                MeanCollection.find(
                    only(reader), new byte[] {1, 2, 3, (byte) random.nextInt()}, 3, null))
            .hasSize(3);
      }
    }
  }

  /// Segments that were written before this format, or by an application without it.
  @Test
  void segmentsWithAGraphAreSearchedAndMergedIntoOnesWithCodes(Random random) throws IOException {
    MeanCollection collection = new MeanCollection(16, random);
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer =
          new IndexWriter(folder, new IndexWriterConfig().setCodec(Codec.getDefault()))) {
        collection.add(writer, 0, 500);
        writer.forceMerge(1);
      }
      byte[] query = collection.query();
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        assertThat(MeanVectorsFormat.isCoded(only(reader), FIELD)).isFalse();
        assertThat(MeanCollection.find(only(reader), query, 5, null)).hasSize(5);
      }
      merge(folder, 2, null);
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        assertThat(MeanVectorsFormat.isCoded(only(reader), FIELD)).isTrue();
        assertHolds(collection, only(reader));
      }
    }
  }

  @Test
  void luceneFindsItByName() {
    assertThat(KnnVectorsFormat.forName(MeanVectorsFormat.NAME))
        .isInstanceOf(MeanVectorsFormat.class)
        .hasToString("PleiadMean01");
  }

  private static void grow(MeanCollection collection, Directory folder, int from, int to)
      throws IOException {
    try (IndexWriter writer = new IndexWriter(folder, config(2, NoMergePolicy.INSTANCE))) {
      collection.add(writer, from, to);
    }
    merge(folder, 2, null);
  }

  private static Codebook codebookOf(Directory folder) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      return codebookOf(only(reader));
    }
  }

  static Codebook codebookOf(LeafReader leaf) throws IOException {
    return Objects.requireNonNull(codebook(leaf));
  }

  private static @Nullable Codebook codebook(LeafReader leaf) throws IOException {
    PerFieldKnnVectorsFormat.FieldsReader fields =
        (PerFieldKnnVectorsFormat.FieldsReader)
            Objects.requireNonNull(((CodecReader) leaf).getVectorReader());
    return ((MeanVectorsReader) fields.getFieldReader(FIELD)).codebook(FIELD);
  }

  private static Bits every(int every, int length) {
    return new Bits() {
      @Override
      public boolean get(int index) {
        return index % every == 0;
      }

      @Override
      public int length() {
        return length;
      }
    };
  }

  static LeafReader only(DirectoryReader reader) {
    assertThat(reader.leaves()).hasSize(1);
    return reader.leaves().getFirst().reader();
  }

  private static void assertHolds(MeanCollection collection, LeafReader leaf) throws IOException {
    Map<String, byte[]> found = new TreeMap<>();
    ByteVectorValues values = leaf.getByteVectorValues(FIELD);
    KnnVectorValues.DocIndexIterator each = values.iterator();
    while (each.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      assertThat(values.ordToDoc(each.index())).isEqualTo(each.docID());
      found.put(
          MeanCollection.id(leaf.storedFields(), each.docID()),
          values.vectorValue(each.index()).clone());
    }
    assertThat(found.keySet()).isEqualTo(new TreeMap<>(collection.written).keySet());
    found.forEach((id, mean) -> assertThat(mean).isEqualTo(collection.written.get(id)));
  }

  /// Two flushes merged into one segment.
  static Directory merged(MeanCollection collection, int documents, int least, @Nullable Sort sort)
      throws IOException {
    Directory folder = new ByteBuffersDirectory();
    IndexWriterConfig config = config(least, NoMergePolicy.INSTANCE);
    if (sort != null) {
      config.setIndexSort(sort);
    }
    try (IndexWriter writer = new IndexWriter(folder, config)) {
      collection.add(writer, 0, documents / 2);
      writer.flush();
      collection.add(writer, documents / 2, documents);
    }
    merge(folder, least, sort);
    return folder;
  }

  private static void merge(Directory folder, int least, @Nullable Sort sort) throws IOException {
    IndexWriterConfig config = config(least, new SmallCollection.MergeAll());
    if (sort != null) {
      config.setIndexSort(sort);
    }
    try (IndexWriter writer = new IndexWriter(folder, config)) {
      writer.forceMerge(1);
    }
  }
}
