package pleiad.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// How long a program may take for one answer before it is ended, with all that it started.
///
/// @param most longer than the slowest build
record Patience(Duration most) {
  /// Waits for a program.
  @FunctionalInterface
  interface Wait<T> {
    T answer() throws IOException;
  }

  /// @throws IllegalArgumentException when there is none
  Patience {
    if (!most.isPositive()) {
      throw new IllegalArgumentException(
          "a program is given some time for an answer, got " + most.toSeconds() + " seconds");
    }
  }

  /// The answer of that process, which waits for nobody.
  ///
  /// @throws IOException when it had to be ended
  <T> T with(Process process, Wait<T> wait) throws IOException {
    Executor later = CompletableFuture.delayedExecutor(most.toMillis(), TimeUnit.MILLISECONDS);
    AtomicBoolean ended = new AtomicBoolean();
    CompletableFuture<Void> end =
        CompletableFuture.runAsync(
            () -> {
              ended.set(true);
              end(process);
            },
            later);
    try {
      return wait.answer();
    } catch (IOException failed) {
      throw ended.get()
          ? new IOException(
              "no answer in %,d seconds, so it was ended".formatted(most.toSeconds()), failed)
          : failed;
    } finally {
      // What is cancelled before it began does not run any more.
      end.cancel(false);
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
