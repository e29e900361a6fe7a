package pleiad.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import pleiad.codec.Codebook.Ratios;
import pleiad.codec.Codebook.Shape;

/// A [Codebook] as bytes.
///
/// | type      | in bytes, little-endian                                      |
/// |-----------|--------------------------------------------------------------|
/// | int32     | dimension                                                    |
/// | int16 ×2  | levels, subspaces: even numbers, in fours together           |
/// | float32   | shortest                                                     |
/// | int32     | exponent                                                     |
/// | float32   | mean squared error in training, of tokens of length one      |
/// | int64     | tokens that were there to train on                           |
/// | int8      | 1: centred, 0: not                                           |
/// |           | the [Rotation]                                               |
/// | float16   | levels · 64 · dimension                                      |
/// | float16   | for each subspace 64 · its width                             |
final class CodebookBytes {
  private static final int HEADER = 2 * Integer.BYTES + 2 * Short.BYTES + 2 * Float.BYTES + 8 + 1;
  private static final int MOST_CODES = 1 << 10;
  private static final int LARGEST_EXPONENT = 14;

  private CodebookBytes() {}

  /// Reads what [#of] wrote.
  ///
  /// @throws IllegalArgumentException when these bytes are no codebook
  static Codebook read(byte[] bytes) {
    if (bytes.length < HEADER) {
      throw new IllegalArgumentException(
          "a codebook has a header of %d bytes, here are %d".formatted(HEADER, bytes.length));
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int dimension = in.getInt();
    Shape shape = new Shape(dimension, in.getShort(), in.getShort());
    Ratios ratios = new Ratios(in.getFloat(), in.getInt());
    float error = in.getFloat();
    long trainedOn = in.getLong();
    byte centred = in.get();
    boolean sound =
        isSound(shape)
            && isSound(ratios)
            && error >= 0
            && Float.isFinite(error)
            && trainedOn >= 0
            && (centred == 0 || centred == 1)
            && in.remaining() == bodyBytes(shape);
    if (!sound) {
      throw new IllegalArgumentException(
          "a codebook that does not add up: %s, %s, %d bytes"
              .formatted(shape, ratios, bytes.length));
    }
    return new Codebook(
        shape,
        ratios,
        error,
        trainedOn,
        centred == 1,
        Rotation.read(in, dimension),
        floats(in, shape.levels() * SixBits.VALUES * dimension),
        floats(in, SixBits.VALUES * shape.covered()));
  }

  private static boolean isSound(Shape shape) {
    return shape.dimension() > 0
        && shape.dimension() <= Codebook.LARGEST_DIMENSION
        && shape.levels() >= 0
        && shape.levels() % 2 == 0
        && shape.subspaces() >= 0
        && shape.subspaces() <= shape.dimension()
        && shape.codes() > 0
        && shape.codes() <= MOST_CODES
        && shape.codes() % 4 == 0;
  }

  private static boolean isSound(Ratios ratios) {
    return ratios.shortest() > 0
        && ratios.shortest() <= Ratios.LONGEST
        && ratios.exponent() >= Codebook.LEAST_EXPONENT
        && ratios.exponent() <= LARGEST_EXPONENT;
  }

  private static long bodyBytes(Shape shape) {
    long levels = (long) shape.levels() * shape.dimension();
    return Rotation.bytes(shape.dimension())
        + Short.BYTES * SixBits.VALUES * (levels + shape.covered());
  }

  /// Bytes of a codebook of that shape.
  static long bytes(Shape shape) {
    return HEADER + bodyBytes(shape);
  }

  /// So many numbers of half precision.
  ///
  /// @throws IllegalArgumentException when one is not finite
  static float[] floats(ByteBuffer in, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float.float16ToFloat(in.getShort());
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "a codebook with %s among its numbers, which must be finite".formatted(values[i]));
      }
    }
    return values;
  }

  /// The bytes that [#read] reads.
  static byte[] of(Codebook codebook) {
    Shape shape = codebook.shape();
    ByteBuffer out =
        ByteBuffer.allocate(HEADER + Math.toIntExact(bodyBytes(shape)))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(shape.dimension())
        .putShort((short) shape.levels())
        .putShort((short) shape.subspaces());
    out.putFloat(codebook.ratios().shortest())
        .putInt(codebook.ratios().exponent())
        .putFloat(codebook.error())
        .putLong(codebook.trainedOn())
        .put((byte) (codebook.centred() ? 1 : 0));
    codebook.rotation().write(out);
    for (float[] values : new float[][] {codebook.levels(), codebook.subspaces()}) {
      for (float value : values) {
        out.putShort(Float.floatToFloat16(value));
      }
    }
    return out.array();
  }
}
