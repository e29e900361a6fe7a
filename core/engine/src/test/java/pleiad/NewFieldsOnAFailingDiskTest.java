package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.store.AlreadyClosedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoder;
import pleiad.testkit.Seed;

/// A collection's disk that fails while it is given a field leaves it with the field or without,
/// whole; the next run goes on.
@ExtendWith(Seed.class)
class NewFieldsOnAFailingDiskTest {
  private static final int DOCUMENTS = 12;

  @TempDir Path home;

  private final Options options = Options.DEFAULT.threads(1).models(this::encoder);

  private Encoder encoder(String name) {
    return new WordEncoder(name, name, 8);
  }

  @Test
  void aDiskThatFailsAtAnyMomentLeavesItAsItWasOrWithTheField(Random random) throws IOException {
    int without = 0;
    int with = 0;
    for (int round = 0; round < 30; round++) {
      Path folder = home.resolve("round" + round);
      try (FaultyDisk disk = new FaultyDisk(random)) {
        fill(disk, folder);
        boolean through = isAdded(disk, folder, random.nextInt(8) * 0.01);
        disk.fail(0);
        int fields = fields(disk, folder);
        assertThat(fields).as("when it came through: %s", through).isIn(through ? 2 : 1, 2);
        without += fields == 1 ? 1 : 0;
        with += fields == 2 ? 1 : 0;
        assertThat(isAdded(disk, folder, 0)).isTrue();
        assertThat(fields(disk, folder)).isEqualTo(2);
        assertThat(NewFields.next(folder)).doesNotExist();
      }
    }
    assertThat(without).as("rounds that left it without the field").isPositive();
    assertThat(with).as("rounds that left it with the field").isPositive();
  }

  private boolean isAdded(FaultyDisk disk, Path folder, double rate) throws IOException {
    Description before = Folder.descriptionOrRefuse(disk, folder);
    Settings wanted =
        Settings.ofModel("first").with(new Settings.Encoded("page", "second", Part.ALL, "float16"));
    disk.fail(rate);
    try (Models models = new Models(options)) {
      Description after = before.with(wanted, models, folder);
      return new NewFields(disk, folder, before, after, models, options, Reindex.Watch.NONE)
          .add()
          .finished();
    } catch (IOException | AlreadyClosedException failed) {
      assertThat(failed).hasStackTraceContaining(FaultyDisk.FAILURE);
      return false;
    }
  }

  /// How many fields it has, by each of which every document is found.
  private int fields(FaultyDisk disk, Path folder) throws IOException {
    try (Pleiad pleiad = Pleiad.open(disk.kept(), folder, options)) {
      assertThat(pleiad.documents()).isEqualTo(DOCUMENTS);
      for (VectorField field : pleiad.stats().fields()) {
        for (int i = 0; i < DOCUMENTS; i++) {
          Search search = Search.of("w" + i).plan("tokens@%s(1)".formatted(field.name())).k(1);
          assertThat(pleiad.search(search).hits().getFirst().id()).isEqualTo("d" + i);
        }
      }
      return pleiad.stats().fields().size();
    }
  }

  private void fill(FaultyDisk disk, Path folder) throws IOException {
    Options made = options.settings(Settings.ofModel("first"));
    try (Pleiad pleiad = Pleiad.open(disk.kept(), folder, made)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        pleiad.add("d" + i, "w" + i);
        if (i % 5 == 4) {
          pleiad.commit();
        }
      }
    }
  }
}
