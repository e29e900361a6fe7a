package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// A run says which kernel it expects, `-Dpleiad.kernel=scalar` or `vector-N`, and fails here if it
/// got another one.
final class KernelsTest {
  private static final String VECTOR_API = "--add-modules=jdk.incubator.vector";

  @Test
  void thisRunGotTheKernelItExpects() throws Exception {
    String expected = expectedKernel(System.getProperty("pleiad.kernel", ""));
    assertThat(Kernels.name()).isEqualTo(expected);
    assertThat(Kernels.vectorApi()).isEqualTo(!expected.equals("scalar"));
    assertThat(Kernels.lanes()).isEqualTo(expected.equals("scalar") ? 1 : bits(expected) / 32);
  }

  @Test
  void aMissingModuleIsSaidOnceAndScoringGoesOn() throws Exception {
    ChildJvm child = ChildJvm.run(SaysItsKernel.class);
    assertThat(child.output().strip()).isEqualTo("scalar 1 2.0");
    assertThat(child.exit()).isZero();
    assertThat(child.errors()).containsOnlyOnce("The Vector API is off");
    assertThat(child.errors()).contains("several times slower");
    assertThat(child.errors()).contains("Start java with --add-modules jdk.incubator.vector.");
  }

  @Test
  void theModuleIsTakenWithoutAWord() throws Exception {
    ChildJvm child = ChildJvm.run(SaysItsKernel.class, VECTOR_API);
    assertThat(child.output()).startsWith("vector-").endsWith(" 2.0\n");
    assertThat(child.errors()).doesNotContain("The Vector API is off");
  }

  /// A JVM caps the width it is asked for at what the processor has.
  private static String expectedKernel(String requested) throws Exception {
    if (requested.equals("scalar")) {
      return "scalar";
    }
    assertThat(requested).isIn(List.of("vector-128", "vector-256", "vector-512"));
    String widest = ChildJvm.run(SaysItsKernel.class, VECTOR_API).output().split(" ", 2)[0];
    return "vector-" + Math.min(bits(requested), bits(widest));
  }

  private static int bits(String kernel) {
    return Integer.parseInt(kernel.substring("vector-".length()));
  }
}
