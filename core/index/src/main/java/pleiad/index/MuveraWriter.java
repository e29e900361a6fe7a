package pleiad.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.packed.PackedInts;
import org.apache.lucene.util.packed.PackedLongValues;
import org.jspecify.annotations.Nullable;
import pleiad.codec.MuveraEncoder;
import pleiad.codec.MuveraParameters;
import pleiad.vector.TokenVectors;

/// Writes the fixed-dimensional encodings of one field of one segment. The centre is that of a
/// segment that stands for a quarter of the documents or more, or the mean token of these; what was
/// encoded with the same centre is copied.
final class MuveraWriter {
  /// Documents that a centre is fitted on at most.
  private static final int SAMPLE = 2_000;

  /// Documents that are encoded at a time, on all threads.
  private static final int BATCH = 64;

  private static final int LEVELS = 127;

  private final MuveraParameters parameters;
  private final String field;
  private final IndexOutput data;
  private final Codebooks codebooks;

  MuveraWriter(MuveraParameters parameters, String field, IndexOutput data, Codebooks codebooks) {
    this.parameters = parameters;
    this.field = field;
    this.data = data;
    this.codebooks = codebooks;
  }

  /// Writes the encodings of all documents that have the field.
  ///
  /// @param known what segments bring
  MuveraEntry write(FieldWriter.Source source, int dimension, List<MuveraVectors.Fit> known)
      throws IOException {
    MuveraVectors.Fit fit = fit(source, dimension, known);
    long begin = System.nanoTime();
    FieldEntry.Range centre = writeCentre(fit.encoder());
    long start = data.getFilePointer();
    PackedLongValues.Builder scales = PackedLongValues.packedBuilder(PackedInts.DEFAULT);
    MultiVectorValues values = source.open();
    List<Piece> batch = new ArrayList<>();
    while (values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      batch.add(new Piece(fit.encoder(), values));
      if (batch.size() == BATCH) {
        write(batch, scales);
      }
    }
    write(batch, scales);
    FieldEntry.Range vectors = range(start);
    FieldEntry.Range theirScales = writeScales(scales.build());
    codebooks.encoded(System.nanoTime() - begin);
    return new MuveraEntry(
        parameters, fit.documents(), (int) scales.size(), centre, vectors, theirScales);
  }

  private FieldEntry.Range range(long start) {
    return new FieldEntry.Range(start, data.getFilePointer() - start);
  }

  private FieldEntry.Range writeCentre(MuveraEncoder encoder) throws IOException {
    long start = data.getFilePointer();
    for (float each : encoder.centre()) {
      data.writeInt(Float.floatToIntBits(each));
    }
    return range(start);
  }

  private FieldEntry.Range writeScales(PackedLongValues scales) throws IOException {
    long start = data.getFilePointer();
    PackedLongValues.Iterator each = scales.iterator();
    while (each.hasNext()) {
      data.writeInt((int) each.next());
    }
    return range(start);
  }

  private void write(List<Piece> batch, PackedLongValues.Builder scales) throws IOException {
    codebooks.workers().run(batch.size(), number -> batch.get(number).encode());
    for (Piece piece : batch) {
      data.writeBytes(piece.bytes, piece.bytes.length);
      scales.add(Float.floatToIntBits(piece.scale));
    }
    batch.clear();
  }

  /// A document's encoding, copied or still to be made.
  private static final class Piece {
    private final MuveraEncoder encoder;
    private final @Nullable TokenVectors vectors;
    final byte[] bytes;
    float scale;

    Piece(MuveraEncoder encoder, MultiVectorValues values) throws IOException {
      this.encoder = encoder;
      this.bytes = new byte[encoder.width()];
      MuveraVectors there = values instanceof MergedValues merged ? merged.muvera() : null;
      if (there != null && there.encoder().equals(encoder)) {
        MergedValues merged = (MergedValues) values;
        there.read(merged.place(), merged.place() + 1, bytes);
        this.scale = there.scale(merged.place());
        this.vectors = null;
      } else {
        this.vectors = values.vectors();
      }
    }

    void encode() {
      if (vectors == null) {
        return;
      }
      float[] encoding = encoder.ofDocument(vectors);
      float largest = 0;
      for (float each : encoding) {
        largest = Math.max(largest, Math.abs(each));
      }
      scale = vectors.count() == 0 || !Float.isFinite(largest) ? Float.NaN : largest / LEVELS;
      for (int k = 0; scale > 0 && k < bytes.length; k++) {
        bytes[k] = (byte) Math.round(encoding[k] / scale);
      }
    }
  }

  private MuveraVectors.Fit fit(
      FieldWriter.Source source, int dimension, List<MuveraVectors.Fit> known) throws IOException {
    long documents = source.open().cost();
    MuveraVectors.Fit best = codebooks.muvera(field);
    for (MuveraVectors.Fit each : known) {
      best = best == null || each.documents() > best.documents() ? each : best;
    }
    if (best != null
        && best.encoder().dimension() == dimension
        && best.encoder().parameters().equals(parameters)
        && best.documents() >= documents / Codebooks.OUTGROWN) {
      codebooks.offer(field, best);
      return best;
    }
    MuveraVectors.Fit fitted =
        new MuveraVectors.Fit(
            new MuveraEncoder(parameters, mean(source.open(), dimension, documents)),
            (int) documents);
    codebooks.offer(field, fitted);
    return fitted;
  }

  /// The mean token of documents at even distances. What is not finite has no say.
  private static float[] mean(MultiVectorValues values, int dimension, long documents)
      throws IOException {
    long distance = Math.max(1, documents / SAMPLE);
    double[] sum = new double[dimension];
    long count = 0;
    for (long i = 0; values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS; i++) {
      TokenVectors vectors = i % distance == 0 ? values.vectors() : TokenVectors.empty(dimension);
      if (vectors.firstNotFinite() < 0) {
        float[] rows = vectors.toArray();
        for (int at = 0; at < rows.length; at++) {
          sum[at % dimension] += rows[at];
        }
        count += vectors.count();
      }
    }
    float[] mean = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      mean[k] = (float) (sum[k] / Math.max(1, count));
    }
    return mean;
  }
}
