package pleiad.cli;

import java.io.Console;
import java.io.IOException;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar with rate and remaining time on standard error, for work that lasts; nothing where
/// standard error is no terminal.
final class Progress implements AutoCloseable {
  private final @Nullable ProgressBar bar;

  private Progress(@Nullable ProgressBar bar) {
    this.bar = bar;
  }

  /// @param total steps in all, or -1 when nobody knows; asked only when there is a bar to show
  static Progress of(String task, String unit, Total total) throws IOException {
    return isShown() ? shown(task, unit, 1, total.count()) : new Progress(null);
  }

  /// A bar of megabytes, whose steps are bytes.
  static Progress ofBytes(String task, long total) {
    return isShown() ? shown(task, "MB", 1_000_000, total) : new Progress(null);
  }

  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where there is no terminal
  private static boolean isShown() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  private static Progress shown(String task, String unit, long unitSteps, long total) {
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(" " + unit, unitSteps)
            .setInitialMax(total)
            .setStyle(ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis((int) Duration.ofMillis(250).toMillis())
            .showSpeed()
            .setConsumer(new ConsoleProgressBarConsumer(System.err))
            .build());
  }

  /// Counts what is to be done.
  interface Total {
    long count() throws IOException;
  }

  void step() {
    if (bar != null) {
      bar.step();
    }
  }

  /// Goes to this step, forth or back.
  void to(long step) {
    if (bar != null) {
      bar.stepTo(step);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
