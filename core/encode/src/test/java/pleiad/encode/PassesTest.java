package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PassesTest {
  private final Passes passes = new Passes();

  @AfterEach
  void forgetExit() {
    passes.forgetExit();
  }

  @Test
  void manyPassAtOnce() throws Exception {
    assertThat(passes.<Integer, Exception>run(() -> passes.<Integer, Exception>run(() -> 7)))
        .isEqualTo(7);
  }

  @Test
  void aShutGateSaysWhyAndOnlyTheFirstShutCounts() {
    assertThat(passes.shut("lunch")).isTrue();
    assertThat(passes.shut("dinner")).isFalse();
    assertThatThrownBy(() -> passes.run(() -> 7))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot encode: lunch");
  }

  @Test
  void shuttingWaitsForThePassUnderWay() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Thread pass = Thread.ofPlatform().start(() -> stay(inside, leave));
    inside.await();
    Thread shut = Thread.ofPlatform().start(() -> passes.shut("waiting"));
    assertThat(shut.join(Duration.ofMillis(50))).isFalse();
    leave.countDown();
    assertThat(shut.join(Duration.ofSeconds(60))).isTrue();
    pass.join();
  }

  private void stay(CountDownLatch inside, CountDownLatch leave) {
    boolean left =
        passes.run(
            () -> {
              inside.countDown();
              try {
                return leave.await(60, TimeUnit.SECONDS);
              } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
              }
            });
    assertThat(left).isTrue();
  }
}
