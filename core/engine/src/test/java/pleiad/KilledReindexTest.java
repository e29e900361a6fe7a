package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

/// A process that is killed while it makes a collection anew, at whatever step, leaves the old
/// version or the new one, and the next run goes on. `-Dpleiad.kills=50` kills more often.
@ExtendWith(Seed.class)
class KilledReindexTest {
  private static final int KILLS = Integer.getInteger("pleiad.kills", 6);

  @TempDir Path home;

  @Test
  void aKilledRunLeavesOneOfTheTwoVersions(Random random) throws IOException, InterruptedException {
    Path folder = home.resolve("c");
    Options options = KilledReindex.options();
    try (Pleiad pleiad = Pleiad.open(folder, options.settings(Settings.ofModel("first")))) {
      for (int i = 0; i < KilledReindex.DOCUMENTS; i++) {
        pleiad.add("d" + i, "w" + i);
      }
    }
    for (int kill = 0; kill < KILLS; kill++) {
      KilledJvm.runAndKill(KilledReindex.class, folder, random.nextInt(1_500));
      try (Searcher searcher = Pleiad.openReadOnly(folder, options)) {
        assertThat(searcher.documents()).isEqualTo(KilledReindex.DOCUMENTS);
        for (int i = 0; i < KilledReindex.DOCUMENTS; i++) {
          assertThat(searcher.search("w" + i, 1).hits().getFirst().id()).isEqualTo("d" + i);
        }
      }
      assertThat(Pleiad.verify(folder)).isEmpty();
    }
    String model = Pleiad.stats(folder).fields().getFirst().model();
    Settings wanted =
        Reindex.settings(folder).withModel("first".equals(model) ? "second" : "first");
    assertThat(Reindex.run(folder, wanted, options, Reindex.Watch.NONE).finished()).isTrue();
    assertThat(Pleiad.stats(folder).fields()).extracting(VectorField::model).doesNotContain(model);
    try (var files = Files.list(home)) {
      assertThat(files).containsExactly(folder);
    }
  }
}
