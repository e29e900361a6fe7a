package pleiad.index;

import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import pleiad.codec.MuveraEncoder;

/// The fixed-dimensional encodings of a segment's documents, a byte a number: by the place of a
/// document among those that have the field, see [MultiVectorValues#place()]. For one thread, as
/// the values that give it.
///
/// An encoding is its bytes times its scale; not a number is the scale of a document that has none,
/// because it has no tokens.
public final class MuveraVectors {
  private final Fit fit;
  private final int documents;
  private final IndexInput vectors;
  private final RandomAccessInput scales;

  /// What encodings are made with.
  ///
  /// @param documents whose mean token the centre is
  record Fit(MuveraEncoder encoder, int documents) {}

  MuveraVectors(Fit fit, int documents, IndexInput vectors, RandomAccessInput scales) {
    this.fit = fit;
    this.documents = documents;
    this.vectors = vectors;
    this.scales = scales;
  }

  /// Reads what the encodings of a segment are made with.
  static Fit readFit(MuveraEntry entry, int dimension, IndexInput data) throws IOException {
    float[] centre = new float[dimension];
    IndexInput input = data.slice("centre", entry.centre().start(), entry.centre().length());
    input.readFloats(centre, 0, dimension);
    for (float each : centre) {
      if (!Float.isFinite(each)) {
        throw new CorruptIndexException("the centre of encodings is not finite", data);
      }
    }
    return new Fit(new MuveraEncoder(entry.parameters(), centre), entry.fittedOn());
  }

  Fit fit() {
    return fit;
  }

  /// What the encodings were made with, and queries are to be made with.
  public MuveraEncoder encoder() {
    return fit.encoder();
  }

  /// Documents that have the field.
  public int documents() {
    return documents;
  }

  /// Copies the bytes of the encodings `from` (inclusive) to `to` (exclusive) to the beginning of
  /// `target`.
  public void read(int from, int to, byte[] target) throws IOException {
    int width = encoder().width();
    vectors.seek((long) from * width);
    vectors.readBytes(target, 0, (to - from) * width);
  }

  /// What the bytes of an encoding are to be multiplied with; not a number where there is none.
  public float scale(int place) throws IOException {
    return Float.intBitsToFloat(scales.readInt((long) place * Float.BYTES));
  }
}
