package pleiad.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Numbered pieces of work on some threads. What a piece writes depends on its number alone, so the
/// number of threads never shows in a result.
///
/// @param threads how many work at a time, the caller's among them
public record Workers(int threads) {
  /// The caller's thread alone.
  public static final Workers ONE = new Workers(1);

  public Workers {
    if (threads < 1) {
      throw new IllegalArgumentException("work needs at least one thread, got " + threads);
    }
  }

  /// Does all pieces from 0 to `pieces`, and returns when they are done. What one throws is thrown,
  /// after the others ended.
  public void run(int pieces, IntConsumer piece) {
    AtomicInteger next = new AtomicInteger();
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    Runnable work =
        () -> {
          try {
            for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
              piece.accept(i);
            }
          } catch (Throwable t) {
            next.set(pieces);
            failures.add(t);
          }
        };
    List<Thread> helpers = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, pieces); i++) {
      helpers.add(Thread.ofPlatform().name("pleiad-codec-" + i).daemon().start(work));
    }
    work.run();
    joinAll(helpers);
    switch (failures.peek()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable t -> throw new IllegalStateException(t);
    }
  }

  /// Waits for pieces under way even when interrupted: they write into arrays of the caller's.
  private static void joinAll(List<Thread> helpers) {
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
