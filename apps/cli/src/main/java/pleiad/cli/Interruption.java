package pleiad.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// While it is open, the end of the JVM (Ctrl-C, SIGTERM) stops a piece of work and waits until its
/// last commit is all that is left.
record Interruption(Thread hook, CountDownLatch ended) implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 60;

  static Interruption stops(Runnable stop) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              await(ended);
            },
            "stop-working");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook, ended);
  }

  private static void await(CountDownLatch ended) {
    try {
      boolean inTime = ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assert inTime : "the work did not stop";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs, and that is what it is for.
      assert e.getMessage() != null;
    }
  }
}
