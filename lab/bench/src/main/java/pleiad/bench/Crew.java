package pleiad.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Threads that do the same work side by side; they share it out by a counter of their own.
record Crew(int threads) {
  static Crew of(int threads) {
    return new Crew(threads);
  }

  /// Runs the work once on each thread, and gives what came of each.
  ///
  /// @throws IOException when one failed with that, or was interrupted
  <T> List<T> each(Callable<T> work) throws IOException {
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<T> results = new ArrayList<>();
      for (Future<T> each : executor.invokeAll(Collections.nCopies(threads, work))) {
        results.add(each.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while measuring", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failed -> throw failed;
        case RuntimeException failed -> throw failed;
        case Error failed -> throw failed;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}
