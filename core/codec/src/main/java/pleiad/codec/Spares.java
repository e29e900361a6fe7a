package pleiad.codec;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/// What one search after the other needs for its time: large arrays, which a collector would clear
/// and fetch from memory anew for each. As many are kept as there are processors. Safe for any
/// number of threads.
final class Spares<T> {
  private final BlockingQueue<T> kept =
      new ArrayBlockingQueue<>(Runtime.getRuntime().availableProcessors());
  private final Supplier<T> maker;

  Spares(Supplier<T> maker) {
    this.maker = maker;
  }

  /// One that nobody else has, with whatever its last user left in it.
  T take() {
    T spare = kept.poll();
    return spare == null ? maker.get() : spare;
  }

  /// Gives one back, which the giver may not use any more.
  void give(T spare) {
    // One too many is left to the collector.
    boolean _ = kept.offer(spare);
  }
}
