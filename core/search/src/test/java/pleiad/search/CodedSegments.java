package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook;
import pleiad.codec.CodebookTraining;
import pleiad.codec.Workers;
import pleiad.index.Codebooks;
import pleiad.index.MultiVectorField;
import pleiad.index.MultiVectorValues;
import pleiad.index.PleiadCodec;
import pleiad.vector.TokenVectors;

/// Chosen documents in segments that are kept in chosen ways, each with a codebook of its own or
/// with another's.
final class CodedSegments implements AutoCloseable {
  static final String FIELD = "tokens";
  static final int DIMENSION = 24;
  static final String CODES = "residual-24";
  static final String CODES_AND_INT8 = "residual-24+int8";

  private final ByteBuffersDirectory folder = new ByteBuffersDirectory();
  private int documents;

  /// A codebook that passes for one of many tokens, so that a flush uses it.
  static Codebook codebook(Random random) {
    return CodebookTraining.train(
        tokens(3_000, random).toArray(), DIMENSION, 24, Codebooks.MATURE_TOKENS, 1, new Workers(2));
  }

  /// Tokens of length one around a direction of their own.
  static TokenVectors tokens(int count, Random random) {
    float[] theme = random(random);
    float[][] rows = new float[count][];
    for (int token = 0; token < count; token++) {
      rows[token] = random(random);
      double squares = 0;
      for (int k = 0; k < DIMENSION; k++) {
        rows[token][k] += theme[k];
        squares += rows[token][k] * rows[token][k];
      }
      for (int k = 0; k < DIMENSION; k++) {
        rows[token][k] /= (float) Math.sqrt(squares);
      }
    }
    return count == 0 ? TokenVectors.empty(DIMENSION) : TokenVectors.copyOf(rows);
  }

  private static float[] random(Random random) {
    float[] numbers = new float[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      numbers[k] = (float) random.nextGaussian();
    }
    return numbers;
  }

  /// Adds a segment; null stands for a document without the field.
  void add(String code, Codebook codebook, List<@Nullable TokenVectors> texts) throws IOException {
    try (IndexWriter writer = writer(code, codebook)) {
      for (TokenVectors text : texts) {
        Document document = new Document();
        document.add(new StringField("id", "d" + documents++, Field.Store.NO));
        if (text != null) {
          document.add(MultiVectorField.of(FIELD, text));
        }
        writer.addDocument(document);
      }
    }
  }

  void delete(int document) throws IOException {
    try (IndexWriter writer = new IndexWriter(folder, config())) {
      writer.deleteDocuments(new Term("id", "d" + document));
    }
  }

  private IndexWriter writer(String code, Codebook codebook) throws IOException {
    Codebooks codebooks = new Codebooks(Workers.ONE);
    codebooks.offer(FIELD, codebook);
    return new IndexWriter(
        folder, config().setCodec(new PleiadCodec(Map.of(FIELD, code), codebooks)));
  }

  private static IndexWriterConfig config() {
    return new IndexWriterConfig().setMergePolicy(NoMergePolicy.INSTANCE);
  }

  /// Documents have the numbers in which they were added.
  DirectoryReader open() throws IOException {
    return DirectoryReader.open(folder);
  }

  /// What is stored of each document, decoded; null where there is nothing, or it is deleted.
  static List<float @Nullable [][]> decoded(DirectoryReader reader) throws IOException {
    List<float @Nullable [][]> all = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      float[][][] rows = new float[leaf.reader().maxDoc()][][];
      Bits live = leaf.reader().getLiveDocs();
      MultiVectorValues values = MultiVectorValues.of(leaf.reader(), FIELD);
      while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if ((live == null || live.get(values.docID())) && values.tokenCount() > 0) {
          rows[values.docID()] = values.vectors().toRows();
        }
      }
      all.addAll(Arrays.asList(rows));
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    folder.close();
  }
}
