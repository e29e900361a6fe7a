package pleiad.encode;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The gate that every pass of a model goes through. Any number pass at once; whoever shuts the
/// gate waits for them, and later ones are refused with the reason.
///
/// The JVM's exit shuts it too. Without that, native code would go on while the process takes its
/// libraries down: hooks do not stop threads, and the JVM waits only a third of a second for native
/// code to return.
final class Passes {
  /// Work in native code.
  interface Pass<T, E extends Exception> {
    T run() throws E;
  }

  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private final Thread exit =
      Thread.ofPlatform()
          .name("pleiad-encode-exit")
          .unstarted(() -> shut("the JVM is shutting down"));

  private @Nullable String shutBecause;

  /// @throws IllegalStateException when the JVM is shutting down
  Passes() {
    Runtime.getRuntime().addShutdownHook(exit);
  }

  /// Runs native code while the gate is open.
  ///
  /// @throws IllegalStateException when it is shut
  <T, E extends Exception> T run(Pass<T, E> pass) throws E {
    gate.readLock().lock();
    try {
      if (shutBecause != null) {
        throw new IllegalStateException("cannot encode: " + shutBecause);
      }
      return pass.run();
    } finally {
      gate.readLock().unlock();
    }
  }

  /// Shuts the gate once the passes under way are through.
  ///
  /// @return whether it was open
  boolean shut(String reason) {
    gate.writeLock().lock();
    try {
      boolean open = shutBecause == null;
      if (open) {
        shutBecause = reason;
      }
      return open;
    } finally {
      gate.writeLock().unlock();
    }
  }

  /// Lets go of the JVM's exit, so that a closed encoder can be collected.
  void forgetExit() {
    try {
      Runtime.getRuntime().removeShutdownHook(exit);
    } catch (IllegalStateException exiting) {
      // The JVM exits and runs the hook itself, which finds nothing to wait for.
    }
  }
}
