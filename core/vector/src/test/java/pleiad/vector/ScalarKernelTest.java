package pleiad.vector;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScalarKernelTest extends KernelContract {
  @Override
  MaxSimKernel kernel() {
    return new ScalarKernel();
  }

  @Test
  void handlesOneQueryTokenAtATime() {
    assertThat(kernel().name()).isEqualTo("scalar");
    assertThat(kernel().lanes()).isEqualTo(1);
  }
}
