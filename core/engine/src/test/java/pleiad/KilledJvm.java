package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A second JVM with the class path of this one, that works on a folder until it is killed.
final class KilledJvm {
  private static final int KILLED = 128 + 9;

  private KilledJvm() {}

  static Process start(Class<?> main, Path folder) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /// Kills a process so long after it said that it is ready.
  static void runAndKill(Class<?> main, Path folder, int millis)
      throws IOException, InterruptedException {
    Process process = start(main, folder);
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("ready");
      Thread.sleep(millis);
      assertThat(process.isAlive()).isTrue();
      process.destroyForcibly();
    }
    awaitKilled(process);
  }

  /// Waits for a process that was killed, and did not end by itself.
  static void awaitKilled(Process process) throws InterruptedException {
    assertThat(process.waitFor()).as("exit code of a killed process").isEqualTo(KILLED);
  }
}
