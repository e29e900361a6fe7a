package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

/// A writer that is killed at a random moment has lost no document that it had committed, and
/// Lucene finds the index clean. `-Dpleiad.kills=50` kills more often.
@ExtendWith(Seed.class)
class KillTest {
  private static final int KILLS = Integer.getInteger("pleiad.kills", 10);

  @TempDir Path home;

  @Test
  void aKilledWriterLosesNothingThatItCommitted(Random random)
      throws IOException, InterruptedException {
    Path folder = home.resolve("c");
    int confirmedBefore = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      int confirmed = Math.max(confirmedBefore, runAndKill(folder, random));
      assertClean(folder);
      try (Searcher reader = Pleiad.openReadOnly(folder)) {
        assertThat(reader.documents()).isGreaterThanOrEqualTo(confirmed);
        for (int i = 0; i < confirmed; i++) {
          assertThat(reader.get("d" + i)).as("document %d of %d", i, confirmed).isPresent();
        }
        assertThat(reader.stats().tokens()).isGreaterThanOrEqualTo(confirmed);
        confirmedBefore = reader.documents();
      }
    }
    assertThat(confirmedBefore).as("documents committed by all processes").isPositive();
  }

  /// The last number that the process confirmed before it was killed.
  private int runAndKill(Path folder, Random random) throws IOException, InterruptedException {
    Process process = KilledJvm.start(KilledWriter.class, folder);
    int confirmed = 0;
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      assertThat(line).as("the writer's first commit").isNotNull();
      long end = System.nanoTime() + random.nextInt(700) * 1_000_000L;
      while (line != null) {
        confirmed = Integer.parseInt(line);
        if (System.nanoTime() > end) {
          // By its handle, which leaves what it has said to be read.
          process.toHandle().destroyForcibly();
        }
        line = lines.readLine();
      }
    }
    KilledJvm.awaitKilled(process);
    return confirmed;
  }

  private static void assertClean(Path folder) throws IOException {
    ByteArrayOutputStream report = new ByteArrayOutputStream();
    try (Directory directory = FSDirectory.open(folder);
        CheckIndex check = new CheckIndex(directory)) {
      check.setLevel(CheckIndex.Level.MIN_LEVEL_FOR_SLOW_CHECKS);
      check.setInfoStream(new PrintStream(report, false, StandardCharsets.UTF_8));
      assertThat(check.checkIndex().clean).as(report.toString(StandardCharsets.UTF_8)).isTrue();
    }
  }
}
