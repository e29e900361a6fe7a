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

/// A process that is killed while it gives a collection another field, at whatever step, leaves it
/// with the field or without, and the next run goes on. `-Dpleiad.kills=50` kills more often.
@ExtendWith(Seed.class)
class KilledNewFieldsTest {
  private static final int KILLS = Integer.getInteger("pleiad.kills", 6);

  @TempDir Path home;

  @Test
  void aKilledRunLeavesTheFieldOrNothingOfIt(Random random)
      throws IOException, InterruptedException {
    Path folder = home.resolve("c");
    Settings settings = Settings.ofModel("first");
    try (Pleiad pleiad = Pleiad.open(folder, KilledNewFields.options().settings(settings))) {
      for (int i = 0; i < KilledNewFields.DOCUMENTS; i++) {
        pleiad.add("d" + i, "w" + i);
      }
    }
    for (int kill = 0; kill < KILLS; kill++) {
      KilledJvm.runAndKill(KilledNewFields.class, folder, random.nextInt(1_500));
      assertWhole(folder);
    }
    int fields = Pleiad.stats(folder).fields().size();
    KilledNewFields.addOne(folder);
    assertThat(Pleiad.stats(folder).fields()).hasSize(fields + 1);
    assertWhole(folder);
    try (var files = Files.list(home)) {
      assertThat(files).containsExactly(folder);
    }
  }

  /// Every document is found by every field.
  private static void assertWhole(Path folder) throws IOException {
    try (Searcher searcher = Pleiad.openReadOnly(folder, KilledNewFields.options())) {
      assertThat(searcher.documents()).isEqualTo(KilledNewFields.DOCUMENTS);
      for (VectorField field : searcher.stats().fields()) {
        for (int i = 0; i < KilledNewFields.DOCUMENTS; i++) {
          Search search = Search.of("w" + i).plan("tokens@%s(1)".formatted(field.name())).k(1);
          assertThat(searcher.search(search).hits().getFirst().id()).isEqualTo("d" + i);
        }
      }
    }
    assertThat(Pleiad.verify(folder)).isEmpty();
  }
}
