package pleiad.vector;

/// Scores a document twice and prints the kernel that did it; the tests run it in a fresh JVM.
final class SaysItsKernel {
  private SaysItsKernel() {}

  public static void main(String[] arguments) {
    TokenVectors text = TokenVectors.of(new float[] {0.6f, 0.8f}, 2);
    float first = MaxSim.of(text).score(text);
    float second = MaxSim.of(text).score(text);
    System.out.println(Kernels.name() + " " + Kernels.lanes() + " " + (first + second));
  }
}
