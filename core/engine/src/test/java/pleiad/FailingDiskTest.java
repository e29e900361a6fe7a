package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// A disk that is full or fails at some write: the writer says so, and what was committed opens.
@ExtendWith(Seed.class)
class FailingDiskTest {
  private static final int DIMENSION = 16;

  @Test
  void aFullDiskLosesNothingThatWasCommitted(Random random) throws IOException {
    try (FaultyDisk disk = new FaultyDisk(random)) {
      int committed = 0;
      try (Pleiad pleiad = open(disk)) {
        committed = addAndCommit(pleiad, 0, 50);
        disk.setMaxSizeInBytes(disk.sizeInBytes() + 3_000);
        assertThatThrownBy(() -> addAndCommit(pleiad, 50, 2_000))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("fake disk full");
      } catch (IOException closing) {
        assertThat(closing).hasMessageContaining("fake disk full");
      }
      disk.setMaxSizeInBytes(0);
      try (Pleiad pleiad = open(disk)) {
        assertThat(pleiad.documents()).isEqualTo(committed);
        assertThat(addAndCommit(pleiad, 50, 10)).isEqualTo(60);
      }
    }
  }

  @Test
  void aWriteThatFailsAtAnyMomentLosesNothingThatWasCommitted(Random random) throws IOException {
    for (int round = 0; round < 30; round++) {
      try (FaultyDisk disk = new FaultyDisk(random)) {
        int committed = 0;
        try (Pleiad pleiad = open(disk)) {
          disk.setRandomIOExceptionRate(0.02);
          for (int i = 0; i < 20; i++) {
            committed = addAndCommit(pleiad, committed, 1 + random.nextInt(20));
          }
        } catch (IOException | org.apache.lucene.store.AlreadyClosedException failed) {
          assertThat(failed).hasStackTraceContaining(FaultyDisk.FAILURE);
        }
        disk.setRandomIOExceptionRate(0);
        try (Pleiad pleiad = open(disk)) {
          assertThat(pleiad.documents()).isGreaterThanOrEqualTo(committed);
          for (int i = 0; i < committed; i++) {
            assertThat(pleiad.get("d" + i)).isPresent();
          }
        }
      }
    }
  }

  private static int addAndCommit(Pleiad pleiad, int from, int count) throws IOException {
    for (int i = from; i < from + count; i++) {
      float[] row = new float[DIMENSION];
      row[i % DIMENSION] = 1;
      pleiad.add("d" + i, TokenVectors.of(row, DIMENSION));
    }
    pleiad.commit();
    return from + count;
  }

  private static Pleiad open(FaultyDisk disk) throws IOException {
    return Pleiad.open(disk.kept(), Path.of("disk"), Options.of(Settings.ofVectors(DIMENSION)));
  }
}
