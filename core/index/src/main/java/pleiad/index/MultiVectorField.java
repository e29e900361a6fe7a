package pleiad.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import pleiad.codec.MeanSketch;
import pleiad.vector.TokenVectors;

/// The payload of Lucene's own `LateInteractionField`, made from and turned into [TokenVectors]
/// without a matrix of arrays in between.
///
/// | bytes                 | payload                                  |
/// |-----------------------|------------------------------------------|
/// | 4                     | dimension, int32 little-endian           |
/// | 4 · count · dimension | the vectors, float32 little-endian, rows |
public final class MultiVectorField {
  private static final int LARGEST_DIMENSION = 1 << 16;

  private MultiVectorField() {}

  /// A field that holds the vectors of one document.
  public static BinaryDocValuesField of(String name, TokenVectors vectors) {
    return new BinaryDocValuesField(name, payload(vectors));
  }

  /// The Lucene field of the single vectors that belong to a multi-vector field: what the same pass
  /// of the same model makes of the whole text.
  public static String single(String name) {
    return name + ".single";
  }

  /// The Lucene field of the mean vectors of a multi-vector field, by which candidates are found.
  public static String mean(String name) {
    return name + ".mean";
  }

  /// A field that holds the mean vector of one document with at least one token, as [MeanSketch]
  /// makes it.
  public static KnnByteVectorField meanOf(String name, TokenVectors vectors) {
    return new KnnByteVectorField(
        mean(name), MeanSketch.ofDocument(vectors), VectorSimilarityFunction.DOT_PRODUCT);
  }

  static BytesRef payload(TokenVectors vectors) {
    ByteBuffer buffer =
        ByteBuffer.allocate(
                Math.addExact(
                    Integer.BYTES,
                    Math.multiplyExact(
                        vectors.count(), Math.multiplyExact(vectors.dimension(), Float.BYTES))))
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(vectors.dimension());
    buffer.asFloatBuffer().put(vectors.toArray());
    return new BytesRef(buffer.array());
  }

  /// The dimension that a payload declares, or -1 when these bytes are no multi-vector.
  static int dimension(BytesRef payload) {
    if (payload.length < Integer.BYTES) {
      return -1;
    }
    int dimension = littleEndian(payload).getInt();
    boolean whole =
        dimension > 0
            && dimension <= LARGEST_DIMENSION
            && (payload.length - Integer.BYTES) % ((long) dimension * Float.BYTES) == 0;
    return whole ? dimension : -1;
  }

  static int count(BytesRef payload, int dimension) {
    return (payload.length - Integer.BYTES) / (dimension * Float.BYTES);
  }

  /// Copies the tokens `from` to `to` of a payload into `rows`.
  static void read(BytesRef payload, int dimension, int from, int to, float[] rows, int at) {
    littleEndian(payload)
        .position(Integer.BYTES + from * dimension * Float.BYTES)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(rows, at, (to - from) * dimension);
  }

  private static ByteBuffer littleEndian(BytesRef payload) {
    return ByteBuffer.wrap(payload.bytes, payload.offset, payload.length)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }
}
