package pleiad.encode.hub;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/// Counts failures of one thing that is asked again and again, and waits between them.
final class Retries {
  /// Bytes that count as progress; fewer could keep a download going for ever.
  private static final long PROGRESS = 1 << 16;

  private final Patience patience;
  private final PullProgress progress;
  private int failures;

  Retries(Patience patience, PullProgress progress) {
    this.patience = patience;
    this.progress = progress;
  }

  /// Something that is tried.
  interface Attempt<T> {
    T run() throws IOException;
  }

  /// Tries until it works or is given up.
  <T> T run(Attempt<T> attempt) throws IOException {
    while (true) {
      try {
        return attempt.run();
      } catch (TransientException failure) {
        pause(failure);
      }
    }
  }

  /// Forgets failures once enough has arrived.
  void received(long bytes) {
    if (bytes >= PROGRESS) {
      failures = 0;
    }
  }

  private void pause(TransientException failure) throws IOException {
    failures++;
    Duration asked = failure.pause();
    if (asked != null && asked.compareTo(patience.longestPause()) > 0) {
      throw new HubException(
          "%s; it asks to be left alone for %d s, so try again later"
              .formatted(failure.getMessage(), asked.toSeconds()),
          failure);
    }
    if (failures >= patience.attempts()) {
      throw new HubException(
          "%s; tried %d times, so try again later: what has arrived is kept"
              .formatted(failure.getMessage(), failures),
          failure);
    }
    Duration pause = asked == null ? patience.pause(failures) : asked;
    progress.note("%s; again in %.1f s".formatted(failure.getMessage(), pause.toMillis() / 1e3));
    sleep(pause);
  }

  static void sleep(Duration pause) throws InterruptedIOException {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException stopped) {
      throw interrupted();
    }
  }

  /// What to throw when the thread was told to stop; it stays told.
  static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("stopped; pull again to go on from there");
  }
}
