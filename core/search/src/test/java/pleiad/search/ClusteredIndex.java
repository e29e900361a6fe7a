package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import pleiad.codec.Codebook;
import pleiad.codec.CodebookTraining;
import pleiad.codec.Workers;
import pleiad.index.Codebooks;
import pleiad.index.MultiVectorField;
import pleiad.index.MultiVectorValues;
import pleiad.index.PleiadCodec;
import pleiad.vector.TokenVectors;

/// Documents whose tokens lie around some words' vectors, kept as codes in segments of 400.
final class ClusteredIndex implements AutoCloseable {
  static final int DIMENSION = 16;
  static final int SEGMENT = 400;
  private static final int CODES = 20;
  private static final int WORDS = 400;
  private static final float NOISE = 0.08f;

  final DirectoryReader reader;
  private final ByteBuffersDirectory folder = new ByteBuffersDirectory();
  private final float[][] words = new float[WORDS][];
  private final List<TokenVectors> documents = new ArrayList<>();

  /// @param code `residual-20` or what asks for more beside it
  /// @param means which segments have mean vectors, by their numbers
  ClusteredIndex(String code, boolean[] means, Random random) throws IOException {
    for (int word = 0; word < WORDS; word++) {
      words[word] = gaussian(random);
    }
    Codebooks codebooks = new Codebooks(Workers.ONE);
    codebooks.offer("tokens", codebook(random));
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(new PleiadCodec(Map.of("tokens", code), codebooks))
            .setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(folder, config)) {
      for (boolean segmentMeans : means) {
        for (int i = 0; i < SEGMENT; i++) {
          writer.addDocument(document(segmentMeans, random));
        }
        writer.flush();
      }
      for (int i = 0; i < documents.size(); i += 9) {
        writer.deleteDocuments(new Term("id", "d" + i));
      }
    }
    reader = DirectoryReader.open(folder);
  }

  private Document document(boolean means, Random random) {
    int number = documents.size();
    TokenVectors vectors =
        number % 17 == 3 ? TokenVectors.empty(DIMENSION) : tokens(30 + random.nextInt(60), random);
    documents.add(vectors);
    Document document = new Document();
    document.add(new StringField("id", "d" + number, Field.Store.YES));
    document.add(new StringField("rare", number % 40 == 1 ? "yes" : "no", Field.Store.NO));
    document.add(MultiVectorField.of("tokens", vectors));
    if (means && vectors.count() > 0) {
      document.add(MultiVectorField.meanOf("tokens", vectors));
    }
    return document;
  }

  private Codebook codebook(Random random) {
    return CodebookTraining.train(
        tokens(4_000, random).toArray(), DIMENSION, CODES, Codebooks.MATURE_TOKENS, 1, Workers.ONE);
  }

  private static float[] gaussian(Random random) {
    float[] values = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      values[k] = (float) random.nextGaussian();
    }
    return values;
  }

  /// A document as it was added, by its number in the reader.
  TokenVectors added(int document) {
    return documents.get(document);
  }

  /// Tokens around random words.
  TokenVectors tokens(int count, Random random) {
    float[] rows = new float[count * DIMENSION];
    for (int token = 0; token < count; token++) {
      around(words[random.nextInt(WORDS)], rows, token * DIMENSION, random);
    }
    return TokenVectors.of(rows, DIMENSION);
  }

  /// Tokens around those of some document that is not deleted.
  TokenVectors query(int count, Random random) {
    TokenVectors document = TokenVectors.empty(DIMENSION);
    while (document.count() == 0) {
      int number = random.nextInt(documents.size());
      document = number % 9 == 0 ? document : documents.get(number);
    }
    float[] rows = new float[count * DIMENSION];
    for (int token = 0; token < count; token++) {
      float[] row = document.toRows()[random.nextInt(document.count())];
      around(row, rows, token * DIMENSION, random);
    }
    return TokenVectors.of(rows, DIMENSION);
  }

  private static void around(float[] center, float[] rows, int at, Random random) {
    double squares = 0;
    for (int k = 0; k < DIMENSION; k++) {
      rows[at + k] = center[k] + NOISE * (float) random.nextGaussian();
      squares += rows[at + k] * rows[at + k];
    }
    for (int k = 0; k < DIMENSION; k++) {
      rows[at + k] /= (float) Math.sqrt(squares);
    }
  }

  MultiVectorValues values(int segment) throws IOException {
    return Objects.requireNonNull(
        MultiVectorValues.of(reader.leaves().get(segment).reader(), "tokens"));
  }

  @Override
  public void close() throws IOException {
    reader.close();
    folder.close();
  }
}
