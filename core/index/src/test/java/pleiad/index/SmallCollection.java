package pleiad.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import pleiad.codec.TokenCode;
import pleiad.codec.Workers;
import pleiad.index.Codebooks.Thresholds;
import pleiad.vector.TokenVectors;

/// Documents with made-up vectors, writers that have codebooks after a few hundred tokens, and what
/// an index says of them.
final class SmallCollection {
  static final String FIELD = "tokens";

  /// Small enough for a test, with room between them: trained from 100 tokens on, again at 400 and
  /// 1,600, mature from 1,000 on.
  static final Thresholds THRESHOLDS = new Thresholds(100, 50, 1_000);

  /// Every codebook is mature.
  static final Thresholds MATURE_AT_ONCE = new Thresholds(100, 50, 1);

  private static final int CENTRES = 8;

  private final Random random;
  private final int dimension;
  private final float[] centres;

  SmallCollection(int dimension, Random random) {
    this.random = random;
    this.dimension = dimension;
    this.centres = new float[CENTRES * dimension];
    for (int centre = 0; centre < centres.length; centre += dimension) {
      double squares = 0;
      for (int k = centre; k < centre + dimension; k++) {
        centres[k] = (float) random.nextGaussian();
        squares += centres[k] * centres[k];
      }
      for (int k = centre; k < centre + dimension; k++) {
        centres[k] /= (float) Math.sqrt(squares);
      }
    }
  }

  /// Tokens of about length one, each near one of a few directions.
  TokenVectors vectors(int tokens) {
    float[] rows = new float[tokens * dimension];
    for (int token = 0; token < tokens; token++) {
      int centre = random.nextInt(CENTRES) * dimension;
      for (int k = 0; k < dimension; k++) {
        double noise = random.nextGaussian() * 0.1 / Math.sqrt(dimension);
        rows[token * dimension + k] = centres[centre + k] + (float) noise;
      }
    }
    return TokenVectors.of(rows, dimension);
  }

  /// Adds documents `from` to `to`, each with so many tokens, and keeps them in `written`.
  void add(IndexWriter writer, int from, int to, int tokens, Map<String, TokenVectors> written)
      throws IOException {
    for (int i = from; i < to; i++) {
      TokenVectors vectors = vectors(tokens);
      String id = id(i);
      writer.addDocument(document(id, vectors));
      written.put(id, vectors);
    }
  }

  static String id(int number) {
    return "d%05d".formatted(number);
  }

  static Document document(String id) {
    Document document = new Document();
    document.add(new StringField("id", id, Field.Store.YES));
    document.add(new NumericDocValuesField("rank", Math.floorMod(id.hashCode() * 31_337, 997)));
    return document;
  }

  static Document document(String id, TokenVectors vectors) {
    Document document = document(id);
    document.add(MultiVectorField.of(FIELD, vectors));
    return document;
  }

  static Codebooks codebooks(Thresholds thresholds) {
    return new Codebooks(Workers.ONE, thresholds);
  }

  /// Merges when it is told to, on the thread that tells it, and keeps what it wrote in plain
  /// sight.
  static IndexWriterConfig config(String code, Codebooks codebooks) {
    return config(code, codebooks, NoMergePolicy.INSTANCE);
  }

  static IndexWriterConfig config(String code, Codebooks codebooks, MergePolicy merges) {
    return new IndexWriterConfig()
        .setCodec(new PleiadCodec(Map.of(FIELD, code), codebooks))
        .setMergePolicy(merges)
        .setMergeScheduler(new SerialMergeScheduler())
        .setUseCompoundFile(false);
  }

  /// Merges when it is told to, and then all segments, even a single one.
  static final class MergeAll extends FilterMergePolicy {
    MergeAll() {
      super(NoMergePolicy.INSTANCE);
    }

    @Override
    public @Nullable MergeSpecification findForcedMerges(
        SegmentInfos segments,
        int wanted,
        Map<SegmentCommitInfo, Boolean> originals,
        MergeContext context) {
      List<SegmentCommitInfo> all =
          segments.asList().stream().filter(each -> originals.getOrDefault(each, false)).toList();
      if (all.isEmpty()) {
        return null;
      }
      MergeSpecification merges = new MergeSpecification();
      merges.add(new OneMerge(all));
      return merges;
    }
  }

  /// Merges all segments into one.
  static void merge(Directory folder, String code, Codebooks codebooks) throws IOException {
    try (IndexWriter writer = new IndexWriter(folder, config(code, codebooks, new MergeAll()))) {
      writer.forceMerge(1);
    }
  }

  /// What each segment's header says of the field, in the order of segments.
  static List<FieldEntry> entries(Directory folder) throws IOException {
    List<FieldEntry> entries = new ArrayList<>();
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        if (MultiVectorValues.of(leaf.reader(), FIELD) instanceof CodedValues values) {
          entries.add(values.entry());
        }
      }
    }
    return entries;
  }

  /// Looks at each document that has the field and is not deleted.
  interface Look<T> {
    T at(MultiVectorValues values) throws IOException;
  }

  /// What is seen of each document, by id.
  static <T> Map<String, T> all(IndexReader reader, Look<T> look) throws IOException {
    Map<String, T> found = new TreeMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      MultiVectorValues values = MultiVectorValues.of(leaf.reader(), FIELD);
      if (values == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      StoredFields stored = leaf.reader().storedFields();
      while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (live == null || live.get(values.docID())) {
          String id = Objects.requireNonNull(stored.document(values.docID()).get("id"));
          found.put(id, look.at(values));
        }
      }
    }
    return found;
  }

  static <T> Map<String, T> all(Directory folder, Look<T> look) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(folder)) {
      return all(reader, look);
    }
  }

  static byte[] codes(MultiVectorValues values) throws IOException {
    byte[] codes = new byte[values.codeBytes()];
    values.readCodes(codes);
    return codes;
  }

  static float[] rows(MultiVectorValues values) throws IOException {
    return values.vectors().toArray();
  }

  /// What a code gives back of some vectors.
  static float[] coded(TokenVectors vectors, TokenCode code) {
    float[] rows = new float[vectors.count() * vectors.dimension()];
    Arrays.fill(rows, Float.NaN);
    code.decode(encoded(vectors, code), 0, vectors.count(), rows, 0);
    return rows;
  }

  static byte[] encoded(TokenVectors vectors, TokenCode code) {
    byte[] codes = new byte[vectors.count() * code.tokenBytes()];
    code.encode(vectors.toArray(), 0, vectors.count(), codes, 0);
    return codes;
  }

  static float[] int8(TokenVectors vectors) {
    return coded(vectors, TokenCode.named("int8", vectors.dimension()));
  }

  /// The mean squared distance of tokens from what came back of them.
  static double error(Map<String, TokenVectors> written, Map<String, float[]> found) {
    double squares = 0;
    long tokens = 0;
    for (Map.Entry<String, TokenVectors> each : written.entrySet()) {
      float[] rows = each.getValue().toArray();
      float[] back = Objects.requireNonNull(found.get(each.getKey()), each.getKey());
      for (int i = 0; i < rows.length; i++) {
        squares += (double) (rows[i] - back[i]) * (rows[i] - back[i]);
      }
      tokens += each.getValue().count();
    }
    return tokens == 0 ? 0 : squares / tokens;
  }
}
