package pleiad.encode;

import java.util.concurrent.CountDownLatch;

/// A program that encodes without end in many more threads than the machine has cores, so that a
/// pass takes longer than a JVM waits for native code. Says `ready` when all have begun. With an
/// argument it then exits by itself, with that code.
final class EncodeForEver {
  private EncodeForEver() {}

  public static void main(String[] arguments) throws InterruptedException {
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> check(error));
    Encoder encoder = Encoders.open(Encoders.DEFAULT);
    int threads = 4 * Runtime.getRuntime().availableProcessors();
    CountDownLatch ready = new CountDownLatch(threads);
    for (int i = 0; i < threads; i++) {
      Thread.ofPlatform().daemon(i % 2 == 0).start(() -> encode(encoder, ready));
    }
    ready.await();
    System.out.println("ready");
    if (arguments.length > 0) {
      System.exit(Integer.parseInt(arguments[0]));
    }
  }

  private static void encode(Encoder encoder, CountDownLatch ready) {
    String text = "a long text about nothing ".repeat(90);
    encoder.encode("short", Role.QUERY);
    ready.countDown();
    while (encoder.encode(text, Role.DOCUMENT).tokens().size() == 450) {
      Thread.onSpinWait();
    }
  }

  private static void check(Throwable error) {
    if (!"cannot encode: the JVM is shutting down".equals(error.getMessage())) {
      System.out.println("unexpected " + error);
    }
  }
}
