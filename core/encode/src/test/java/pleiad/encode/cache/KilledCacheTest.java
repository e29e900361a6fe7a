package pleiad.encode.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static pleiad.encode.cache.Same.assertSame;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoder;
import pleiad.encode.Role;
import pleiad.testkit.Seed;

/// Processes that write to one cache, are killed, or are given no more bytes by the system.
@ExtendWith(Seed.class)
class KilledCacheTest {
  private static final int KILLED = 128 + 9;

  @TempDir Path home;

  private final List<String> trouble = new ArrayList<>();

  private List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                EncodeUntilKilled.class.getName(),
                home.resolve("c").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  @RepeatedTest(3)
  void twoKilledProcessesLoseNothingThatTheyHadWritten(Random random) throws Exception {
    List<Process> processes = new ArrayList<>();
    for (String beginning : List.of("a", "b")) {
      processes.add(
          new ProcessBuilder(command(beginning))
              .redirectErrorStream(true)
              .redirectOutput(home.resolve(beginning).toFile())
              .start());
    }
    while (Files.size(home.resolve("a")) == 0 || Files.size(home.resolve("b")) == 0) {
      Thread.sleep(5);
    }
    Thread.sleep(random.nextInt(300));
    for (Process process : processes) {
      process.destroyForcibly();
    }
    for (Process process : processes) {
      assertThat(process.waitFor()).isEqualTo(KILLED);
    }
    for (String beginning : List.of("a", "b")) {
      assertFound(beginning, confirmed(beginning));
    }
    assertThat(trouble).isEmpty();
  }

  /// The last number that a process wrote whole.
  private int confirmed(String beginning) throws IOException {
    String said = Files.readString(home.resolve(beginning));
    String[] lines = said.substring(0, said.lastIndexOf('\n')).split("\n", -1);
    return Integer.parseInt(lines[lines.length - 1]);
  }

  private void assertFound(String beginning, int texts) {
    NumberEncoder model = new NumberEncoder("1");
    try (EncodeCache cache = EncodeCache.open(home.resolve("c"), 1 << 28, trouble::add)) {
      Encoder encoder = cache.around(model);
      for (int i = 0; i < texts; i++) {
        String text = EncodeUntilKilled.text(beginning, i);
        assertSame(
            encoder.encode(text, Role.DOCUMENT),
            new NumberEncoder("1").encode(text, Role.DOCUMENT));
      }
    }
    assertThat(model.passes).as("passes for %d texts", texts).hasValue(0);
  }

  /// `ulimit -f` is a disk that is full for one process: writing fails, here in the middle of an
  /// entry.
  @Test
  void aProcessThatMayWriteNoMoreSaysSoOnceAndEncodesOn() throws Exception {
    List<String> command =
        new ArrayList<>(List.of("bash", "-c", "ulimit -f 200 && exec \"$@\"", "-"));
    command.addAll(command("a", "150"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> said = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(said::add);
    }
    assertThat(process.waitFor()).as(said.toString()).isZero();
    assertThat(said).contains("150");
    assertThat(said.stream().filter(each -> !each.matches("\\d+")))
        .singleElement()
        .asString()
        .contains("no longer kept", "cannot be written");
    int before = said.indexOf(said.stream().filter(each -> !each.matches("\\d+")).findAny().get());
    assertThat(before).isPositive();
    assertFound("a", before);
  }
}
