package pleiad.vector;

/// MaxSim as it is defined, one multiplication after the other. What the wider twin is measured
/// against, and what runs where the Vector API is missing.
final class ScalarKernel implements MaxSimKernel {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public int paddedTokens(int queryTokens, int dimension) {
    return queryTokens;
  }

  @Override
  public float[] pack(TokenVectors query) {
    return query.toArray();
  }

  @Override
  public void accumulate(
      float[] packed, float[] rows, int offset, int count, int dimension, float[] maxima) {
    for (int i = 0; i < maxima.length; i++) {
      for (int j = 0; j < count; j++) {
        float dot = dot(packed, i * dimension, rows, offset + j * dimension, dimension);
        if (dot > maxima[i]) {
          maxima[i] = dot;
        }
      }
    }
  }

  private static float dot(float[] a, int aFrom, float[] b, int bFrom, int dimension) {
    float sum = 0;
    for (int k = 0; k < dimension; k++) {
      sum += a[aFrom + k] * b[bFrom + k];
    }
    return sum;
  }
}
