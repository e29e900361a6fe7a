package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.store.AlreadyClosedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import pleiad.encode.Encoder;
import pleiad.testkit.Seed;

/// A disk that fails while one version takes another's place leaves the one or the other, whole.
@ExtendWith(Seed.class)
class SwitchTest {
  private static final Path NAME = Path.of("disk");

  @Test
  void aDiskThatFailsAtAnyMomentLeavesOneOfTheTwo(Random random) throws IOException {
    int before = 0;
    int after = 0;
    for (int round = 0; round < 60; round++) {
      try (FaultyDisk disk = new FaultyDisk(random);
          FaultyDisk next = new FaultyDisk(random)) {
        fill(disk, "old");
        fill(next, "new");
        boolean through = switched(disk, next, random.nextInt(8) * 0.01);
        disk.fail(0);
        String found = model(disk);
        assertThat(found).as("when the switch came through: %s", through).isIn("old", "new");
        if (through) {
          assertThat(found).isEqualTo("new");
        }
        before += found.equals("old") ? 1 : 0;
        after += found.equals("new") ? 1 : 0;
      }
    }
    assertThat(before).as("rounds that left the old version").isPositive();
    assertThat(after).as("rounds that left the new version").isPositive();
  }

  private static boolean switched(FaultyDisk disk, FaultyDisk next, double rate)
      throws IOException {
    try (Switch waiting = Switch.hold(disk, NAME)) {
      disk.fail(rate);
      waiting.to(next);
      return true;
    } catch (IOException | AlreadyClosedException failed) {
      assertThat(failed).hasStackTraceContaining(FaultyDisk.FAILURE);
      return false;
    }
  }

  /// The model of the version that opens, all of whose documents are there.
  private static String model(FaultyDisk disk) throws IOException {
    Description description = Folder.descriptionOrRefuse(disk, NAME);
    String model = description.fields().values().iterator().next().model();
    try (Pleiad pleiad =
        Pleiad.open(disk.kept(), NAME, Options.DEFAULT.models(SwitchTest::encoder))) {
      assertThat(pleiad.documents()).isEqualTo(30);
      for (int i = 0; i < 30; i++) {
        assertThat(pleiad.get("d" + i)).isPresent();
        assertThat(pleiad.search("w" + i, 1).hits().getFirst().id()).isEqualTo("d" + i);
      }
    }
    return String.valueOf(model);
  }

  private static void fill(FaultyDisk disk, String model) throws IOException {
    Options options = Options.of(Settings.ofModel(model)).models(SwitchTest::encoder);
    try (Pleiad pleiad = Pleiad.open(disk.kept(), NAME, options)) {
      for (int i = 0; i < 30; i++) {
        pleiad.add("d" + i, "w" + i);
        if (i % 10 == 9) {
          pleiad.commit();
        }
      }
    }
  }

  private static Encoder encoder(String name) {
    return name.equals("old") ? new WordEncoder("old", "1") : new WordEncoder("new", "2", 8);
  }
}
