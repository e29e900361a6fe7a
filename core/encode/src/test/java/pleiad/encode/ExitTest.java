package pleiad.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

/// The process ends while passes are under way, in every way that runs shutdown hooks.
@ExtendWith(Seed.class)
final class ExitTest {
  /// What a process that SIGTERM ended gives: 128 + 15.
  private static final int TERMINATED = 143;

  @TempDir private Path folder;

  @RepeatedTest(10)
  void aTerminatedProcessDoesNotCrash(Random random) throws Exception {
    Process process = Child.start(folder, List.of(), EncodeForEver.class);
    try (BufferedReader output = process.inputReader(UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
      Thread.sleep(random.nextInt(300));
      process.toHandle().destroy(); // not Process.destroy(), which closes the output
      assertCleanEnd(process, output, TERMINATED);
    }
  }

  @RepeatedTest(3)
  void aProcessThatExitsDoesNotCrash() throws Exception {
    Process process = Child.start(folder, List.of(), EncodeForEver.class, "7");
    try (BufferedReader output = process.inputReader(UTF_8)) {
      assertThat(output.readLine()).isEqualTo("ready");
      assertCleanEnd(process, output, 7);
    }
  }

  private void assertCleanEnd(Process process, BufferedReader output, int code) throws Exception {
    String rest = output.lines().collect(Collectors.joining("\n"));
    assertThat(process.waitFor()).as(rest).isEqualTo(code);
    assertThat(rest).doesNotContain("fatal error", "SIG", "unexpected");
    assertThat(crashReports()).isEmpty();
  }

  private List<Path> crashReports() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("hs_err")).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
