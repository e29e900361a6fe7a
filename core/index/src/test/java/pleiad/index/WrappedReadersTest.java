package pleiad.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static pleiad.index.SmallCollection.FIELD;
import static pleiad.index.SmallCollection.MATURE_AT_ONCE;
import static pleiad.index.SmallCollection.all;
import static pleiad.index.SmallCollection.codebooks;
import static pleiad.index.SmallCollection.config;
import static pleiad.index.SmallCollection.document;

import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.document.LateInteractionField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.ExitableDirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiDocValues;
import org.apache.lucene.index.SlowCodecReaderWrapper;
import org.apache.lucene.index.SoftDeletesDirectoryReaderWrapper;
import org.apache.lucene.index.SortingCodecReader;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LateInteractionRescorer;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.tests.index.AssertingDirectoryReader;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// What Lucene makes of coded vectors: they come back as payloads, whoever asks.
@ExtendWith(Seed.class)
class WrappedReadersTest {
  private static final String CODE = "residual-12";
  private static final int DIMENSION = 8;

  private final Directory folder = new ByteBuffersDirectory();
  private SmallCollection collection = new SmallCollection(DIMENSION, new Random(0));

  /// Three segments: of codes, of int8, of both kinds of documents without tokens.
  @BeforeEach
  void write(Random random) throws IOException {
    collection = new SmallCollection(DIMENSION, random);
    Map<String, TokenVectors> written = new TreeMap<>();
    Codebooks codebooks = codebooks(MATURE_AT_ONCE);
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks))) {
      collection.add(writer, 0, 20, 70, written);
    }
    SmallCollection.merge(folder, CODE, codebooks);
    try (IndexWriter writer = new IndexWriter(folder, config(CODE, codebooks))) {
      collection.add(writer, 20, 22, 3, written);
      writer.flush();
      collection.add(writer, 22, 42, 5, written);
      writer.addDocument(document("without"));
      writer.addDocument(document("empty", TokenVectors.empty(DIMENSION)));
      writer.deleteDocuments(new org.apache.lucene.index.Term("id", "d00007"));
    }
  }

  @AfterEach
  void close() throws IOException {
    folder.close();
  }

  /// All payloads as Lucene's own iterators over all segments give them.
  private static Map<String, BytesRef> payloads(IndexReader reader) throws IOException {
    Map<String, BytesRef> found = new TreeMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      BinaryDocValues values = leaf.reader().getBinaryDocValues(FIELD);
      Bits live = leaf.reader().getLiveDocs();
      while (values != null && values.nextDoc() != BinaryDocValues.NO_MORE_DOCS) {
        int doc = values.docID();
        if (live == null || live.get(doc)) {
          String id = Objects.requireNonNull(leaf.reader().storedFields().document(doc).get("id"));
          found.put(id, BytesRef.deepCopyOf(values.binaryValue()));
        }
      }
    }
    return found;
  }

  @Test
  void everyWrapperOfTheReaderGivesTheSamePayloads() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      Map<String, BytesRef> plain = payloads(reader);
      assertThat(plain).hasSize(42).doesNotContainKey("without");
      all(
              reader,
              values -> {
                assertThat(values).isInstanceOf(CodedValues.class);
                return MultiVectorField.payload(values.vectors());
              })
          .forEach((id, payload) -> assertThat(plain.get(id)).as(id).isEqualTo(payload));
      assertThat(payloads(new AssertingDirectoryReader(reader))).isEqualTo(plain);
      assertThat(payloads(new SoftDeletesDirectoryReaderWrapper(reader, "gone"))).isEqualTo(plain);
      assertThat(payloads(ExitableDirectoryReader.wrap(reader, () -> false))).isEqualTo(plain);
      Map<String, BytesRef> sorted = new TreeMap<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        Sort rank = new Sort(new SortField("rank", SortField.Type.LONG));
        sorted.putAll(
            payloads(SortingCodecReader.wrap(SlowCodecReaderWrapper.wrap(leaf.reader()), rank)));
      }
      assertThat(sorted).isEqualTo(plain);
      assertThat(all(new AssertingDirectoryReader(reader), MultiVectorValues::binaryValue))
          .isEqualTo(plain);
    }
  }

  @Test
  void softDeletedDocumentsAreHiddenAndTheOthersStay() throws IOException {
    try (Directory soft = new ByteBuffersDirectory()) {
      Codebooks codebooks = codebooks(MATURE_AT_ONCE);
      try (IndexWriter writer =
          new IndexWriter(soft, config(CODE, codebooks).setSoftDeletesField("gone"))) {
        collection.add(writer, 0, 20, 10, new TreeMap<>());
        writer.softUpdateDocument(
            new org.apache.lucene.index.Term("id", "d00003"),
            document("d00003", collection.vectors(3)),
            new NumericDocValuesField("gone", 1));
      }
      try (DirectoryReader reader =
          new SoftDeletesDirectoryReaderWrapper(DirectoryReader.open(soft), "gone")) {
        assertThat(all(reader, MultiVectorValues::tokenCount))
            .hasSize(20)
            .containsEntry("d00003", 3)
            .containsEntry("d00004", 10);
      }
    }
  }

  @Test
  void lucenesMultiDocValuesReadAcrossSegments() throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      BinaryDocValues values = MultiDocValues.getBinaryValues(reader, FIELD);
      int count = 0;
      while (values.nextDoc() != BinaryDocValues.NO_MORE_DOCS) {
        assertThat(MultiVectorField.dimension(values.binaryValue())).isEqualTo(DIMENSION);
        count++;
      }
      assertThat(count).isEqualTo(43);
    }
  }

  @Test
  void lucenesRescorerScoresTheVectorsThatTheCodesGive() throws IOException {
    TokenVectors query = collection.vectors(4);
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      TopDocs all = searcher.search(MatchAllDocsQuery.INSTANCE, 100);
      TopDocs rescored =
          LateInteractionRescorer.create(
                  FIELD, query.toRows(), VectorSimilarityFunction.DOT_PRODUCT)
              .rescore(searcher, all, 100);
      assertThat(rescored.scoreDocs).hasSize(43);
      Map<String, BytesRef> payloads = payloads(reader);
      for (ScoreDoc hit : rescored.scoreDocs) {
        String id = Objects.requireNonNull(reader.storedFields().document(hit.doc).get("id"));
        BytesRef payload = payloads.get(id);
        if (payload == null) {
          assertThat(hit.score).as(id).isZero();
        } else if (!id.equals("empty")) {
          assertThat((double) hit.score).as(id).isCloseTo(score(query, payload), within(1e-3));
        }
      }
    }
  }

  /// The sum of the largest similarities, each `(1 + dot) / 2` as Lucene scores a dot product.
  private static double score(TokenVectors query, BytesRef payload) {
    float[][] document = LateInteractionField.decode(payload);
    double score = 0;
    for (float[] q : query.toRows()) {
      double best = 0;
      for (float[] d : document) {
        double dot = 0;
        for (int k = 0; k < q.length; k++) {
          dot += q[k] * d[k];
        }
        best = Math.max(best, (1 + dot) / 2);
      }
      score += best;
    }
    return score;
  }
}
