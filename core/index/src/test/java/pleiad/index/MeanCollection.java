package pleiad.index;

import static org.apache.lucene.index.VectorSimilarityFunction.DOT_PRODUCT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.codec.MeanSketch;
import pleiad.codec.Workers;
import pleiad.vector.TokenVectors;

/// Documents with a mean vector and nothing else, and searches among them that are made by hand.
final class MeanCollection {
  static final String FIELD = MultiVectorField.mean("tokens");

  private final SmallCollection tokens;
  final Map<String, byte[]> written = new HashMap<>();

  MeanCollection(int dimension, Random random) {
    this.tokens = new SmallCollection(dimension, random);
  }

  /// Writes of codes where a merge leaves that many.
  static IndexWriterConfig config(int least, MergePolicy merges) {
    KnnVectorsFormat ours = new MeanVectorsFormat(new Codebooks(Workers.ONE), least);
    KnnVectorsFormat perField =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return ours;
          }
        };
    Codec codec =
        new FilterCodec(Codec.getDefault().getName(), Codec.getDefault()) {
          @Override
          public KnnVectorsFormat knnVectorsFormat() {
            return perField;
          }
        };
    return new IndexWriterConfig()
        .setCodec(codec)
        .setMergePolicy(merges)
        .setMergeScheduler(new SerialMergeScheduler())
        .setUseCompoundFile(false);
  }

  /// Adds documents `from` to `to`; every seventh lacks the vector.
  void add(IndexWriter writer, int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      String id = SmallCollection.id(i);
      Document document = SmallCollection.document(id);
      if (i % 7 != 3) {
        byte[] mean = mean();
        written.put(id, mean);
        document.add(new KnnByteVectorField(FIELD, mean, DOT_PRODUCT));
      }
      writer.addDocument(document);
    }
  }

  byte[] mean() {
    return MeanSketch.ofDocument(tokens.vectors(3));
  }

  byte[] query() {
    TokenVectors query = tokens.vectors(2);
    return MeanSketch.ofQuery(query);
  }

  /// What Lucene's interface finds, nearest first, each scored as Lucene scores it.
  static List<String> find(LeafReader reader, byte[] query, int wanted, @Nullable Bits allowed)
      throws IOException {
    ScoreDoc[] found =
        reader.searchNearestVectors(
                FIELD,
                query,
                wanted,
                AcceptDocs.fromLiveDocs(allowed, reader.maxDoc()),
                Integer.MAX_VALUE)
            .scoreDocs;
    List<String> ids = new ArrayList<>();
    for (ScoreDoc each : found) {
      ids.add(id(reader.storedFields(), each.doc));
      assertThat(each.score)
          .isEqualTo(DOT_PRODUCT.compare(query, vector(reader.getByteVectorValues(FIELD), each)));
    }
    return ids;
  }

  private static byte[] vector(ByteVectorValues values, ScoreDoc found) throws IOException {
    KnnVectorValues.DocIndexIterator each = values.iterator();
    assertThat(each.advance(found.doc)).isEqualTo(found.doc);
    return values.vectorValue(each.index());
  }

  /// What comparing the query with every vector that may be found gives.
  List<String> nearest(LeafReader reader, byte[] query, int wanted, @Nullable Bits allowed)
      throws IOException {
    List<Integer> documents = new ArrayList<>();
    StoredFields stored = reader.storedFields();
    int[] dots = new int[reader.maxDoc()];
    for (int document = 0; document < dots.length; document++) {
      byte[] mean = written.get(id(stored, document));
      if (mean != null && (allowed == null || allowed.get(document))) {
        for (int k = 0; k < mean.length; k++) {
          dots[document] += mean[k] * query[k];
        }
        documents.add(document);
      }
    }
    documents.sort((a, b) -> dots[a] != dots[b] ? dots[b] - dots[a] : a - b);
    List<String> ids = new ArrayList<>();
    for (int document : documents.subList(0, Math.min(wanted, documents.size()))) {
      ids.add(id(stored, document));
    }
    return ids;
  }

  static String id(StoredFields stored, int document) throws IOException {
    return Objects.requireNonNull(stored.document(document).get("id"));
  }
}
