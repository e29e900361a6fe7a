package pleiad.index;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter.MergedVectorValues;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexOutput;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook;
import pleiad.codec.CodebookTraining;
import pleiad.codec.ResidualCode;

/// Writes the codes of a merged field's vectors. Their codebook is one that a segment brings, or is
/// trained where none stands for enough of them. All are encoded anew, which takes a tenth of the
/// time that the codes of the documents' tokens take.
final class MeanCodesWriter {
  /// Codes a vector: 19 bytes.
  static final int CODES = 24;

  /// Vectors to learn from; more make the codes hardly better.
  private static final int SAMPLE = 1 << 14;

  /// Blocks that are encoded at a time, on all threads.
  private static final int BLOCKS = 64;

  private final FieldInfo field;
  private final MergeState merge;
  private final Codebooks codebooks;
  private final int dimension;

  MeanCodesWriter(FieldInfo field, MergeState merge, Codebooks codebooks) {
    this.field = field;
    this.merge = merge;
    this.codebooks = codebooks;
    this.dimension = field.getVectorDimension();
  }

  /// Takes one vector after the other.
  @FunctionalInterface
  private interface Taking {
    void take(int number, byte[] vector) throws IOException;
  }

  /// Goes through all vectors in the order of documents; returns how many there are.
  private int each(Taking taking) throws IOException {
    ByteVectorValues values = MergedVectorValues.mergeByteVectorValues(field, merge);
    KnnVectorValues.DocIndexIterator documents = values.iterator();
    int count = 0;
    while (documents.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      taking.take(count++, values.vectorValue(documents.index()));
    }
    return count;
  }

  /// Writes codes where there are vectors enough, and something to learn from them.
  ///
  /// @return whether codes were written
  boolean write(int least, IndexOutput meta, IndexOutput data) throws IOException {
    int count = each((_, _) -> {});
    Codebook codebook = count < Math.max(1, least) ? null : codebook(count);
    if (codebook == null) {
      return false;
    }
    ResidualCode code = new ResidualCode(codebook);
    long start = data.getFilePointer();
    encode(code, data);
    long end = data.getFilePointer();
    byte[] bytes = codebook.toBytes();
    data.writeBytes(bytes, bytes.length);
    new MeanEntry(
            count,
            code.tokenBytes(),
            new FieldEntry.Range(start, end - start),
            new FieldEntry.Range(end, bytes.length),
            codebook.fingerprint())
        .write(field.number, meta);
    return true;
  }

  private @Nullable Codebook codebook(int count) throws IOException {
    Codebook known = known();
    return known != null && known.trainedOn() >= count / Codebooks.OUTGROWN ? known : train(count);
  }

  /// The codebook that stands for most, of those that the segments bring.
  private @Nullable Codebook known() throws IOException {
    Codebook best = null;
    for (KnnVectorsReader each : merge.knnVectorsReaders) {
      KnnVectorsReader reader =
          each instanceof PerFieldKnnVectorsFormat.FieldsReader fields
              ? fields.getFieldReader(field.name)
              : each;
      Codebook codebook =
          reader instanceof MeanVectorsReader means ? means.codebook(field.name) : null;
      if (codebook != null
          && codebook.dimension() == dimension
          && (best == null || codebook.trainedOn() > best.trainedOn())) {
        best = codebook;
      }
    }
    return best;
  }

  private @Nullable Codebook train(int count) throws IOException {
    long begin = System.nanoTime();
    int wanted = Math.min(count, SAMPLE);
    float[] sample = new float[wanted * dimension];
    int[] taken = {0};
    each(
        (number, vector) -> {
          if (taken[0] < wanted && number == (long) taken[0] * count / wanted) {
            widen(vector, sample, taken[0]++ * dimension);
          }
        });
    if (!CodebookTraining.canLearn(sample, dimension)) {
      return null;
    }
    Codebook trained =
        CodebookTraining.train(
            sample, dimension, CODES, count, codebooks.seed(), codebooks.workers());
    codebooks.trained(System.nanoTime() - begin);
    return trained;
  }

  private static void widen(byte[] vector, float[] rows, int at) {
    for (int k = 0; k < vector.length; k++) {
      rows[at + k] = vector[k];
    }
  }

  private void encode(ResidualCode code, IndexOutput data) throws IOException {
    int block = code.blockTokens();
    float[] rows = new float[BLOCKS * block * dimension];
    int[] waiting = {0};
    each(
        (_, vector) -> {
          widen(vector, rows, waiting[0]++ * dimension);
          if (waiting[0] == BLOCKS * block) {
            encode(code, rows, waiting[0], data);
            waiting[0] = 0;
          }
        });
    encode(code, rows, waiting[0], data);
  }

  private void encode(ResidualCode code, float[] rows, int count, IndexOutput data)
      throws IOException {
    long begin = System.nanoTime();
    int block = code.blockTokens();
    byte[] codes = new byte[count * code.tokenBytes()];
    codebooks
        .workers()
        .run(
            Math.ceilDiv(count, block),
            number -> {
              int first = number * block;
              int n = Math.min(block, count - first);
              code.encode(rows, first * dimension, n, codes, first * code.tokenBytes());
            });
    data.writeBytes(codes, codes.length);
    codebooks.encoded(System.nanoTime() - begin);
  }
}
