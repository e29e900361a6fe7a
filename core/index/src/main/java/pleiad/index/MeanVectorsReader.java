package pleiad.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.hnsw.FlatVectorsFormat;
import org.apache.lucene.codecs.hnsw.FlatVectorsReader;
import org.apache.lucene.codecs.lucene95.HasIndexSlice;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.DataAccessHint;
import org.apache.lucene.store.FileDataHint;
import org.apache.lucene.store.FileTypeHint;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.jspecify.annotations.Nullable;
import pleiad.codec.CodeProducts;
import pleiad.codec.Codebook;
import pleiad.codec.ResidualCode;

/// Opens what [MeanVectorsWriter] wrote. Holds the field entries on the heap, and codebooks once
/// they were asked for; everything else in mapped memory.
final class MeanVectorsReader extends KnnVectorsReader {
  /// For each vector that is wanted so many are looked at themselves, after their codes.
  private static final int LOOKS = 3;

  private final Map<String, MeanEntry> entries = new HashMap<>();
  private final Map<String, Codebook> codebooks = new ConcurrentHashMap<>();
  private final FlatVectorsReader vectors;
  private final IndexInput codes;

  MeanVectorsReader(SegmentReadState state, FlatVectorsFormat format) throws IOException {
    FlatVectorsReader vectors = null;
    IndexInput codes = null;
    try {
      readMeta(state);
      codes = openCodes(state);
      vectors = format.fieldsReader(state);
      check(codes, vectors);
    } catch (Throwable t) {
      IOUtils.closeWhileSuppressingExceptions(t, codes, vectors);
      throw t;
    }
    this.vectors = vectors;
    this.codes = codes;
  }

  private void readMeta(SegmentReadState state) throws IOException {
    int maxDoc = state.segmentInfo.maxDoc();
    MeanVectorsFormat.META.readEntries(
        state, (field, meta) -> entries.put(field.name, MeanEntry.read(meta, maxDoc)), _ -> {});
  }

  private static IndexInput openCodes(SegmentReadState state) throws IOException {
    return MeanVectorsFormat.CODES.open(
        state,
        state.context.withHints(
            FileTypeHint.DATA, FileDataHint.KNN_VECTORS, DataAccessHint.SEQUENTIAL));
  }

  private void check(IndexInput codes, FlatVectorsReader vectors) throws IOException {
    for (Map.Entry<String, MeanEntry> each : entries.entrySet()) {
      MeanEntry entry = each.getValue();
      entry.checkRanges(codes.length() - CodecUtil.footerLength(), codes);
      int there = vectors.getByteVectorValues(each.getKey()).size();
      if (there != entry.vectors()) {
        throw new CorruptIndexException(
            "codes of %d vectors beside %d vectors".formatted(entry.vectors(), there), codes);
      }
    }
  }

  /// The codebook of a field's codes, read when it is first asked for; null: it has no codes.
  @Nullable Codebook codebook(String field) throws IOException {
    MeanEntry entry = entries.get(field);
    return entry == null ? null : codebook(field, entry);
  }

  private Codebook codebook(String field, MeanEntry entry) throws IOException {
    Codebook known = codebooks.get(field);
    if (known != null) {
      return known;
    }
    byte[] bytes = new byte[Math.toIntExact(entry.codebook().length())];
    codes
        .slice("codebook", entry.codebook().start(), entry.codebook().length())
        .readBytes(bytes, 0, bytes.length);
    Codebook read = readCodebook(bytes);
    int dimension = vectors.getByteVectorValues(field).dimension();
    if (!read.fingerprint().equals(entry.fingerprint())
        || read.dimension() != dimension
        || new ResidualCode(read).tokenBytes() != entry.vectorBytes()) {
      throw new CorruptIndexException(
          "the codebook is %s of %d dimensions, the entry's is %s of %d"
              .formatted(read.fingerprint(), read.dimension(), entry.fingerprint(), dimension),
          codes);
    }
    codebooks.put(field, read);
    return read;
  }

  private Codebook readCodebook(byte[] bytes) throws CorruptIndexException {
    try {
      return Codebook.read(bytes);
    } catch (IllegalArgumentException damaged) {
      throw new CorruptIndexException(damaged.getMessage(), codes, damaged);
    }
  }

  @Override
  public void search(String field, byte[] target, KnnCollector collector, AcceptDocs accepted)
      throws IOException {
    RandomVectorScorer scorer = vectors.getRandomVectorScorer(field, target);
    Bits allowed = scorer.getAcceptOrds(accepted.bits());
    MeanEntry entry = entries.get(field);
    long looks = (long) LOOKS * collector.k();
    if (looks == 0) {
      return;
    }
    if (entry == null || looks >= Math.min(scorer.maxOrd(), accepted.cost())) {
      lookAtAll(scorer, allowed, collector);
    } else {
      int[] nearest = nearest(field, entry, target, (int) looks, allowed);
      look(themselves(field, target, scorer), scorer, nearest, nearest.length, collector);
    }
  }

  /// Scores vectors by their numbers.
  private interface Scores {
    void score(int[] numbers, float[] scores, int count) throws IOException;
  }

  /// What codes were written of is compared by dot products.
  private Scores themselves(String field, byte[] target, RandomVectorScorer scorer)
      throws IOException {
    return MeanProducts.takes(target)
            && vectors.getByteVectorValues(field) instanceof HasIndexSlice bytes
        ? new MeanProducts(target, bytes.getSlice())::score
        : scorer::bulkScore;
  }

  private int[] nearest(
      String field, MeanEntry entry, byte[] target, int wanted, @Nullable Bits allowed)
      throws IOException {
    float[] vector = new float[target.length];
    for (int k = 0; k < vector.length; k++) {
      vector[k] = target[k];
    }
    IndexInput slice = codes.slice("codes", entry.codes().start(), entry.codes().length());
    try (CodeProducts query = CodeProducts.of(codebook(field, entry), vector)) {
      return new NearestCodes(wanted, allowed).find(query, slice, entry);
    }
  }

  @Override
  public void search(String field, float[] target, KnnCollector collector, AcceptDocs accepted)
      throws IOException {
    RandomVectorScorer scorer = vectors.getRandomVectorScorer(field, target);
    lookAtAll(scorer, scorer.getAcceptOrds(accepted.bits()), collector);
  }

  private static void lookAtAll(
      RandomVectorScorer scorer, @Nullable Bits allowed, KnnCollector collector)
      throws IOException {
    int[] batch = new int[MeanProducts.BATCH];
    int count = 0;
    for (int number = 0; number < scorer.maxOrd() && !collector.earlyTerminated(); number++) {
      if (allowed == null || allowed.get(number)) {
        batch[count++] = number;
      }
      if (count == batch.length) {
        look(scorer::bulkScore, scorer, batch, count, collector);
        count = 0;
      }
    }
    look(scorer::bulkScore, scorer, batch, count, collector);
  }

  /// Scores vectors themselves.
  private static void look(
      Scores scored, RandomVectorScorer scorer, int[] numbers, int count, KnnCollector collector)
      throws IOException {
    float[] scores = new float[MeanProducts.BATCH];
    int[] batch = new int[MeanProducts.BATCH];
    for (int first = 0; first < count && !collector.earlyTerminated(); first += batch.length) {
      int n = Math.min(batch.length, count - first);
      System.arraycopy(numbers, first, batch, 0, n);
      scored.score(batch, scores, n);
      collector.incVisitedCount(n);
      for (int i = 0; i < n; i++) {
        if (scores[i] > collector.minCompetitiveSimilarity()) {
          collector.collect(scorer.ordToDoc(batch[i]), scores[i]);
        }
      }
    }
  }

  @Override
  public ByteVectorValues getByteVectorValues(String field) throws IOException {
    return vectors.getByteVectorValues(field);
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String field) throws IOException {
    return vectors.getFloatVectorValues(field);
  }

  @Override
  public Map<String, Long> getOffHeapByteSize(FieldInfo field) {
    Map<String, Long> sizes = vectors.getOffHeapByteSize(field);
    MeanEntry entry = entries.get(field.name);
    return entry == null
        ? sizes
        : mergeOffHeapByteSizeMaps(
            sizes, Map.of(MeanVectorsFormat.CODES.extension(), entry.codes().length()));
  }

  @Override
  public void checkIntegrity() throws IOException {
    vectors.checkIntegrity();
    CodecUtil.checksumEntireFile(codes);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(vectors, codes);
  }
}
