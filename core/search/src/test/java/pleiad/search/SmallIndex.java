package pleiad.search;

import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.store.ByteBuffersDirectory;
import pleiad.index.MultiVectorField;
import pleiad.index.PleiadCodec;
import pleiad.vector.TokenVectors;

/// Random documents in several segments, some deleted, some without tokens, and the map they came
/// from.
final class SmallIndex implements AutoCloseable {
  static final int DIMENSION = 12;

  final Map<String, TokenVectors> model = new TreeMap<>();
  final DirectoryReader reader;
  private final ByteBuffersDirectory folder = new ByteBuffersDirectory();

  SmallIndex(int documents, Random random) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new PleiadCodec(Map.of("tokens", "float16")))
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(folder, config)) {
      for (int i = 0; i < documents; i++) {
        String id = "d" + i;
        int tokens = i % 11 == 3 ? 0 : 1 + random.nextInt(130);
        TokenVectors vectors = vectors(tokens, random);
        writer.addDocument(document(id, i, vectors));
        model.put(id, vectors);
        if (i % 40 == 39) {
          writer.flush();
        }
      }
      for (int i = 0; i < documents; i += 7) {
        writer.deleteDocuments(new Term("id", "d" + i));
        model.remove("d" + i);
      }
    }
    reader = DirectoryReader.open(folder);
  }

  private static Document document(String id, int number, TokenVectors vectors) {
    Document document = new Document();
    document.add(new StringField("id", id, Field.Store.YES));
    document.add(new StringField("parity", number % 2 == 0 ? "even" : "odd", Field.Store.NO));
    document.add(new TextField("text", "word" + number % 5 + " common", Field.Store.NO));
    float[] single = {number, 1};
    document.add(
        new KnnFloatVectorField("tokens.single", single, VectorSimilarityFunction.EUCLIDEAN));
    if (number % 13 != 5) {
      document.add(MultiVectorField.of("tokens", vectors));
    }
    return document;
  }

  /// Numbers that half precision holds exactly, so that stored and given vectors are the same.
  static TokenVectors vectors(int tokens, Random random) {
    float[] values = new float[tokens * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextInt(129) - 64) / 64f;
    }
    return TokenVectors.of(values, DIMENSION);
  }

  String id(int document) throws IOException {
    return reader.storedFields().document(document).get("id");
  }

  @Override
  public void close() throws IOException {
    reader.close();
    folder.close();
  }
}
