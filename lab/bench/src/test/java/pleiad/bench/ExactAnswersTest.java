package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;

@ExtendWith(Seed.class)
class ExactAnswersTest {
  @TempDir Path home;

  private static List<Ranking> answers(EncodedCollection collection, List<String> told)
      throws IOException {
    return ExactAnswers.of(collection, VectorBlocks.of(collection.documents()), 2, told::add);
  }

  @Test
  void answersAreFoundOnceAndKept(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, 150, 8, random).open()) {
      List<String> told = new ArrayList<>();
      List<Ranking> found = answers(collection, told);
      assertThat(told).containsExactly("exact answers of 8 queries");
      assertThat(found)
          .isEqualTo(
              Scan.best(
                  VectorBlocks.of(collection.documents()),
                  collection.queryVectors(),
                  ExactAnswers.DEPTH,
                  1));
      assertThat(answers(collection, told)).isEqualTo(found);
      assertThat(told).as("nothing is searched again").hasSize(1);

      Path file = collection.beside("exact-100");
      assertThat(file).hasFileName("exact-100-150.tsv");
      List<String> lines = Files.readAllLines(file);
      assertThat(lines).hasSize(8).allMatch(line -> line.split("\t", -1).length == 101);
      Files.write(file, lines.subList(0, 5));
      assertThat(answers(collection, told)).isEqualTo(found);
      assertThat(told).endsWith("exact answers of 3 queries");
    }
  }

  @Test
  void answersOfOtherDocumentsAreRefused(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, 20, 1, random).open()) {
      Files.writeString(collection.beside("exact-100"), "q0\td3\tgone\n");
      assertThatThrownBy(() -> answers(collection, new ArrayList<>()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("names document 'gone'")
          .hasMessageContaining("delete the file");
    }
  }
}
