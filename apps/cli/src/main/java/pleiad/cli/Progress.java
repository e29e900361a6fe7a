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
  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where there is no terminal
  static Progress of(String task, String unit, Total total) throws IOException {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return new Progress(null);
    }
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(" " + unit, 1)
            .setInitialMax(total.count())
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

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
