package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LateInteractionField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.index.AssertingLeafReader;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pleiad.codec.TokenCode;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Writes through Lucene, reads back, and compares with a map that was kept beside.
@ExtendWith(Seed.class)
class MultiVectorFormatTest {
  private static final String FIELD = "tokens";

  @ParameterizedTest
  @CsvSource({"int8,1", "int8,7", "int8,128", "float16,1", "float16,7", "float16,384"})
  void whatWasWrittenIsReadBackAcrossSegmentsMergesAndDeletes(
      String code, int dimension, Random random) throws IOException {
    Map<String, TokenVectors> model = new TreeMap<>();
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(folder, config(code))) {
        for (int round = 0; round < 300; round++) {
          String id = "d" + random.nextInt(120);
          if (random.nextInt(5) == 0) {
            writer.deleteDocuments(new Term("id", id));
            model.remove(id);
          } else {
            TokenVectors vectors =
                vectors(random.nextInt(200) / 3 * random.nextInt(3), dimension, random);
            boolean without = random.nextInt(10) == 0;
            writer.updateDocument(
                new Term("id", id), without ? document(id) : document(id, vectors));
            model.remove(id);
            if (!without) {
              model.put(id, vectors);
            }
          }
          if (random.nextInt(40) == 0) {
            writer.flush();
          }
        }
        writer.commit();
        assertSame(folder, code, model);
        writer.forceMerge(1);
        writer.commit();
        assertSame(folder, code, model);
      }
    }
  }

  private static void assertSame(Directory folder, String code, Map<String, TokenVectors> model)
      throws IOException {
    Map<String, TokenVectors> found = new TreeMap<>();
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        MultiVectorValues values = MultiVectorValues.of(leaf.reader(), FIELD);
        if (values == null) {
          continue;
        }
        assertThat(values).isInstanceOf(CodedValues.class);
        StoredFields stored = leaf.reader().storedFields();
        while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
          if (leaf.reader().getLiveDocs() == null
              || leaf.reader().getLiveDocs().get(values.docID())) {
            found.put(stored.document(values.docID()).get("id"), values.vectors());
          }
        }
      }
    }
    assertThat(found.keySet()).isEqualTo(model.keySet());
    model.forEach(
        (id, vectors) ->
            assertThat(Objects.requireNonNull(found.get(id)).toArray())
                .as(id)
                .isEqualTo(coded(vectors, code)));
  }

  @Test
  void documentsCanBeAskedForOneByOneWhetherAllHaveTheFieldOrSomeDo() throws IOException {
    for (boolean sparse : new boolean[] {false, true}) {
      try (Directory folder = new ByteBuffersDirectory()) {
        try (IndexWriter writer = new IndexWriter(folder, config("float16"))) {
          for (int i = 0; i < 2_000; i++) {
            boolean without = sparse && i % 3 == 0;
            writer.addDocument(
                without
                    ? document("" + i)
                    : document("" + i, TokenVectors.of(new float[] {i, -i}, 1)));
          }
          writer.forceMerge(1);
        }
        try (DirectoryReader reader = DirectoryReader.open(folder)) {
          MultiVectorValues values = valuesOf(reader);
          for (int i = 0; i < 2_000; i += 7) {
            boolean without = sparse && i % 3 == 0;
            assertThat(values.advanceExact(i)).as("document %d", i).isEqualTo(!without);
            if (!without) {
              assertThat(values.tokenCount()).isEqualTo(2);
              assertThat(values.vectors().at(1, 0)).isEqualTo(-i);
            }
          }
        }
      }
    }
  }

  @Test
  void aFieldThatLucenesOwnClassMadeIsRead() throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(folder, config("float16"))) {
        Document document = document("a");
        document.add(new LateInteractionField(FIELD, new float[][] {{1, 2}, {-0.5f, 4}}));
        writer.addDocument(document);
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        MultiVectorValues values = valuesOf(reader);
        assertThat(values.nextDoc()).isZero();
        assertThat(values.vectors().toRows()).isDeepEqualTo(new float[][] {{1, 2}, {-0.5f, 4}});
        assertThat(LateInteractionField.decode(values.binaryValue()))
            .isDeepEqualTo(new float[][] {{1, 2}, {-0.5f, 4}});
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void bytesThatAreNoMultiVectorsAreKeptAsTheyAre(boolean mergeWithCoded) throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      IndexWriterConfig config = config("int8").setMergePolicy(NoMergePolicy.INSTANCE);
      try (IndexWriter writer = new IndexWriter(folder, config)) {
        Document rubbish = document("rubbish");
        rubbish.add(new BinaryDocValuesField(FIELD, new BytesRef("rubbish")));
        writer.addDocument(rubbish);
        writer.flush();
        if (mergeWithCoded) {
          writer.addDocument(document("vectors", TokenVectors.of(new float[] {127, 1}, 1)));
        }
      }
      try (IndexWriter writer = new IndexWriter(folder, config("int8"))) {
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        MultiVectorValues values = valuesOf(reader);
        values.nextDoc();
        assertThatThrownBy(values::dimension)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("'tokens'")
            .hasMessageContaining("no multi-vector");
        if (mergeWithCoded) {
          values.nextDoc();
          assertThat(values.vectors().toArray()).containsExactly(127, 1);
        }
      }
    }
  }

  @Test
  void theOrderOfASortedIndexIsFollowed(Random random) throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      IndexWriterConfig config =
          config("float16").setIndexSort(new Sort(new SortField("rank", SortField.Type.LONG)));
      try (IndexWriter writer = new IndexWriter(folder, config)) {
        for (int i = 0; i < 200; i++) {
          int rank = random.nextInt(1_000);
          Document document = document("" + i, TokenVectors.of(new float[] {rank}, 1));
          document.add(new NumericDocValuesField("rank", rank));
          writer.addDocument(document);
          if (i % 60 == 59) {
            writer.flush();
          }
        }
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        MultiVectorValues values = valuesOf(reader);
        float last = -1;
        while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
          float rank = values.vectors().at(0, 0);
          assertThat(rank).isGreaterThanOrEqualTo(last);
          last = rank;
        }
      }
    }
  }

  @Test
  void aFieldCanBeReplacedInPlaceByADocValuesUpdate() throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(folder, config("float16"))) {
        writer.addDocument(document("a", TokenVectors.of(new float[] {1, 2}, 2)));
        writer.addDocument(document("b", TokenVectors.of(new float[] {3, 4}, 2)));
        writer.commit();
        writer.updateBinaryDocValue(
            new Term("id", "a"),
            FIELD,
            MultiVectorField.payload(TokenVectors.of(new float[] {5, 6, 7, 8}, 2)));
        writer.commit();
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        MultiVectorValues values = valuesOf(reader);
        values.nextDoc();
        assertThat(values.vectors().toArray()).containsExactly(5, 6, 7, 8);
        values.nextDoc();
        assertThat(values.vectors().toArray()).containsExactly(3, 4);
      }
    }
  }

  @Test
  void whenEveryDocumentIsDeletedWhatIsLeftStillOpens() throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(folder, config("int8"))) {
        writer.addDocument(document("a", TokenVectors.of(new float[] {1}, 1)));
        writer.addDocument(document("keep"));
        writer.commit();
        writer.deleteDocuments(new Term("id", "a"));
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        assertThat(reader.numDocs()).isEqualTo(1);
        MultiVectorValues values = MultiVectorValues.of(reader.leaves().getFirst().reader(), FIELD);
        if (values != null) {
          assertThat(values.nextDoc()).isEqualTo(DocIdSetIterator.NO_MORE_DOCS);
        }
      }
    }
  }

  @Test
  void aReaderThatWrapsOursGivesTheSameVectors(Random random) throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      try (IndexWriter writer = new IndexWriter(folder, config("int8"))) {
        writer.addDocument(document("a", vectors(70, 5, random)));
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        LeafReader leaf = reader.leaves().getFirst().reader();
        MultiVectorValues ours = Objects.requireNonNull(MultiVectorValues.of(leaf, FIELD));
        MultiVectorValues wrapped =
            Objects.requireNonNull(MultiVectorValues.of(new AssertingLeafReader(leaf), FIELD));
        assertThat(wrapped).isNotInstanceOf(CodedValues.class);
        assertThat(ours.nextDoc()).isEqualTo(wrapped.nextDoc());
        assertThat(wrapped.vectors().toArray()).isEqualTo(ours.vectors().toArray());
      }
    }
  }

  @Test
  void segmentsWithAnotherCodeAreMergedIntoTheWantedOne() throws IOException {
    try (Directory folder = new ByteBuffersDirectory()) {
      for (String code : new String[] {"float16", "int8"}) {
        IndexWriterConfig config = config(code).setMergePolicy(NoMergePolicy.INSTANCE);
        try (IndexWriter writer = new IndexWriter(folder, config)) {
          writer.addDocument(document(code, TokenVectors.of(new float[] {127, 1}, 2)));
        }
      }
      try (IndexWriter writer = new IndexWriter(folder, config("int8"))) {
        writer.forceMerge(1);
      }
      try (DirectoryReader reader = DirectoryReader.open(folder)) {
        CodedValues values = (CodedValues) valuesOf(reader);
        assertThat(values.code()).isEqualTo(TokenCode.named("int8", 2));
        values.nextDoc();
        assertThat(values.vectors().toArray()).containsExactly(127, 1);
      }
    }
  }

  static MultiVectorValues valuesOf(DirectoryReader reader) throws IOException {
    MultiVectorValues values = MultiVectorValues.of(reader.leaves().getFirst().reader(), FIELD);
    assertThat(values).isNotNull();
    return values;
  }

  static IndexWriterConfig config(String code) {
    return new IndexWriterConfig().setCodec(new PleiadCodec(Map.of(FIELD, code)));
  }

  static Document document(String id) {
    Document document = new Document();
    document.add(new StringField("id", id, Field.Store.YES));
    return document;
  }

  static Document document(String id, TokenVectors vectors) {
    Document document = document(id);
    document.add(MultiVectorField.of(FIELD, vectors));
    return document;
  }

  static TokenVectors vectors(int tokens, int dimension, Random random) {
    float[] values = new float[tokens * dimension];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return TokenVectors.of(values, dimension);
  }

  private static float[] coded(TokenVectors vectors, String name) {
    TokenCode code = TokenCode.named(name, vectors.dimension());
    byte[] codes = new byte[vectors.count() * code.tokenBytes()];
    code.encode(vectors.toArray(), 0, vectors.count(), codes, 0);
    float[] rows = new float[vectors.count() * vectors.dimension()];
    Arrays.fill(rows, Float.NaN);
    code.decode(codes, 0, vectors.count(), rows, 0);
    return rows;
  }
}
