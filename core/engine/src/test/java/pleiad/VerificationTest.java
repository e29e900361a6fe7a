package pleiad;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

/// Damage of any file of a collection is found, and the file named.
@ExtendWith(Seed.class)
class VerificationTest {
  private static final int DIMENSION = 4;

  @TempDir Path home;
  private Path folder = Path.of("");

  @BeforeEach
  void collection() throws IOException {
    folder = home.resolve("c");
    try (Pleiad pleiad = Pleiad.open(folder, Options.of(Settings.ofVectors(DIMENSION)))) {
      for (int i = 0; i < 20; i++) {
        pleiad.add(
            Document.of("d" + i, "some text")
                .with("number", i)
                .withVectors("tokens", TokenVectors.of(new float[] {i, 1, 0, -i}, DIMENSION)));
      }
      pleiad.commit();
      pleiad.delete("d3");
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith("write.lock")).sorted().toList();
    }
  }

  @Test
  void aSoundCollectionHasNoDamagedFile() throws IOException {
    assertThat(Pleiad.verify(folder)).isEmpty();
  }

  @Test
  void aByteThatIsAnotherIsFoundInWhicheverFile(Random random) throws IOException {
    for (Path file : files()) {
      byte[] sound = Files.readAllBytes(file);
      for (int round = 0; round < 10; round++) {
        byte[] damaged = sound.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, damaged);
        assertFound(file);
      }
      Files.write(file, sound);
    }
    assertThat(Pleiad.verify(folder)).isEmpty();
  }

  @Test
  void aFileThatEndsEarlyOrIsGoneIsFound(Random random) throws IOException {
    for (Path file : files()) {
      byte[] sound = Files.readAllBytes(file);
      Files.write(file, java.util.Arrays.copyOf(sound, random.nextInt(sound.length)));
      assertFound(file);
      if (!file.getFileName().toString().startsWith("segments")) {
        Files.delete(file);
        assertFound(file);
      }
      Files.write(file, sound);
    }
  }

  /// Named among the damaged ones, or in the message of what does not open.
  private void assertFound(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    List<String> found = new ArrayList<>();
    try {
      Pleiad.verify(folder).forEach(damaged -> found.add(damaged.name()));
    } catch (CorruptIndexException
        | IndexFormatTooNewException
        | IndexFormatTooOldException
        | java.io.FileNotFoundException
        | java.io.EOFException
        | java.nio.file.NoSuchFileException cannotOpen) {
      found.add(String.valueOf(cannotOpen.getMessage()));
    }
    assertThat(found).as(name).anyMatch(each -> each.contains(name));
  }
}
