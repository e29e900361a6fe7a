package pleiad.cli;

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

  @Override
  public void step() {
    progress.step();
  }

  @Override
  public boolean stopped() {
    return stopped;
  }
}
