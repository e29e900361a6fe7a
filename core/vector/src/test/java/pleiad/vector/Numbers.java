package pleiad.vector;

import java.util.Random;

/// Arrays of random numbers.
final class Numbers {
  private Numbers() {}

  static float[] ofBothSigns(Random random, int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  static float[] positive(Random random, int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = 0.01f + random.nextFloat();
    }
    return numbers;
  }

  static float[] negated(float[] numbers) {
    float[] negated = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      negated[i] = -numbers[i];
    }
    return negated;
  }
}
