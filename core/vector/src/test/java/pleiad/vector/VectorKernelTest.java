package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Runs at every register width this machine has, one JVM each; see the module's pom. Left out
/// there where the JVM has no Vector API.
final class VectorKernelTest extends KernelContract {
  @Override
  MaxSimKernel kernel() {
    return new VectorKernel();
  }

  @Test
  void isNamedAfterItsRegisters() {
    assertThat(kernel().name()).isEqualTo("vector-" + kernel().lanes() * Float.SIZE);
  }
}
