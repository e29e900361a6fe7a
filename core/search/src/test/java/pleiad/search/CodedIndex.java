package pleiad.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CentredSample;
import pleiad.codec.Codebook;
import pleiad.codec.CodebookTraining;
import pleiad.codec.Workers;
import pleiad.index.Codebooks;
import pleiad.index.MultiVectorField;
import pleiad.index.MultiVectorValues;
import pleiad.index.PleiadCodec;
import pleiad.vector.TokenVectors;

/// Made-up documents in clusters, in segments that keep them in every way there is; every eleventh
/// is deleted, every seventeenth has no tokens. Large enough to have codes.
///
/// Terms to filter by: `share:most` (nine in ten), `share:few` (one in a hundred); and the point
/// `number`.
final class CodedIndex implements AutoCloseable {
  static final String FIELD = "tokens";

  /// Documents a segment, about 23 tokens each.
  static final int SEGMENT = 750;

  private static final String CODE = "residual-24";

  /// How a segment keeps its vectors.
  enum Kept {
    INT8,
    CODES,
    CODES_AND_INT8,
    CENTRED
  }

  /// A document's number and its MaxSim, in double precision over what is stored.
  record Scored(int document, double score) {}

  final int dimension;
  final DirectoryReader reader;
  private final Clusters clusters;
  private final ByteBuffersDirectory folder = new ByteBuffersDirectory();
  private final Codebook codebook;
  private final Codebook centred;
  private int documents;

  /// What is stored, by document; null: deleted, or without tokens.
  private final List<float @Nullable [][]> stored = new ArrayList<>();

  /// An index with one segment a way of keeping vectors, of [#SEGMENT] documents each.
  CodedIndex(Random random, Kept... segments) throws IOException {
    this(random, true, segments);
  }

  CodedIndex(Random random, boolean means, Kept... segments) throws IOException {
    dimension = 8 + random.nextInt(9);
    clusters = new Clusters(dimension, random);
    codebook = trained();
    centred = trainedOnDifferences();
    for (Kept kept : segments) {
      add(kept, means);
    }
    try (IndexWriter writer = writer(Kept.INT8)) {
      for (int i = 0; i < documents; i += 11) {
        writer.deleteDocuments(new Term("id", "d" + i));
      }
    }
    reader = DirectoryReader.open(folder);
    for (LeafReaderContext leaf : reader.leaves()) {
      read(leaf.reader());
    }
  }

  /// A codebook that passes for one of many tokens, so that a flush uses it.
  private Codebook trained() {
    float[] sample = clusters.sample(6_000);
    return CodebookTraining.train(
        sample, dimension, 24, Codebooks.MATURE_TOKENS, 1, new Workers(2));
  }

  /// One for what tokens differ from their documents.
  private Codebook trainedOnDifferences() {
    CentredSample sample = new CentredSample(dimension, 6_000);
    int[] all = IntStream.range(0, 20).toArray();
    for (int i = 0; i < 300; i++) {
      sample.add(clusters.text(all.length).toArray(), all);
    }
    return CodebookTraining.train(sample, 24, Codebooks.MATURE_TOKENS, 1, new Workers(2));
  }

  private IndexWriter writer(Kept kept) throws IOException {
    Codebooks codebooks = new Codebooks(Workers.ONE);
    codebooks.offer(FIELD, kept == Kept.CENTRED ? centred : codebook);
    String code =
        switch (kept) {
          case INT8 -> "int8";
          case CODES, CENTRED -> CODE;
          case CODES_AND_INT8 -> CODE + "+int8";
        };
    return new IndexWriter(
        folder,
        new IndexWriterConfig()
            .setCodec(new PleiadCodec(Map.of(FIELD, code), codebooks))
            .setMergePolicy(NoMergePolicy.INSTANCE));
  }

  /// From 12 to 34 tokens, but one for a few, and more than a block of codes for as many.
  private static int tokens(int document) {
    return switch (document % 50) {
      case 1 -> 1;
      case 2 -> 70;
      default -> 12 + document % 23;
    };
  }

  private void add(Kept kept, boolean means) throws IOException {
    try (IndexWriter writer = writer(kept)) {
      for (int i = 0; i < SEGMENT; i++, documents++) {
        Document document = new Document();
        document.add(new StringField("id", "d" + documents, Field.Store.NO));
        document.add(new IntPoint("number", documents));
        if (documents % 10 != 3) {
          document.add(new StringField("share", "most", Field.Store.NO));
        }
        if (documents % 100 == 7) {
          document.add(new StringField("share", "few", Field.Store.NO));
        }
        if (documents % 17 != 5) {
          TokenVectors vectors = clusters.text(tokens(documents));
          document.add(MultiVectorField.of(FIELD, vectors));
          if (means) {
            document.add(MultiVectorField.meanOf(FIELD, vectors));
          }
        }
        writer.addDocument(document);
      }
    }
  }

  private void read(LeafReader segment) throws IOException {
    float[][][] rows = new float[segment.maxDoc()][][];
    MultiVectorValues values = MultiVectorValues.of(segment, FIELD);
    Bits live = segment.getLiveDocs();
    while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      if (live == null || live.get(values.docID())) {
        rows[values.docID()] = values.vectors().toRows();
      }
    }
    stored.addAll(Arrays.asList(rows));
  }

  /// A query of so many tokens, like the documents.
  TokenVectors query(int tokens) {
    return clusters.text(tokens);
  }

  /// Whether a document has the term that filters by that word.
  static boolean has(String share, int number) {
    return share.equals("most") ? number % 10 != 3 : number % 100 == 7;
  }

  /// All live documents with tokens that are allowed, best first, each scored one multiplication
  /// after the other. Segments hold documents in the order of their numbers.
  List<Scored> all(TokenVectors query, IntPredicate allowed) {
    float[][] queries = query.toRows();
    List<Scored> all = new ArrayList<>();
    for (int document = 0; document < stored.size(); document++) {
      float[][] rows = stored.get(document);
      if (rows != null && allowed.test(document)) {
        all.add(new Scored(document, maxSim(queries, rows)));
      }
    }
    all.sort((a, b) -> Double.compare(b.score(), a.score()));
    return all;
  }

  private static double maxSim(float[][] query, float[][] document) {
    double sum = 0;
    for (float[] q : query) {
      double best = Double.NEGATIVE_INFINITY;
      for (float[] d : document) {
        double dot = 0;
        for (int k = 0; k < q.length; k++) {
          dot += (double) q[k] * d[k];
        }
        best = Math.max(best, dot);
      }
      sum += best;
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    folder.close();
  }

  /// Texts with a theme each, which lies near one of some topics; tokens lie around their theme.
  private static final class Clusters {
    private static final int TOPICS = 60;
    private static final double THEME_SPREAD = 1.0;
    private static final double TOKEN_SPREAD = 0.7;

    private final Random random;
    private final int dimension;
    private final float[][] topics;

    Clusters(int dimension, Random random) {
      this.random = random;
      this.dimension = dimension;
      this.topics = new float[TOPICS][];
      Arrays.setAll(topics, _ -> near(new float[dimension], 1));
    }

    private float[] near(float[] center, double spread) {
      float[] vector = new float[dimension];
      double squares = 0;
      for (int k = 0; k < dimension; k++) {
        vector[k] = (float) (center[k] + spread * random.nextGaussian() / Math.sqrt(dimension));
        squares += vector[k] * vector[k];
      }
      for (int k = 0; k < dimension; k++) {
        vector[k] /= (float) Math.sqrt(squares);
      }
      return vector;
    }

    /// Tokens of many texts.
    float[] sample(int texts) {
      float[] rows = new float[texts * dimension];
      for (int i = 0; i < texts; i++) {
        System.arraycopy(text(1).toArray(), 0, rows, i * dimension, dimension);
      }
      return rows;
    }

    TokenVectors text(int tokens) {
      float[] theme = near(topics[random.nextInt(TOPICS)], THEME_SPREAD);
      float[][] rows = new float[tokens][];
      Arrays.setAll(rows, _ -> near(theme, TOKEN_SPREAD));
      return TokenVectors.copyOf(rows);
    }
  }
}
