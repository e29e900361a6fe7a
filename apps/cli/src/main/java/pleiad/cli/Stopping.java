package pleiad.cli;

import java.nio.file.Path;
import pleiad.Reindex;

/// Shows progress, and stops when the process is told to end.
final class Stopping implements Reindex.Watch {
  private final Progress progress;
  private volatile boolean stopped;

  Stopping(Progress progress) {
    this.progress = progress;
  }

  void stop() {
    stopped = true;
  }

  /// Tells a person what a stopped run leaves.
  void say(Path folder, Output output) {
    output.say(
        "%nStopped: %s is as it was; running the same command again goes on from there.", folder);
  }

  @Override
  public void step() {
    progress.step();
  }

  @Override
  public boolean stopped() {
    return stopped;
  }
}
