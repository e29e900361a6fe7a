package pleiad.vector;

/// Dot products on plain loops, one row with all fixed vectors at a time.
final class ScalarDots implements DotKernel {
  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void products(
      float[] packed,
      int dimension,
      int width,
      float[] rows,
      int from,
      int stride,
      int count,
      float[] out,
      int at,
      int outStride) {
    int pair = 2 * lanes();
    for (int r = 0; r < count; r++) {
      for (int j = 0; j < width; j++) {
        int fixed = j / pair * pair * dimension + j % pair;
        float sum = 0;
        for (int k = 0; k < dimension; k++) {
          sum += rows[from + r * stride + k] * packed[fixed + k * pair];
        }
        out[at + r * outStride + j] = sum;
      }
    }
  }

  @Override
  public int largest(float[] values, int at, float[] bias, int width) {
    int best = 0;
    for (int j = 1; j < width; j++) {
      if (values[at + j] + bias[j] > values[at + best] + bias[best]) {
        best = j;
      }
    }
    return best;
  }
}
