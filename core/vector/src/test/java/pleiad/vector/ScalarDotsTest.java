package pleiad.vector;

final class ScalarDotsTest extends DotsContract {
  @Override
  DotProducts with(float[] fixed, int from, int stride, int count, int dimension) {
    return DotProducts.scalar(fixed, from, stride, count, dimension);
  }
}
