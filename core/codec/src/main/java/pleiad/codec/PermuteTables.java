package pleiad.codec;

import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MAX;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/// Turns similarities into the bytes of [ByteTables], sixteen at a time.
final class PermuteTables {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_512;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_512;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_128;

  private static final int HIGH_BITS = Integer.numberOfTrailingZeros(ByteTables.HIGH_STEP);

  /// Rounds what is positive when it is cut off.
  private static final float HALF = 0.5f;

  private PermuteTables() {}

  /// The 64 bytes of a narrow code.
  static void narrow(float[] dots, int from, float perStep, byte[] steps, int at) {
    for (int value = 0; value < SixBits.VALUES; value += FLOATS.length()) {
      FloatVector.fromArray(FLOATS, dots, from + value)
          .mul(perStep)
          .add(ByteTables.LOW_ZERO + HALF)
          .convertShape(F2I, INTS, 0)
          .convertShape(I2B, BYTES, 0)
          .reinterpretAsBytes()
          .intoArray(steps, at + value);
    }
  }

  /// The low and the high 64 bytes of a wide code.
  static void wide(float[] dots, int from, float perStep, byte[] steps, int low, int high) {
    float zero = ByteTables.LOW_ZERO + (float) ByteTables.HIGH_ZERO * ByteTables.HIGH_STEP;
    for (int value = 0; value < SixBits.VALUES; value += FLOATS.length()) {
      IntVector whole =
          FloatVector.fromArray(FLOATS, dots, from + value)
              .mul(perStep)
              .add(zero + HALF)
              .convertShape(F2I, INTS, 0)
              .reinterpretAsInts();
      whole
          .and(ByteTables.HIGH_STEP - 1)
          .convertShape(I2B, BYTES, 0)
          .reinterpretAsBytes()
          .intoArray(steps, low + value);
      whole
          .lanewise(LSHR, HIGH_BITS)
          .convertShape(I2B, BYTES, 0)
          .reinterpretAsBytes()
          .intoArray(steps, high + value);
    }
  }

  /// The largest magnitude; `to - from` is a multiple of 64.
  static float largest(float[] values, int from, int to) {
    FloatVector largest = FloatVector.zero(FLOATS);
    for (int i = from; i < to; i += FLOATS.length()) {
      largest = largest.max(FloatVector.fromArray(FLOATS, values, i).abs());
    }
    return largest.reduceLanes(MAX);
  }
}
