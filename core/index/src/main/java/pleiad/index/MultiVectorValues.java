package pleiad.index;

import java.io.IOException;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import pleiad.codec.Codebook;
import pleiad.vector.TokenVectors;

/// The multi-vectors of one field in one segment, read document by document. Forward only and for
/// one thread, like every doc values iterator of Lucene's.
public abstract class MultiVectorValues extends BinaryDocValues {
  /// The field's multi-vectors, whatever format keeps them, or null when the segment has none. A
  /// reader that wraps another is asked itself, never what it wraps; where it hides our values
  /// behind its own, they are read through their payload, with the same result.
  ///
  /// @throws IllegalArgumentException when the field holds something else
  public static @Nullable MultiVectorValues of(LeafReader reader, String field) throws IOException {
    BinaryDocValues values = reader.getBinaryDocValues(field);
    return values == null ? null : of(field, values);
  }

  static MultiVectorValues of(String field, BinaryDocValues values) {
    return values instanceof MultiVectorValues ours ? ours : new PayloadValues(field, values);
  }

  /// Numbers per token.
  public abstract int dimension() throws IOException;

  /// Tokens of the current document; may be zero.
  public abstract int tokenCount() throws IOException;

  /// Copies the tokens `from` (inclusive) to `to` (exclusive) of the current document into `rows`,
  /// row-major from index `at`.
  public abstract void read(int from, int to, float[] rows, int at) throws IOException;

  /// What the codes of [#readCodes(byte\[\])] are made with, or null when the vectors are kept
  /// without a codebook.
  public @Nullable Codebook codebook() {
    return null;
  }

  /// Whether [#read] gives more than the codes hold.
  public boolean precise() {
    return true;
  }

  /// How often tokens were encoded from codes, which had lost something already.
  public int reencoded() {
    return 0;
  }

  /// Which documents have tokens in which cells of the codebook, or null when the segment does not
  /// keep that.
  public @Nullable CellPostings cells() throws IOException {
    return null;
  }

  /// The fixed-dimensional encodings of the segment's documents, or null when it keeps none.
  public @Nullable MuveraVectors muvera() throws IOException {
    return null;
  }

  /// The current document's place among those of the segment that have the field.
  public int place() throws IOException {
    throw new IllegalStateException("these vectors are kept without anything beside them");
  }

  /// Bytes of the current document's codes.
  public int codeBytes() throws IOException {
    throw new IllegalStateException("these vectors are kept without codes");
  }

  /// Copies the current document's codes to the beginning of `target`, at least [#codeBytes()]
  /// long.
  public void readCodes(byte[] target) throws IOException {
    throw new IllegalStateException("these vectors are kept without codes");
  }

  /// Copies the current document's tokens, row-major, as its codes have them, where [#read] may
  /// have them better.
  public void decodeCodes(float[] rows) throws IOException {
    throw new IllegalStateException("these vectors are kept without codes");
  }

  /// A copy of the current document's vectors.
  public final TokenVectors vectors() throws IOException {
    int count = tokenCount();
    float[] rows = new float[count * dimension()];
    read(0, count, rows, 0);
    return TokenVectors.of(rows, dimension());
  }

  /// The current document as Lucene's late-interaction payload, reconstructed from the codes.
  @Override
  public BytesRef binaryValue() throws IOException {
    return MultiVectorField.payload(vectors());
  }

  /// Payloads that another format keeps as they are.
  private static final class PayloadValues extends MultiVectorValues {
    private final String field;
    private final BinaryDocValues values;
    private @Nullable BytesRef payload;
    private int dimension;

    PayloadValues(String field, BinaryDocValues values) {
      this.field = field;
      this.values = values;
    }

    /// The current document's payload, fetched and looked at once.
    private BytesRef payload() throws IOException {
      if (payload == null) {
        payload = values.binaryValue();
        dimension = MultiVectorField.dimension(payload);
        if (dimension < 0) {
          throw new IllegalArgumentException(
              "field '%s' holds bytes that are no multi-vector (document %d, %d bytes)"
                  .formatted(field, values.docID(), payload.length));
        }
      }
      return payload;
    }

    @Override
    public int dimension() throws IOException {
      payload();
      return dimension;
    }

    @Override
    public int tokenCount() throws IOException {
      return MultiVectorField.count(payload(), dimension);
    }

    @Override
    public void read(int from, int to, float[] rows, int at) throws IOException {
      MultiVectorField.read(payload(), dimension, from, to, rows, at);
    }

    @Override
    public BytesRef binaryValue() throws IOException {
      return payload();
    }

    @Override
    public boolean advanceExact(int target) throws IOException {
      payload = null;
      return values.advanceExact(target);
    }

    @Override
    public int docID() {
      return values.docID();
    }

    @Override
    public int nextDoc() throws IOException {
      payload = null;
      return values.nextDoc();
    }

    @Override
    public int advance(int target) throws IOException {
      payload = null;
      return values.advance(target);
    }

    @Override
    public long cost() {
      return values.cost();
    }
  }
}
