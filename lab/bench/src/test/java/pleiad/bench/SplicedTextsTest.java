package pleiad.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import pleiad.testkit.Seed;
import pleiad.vector.TokenVectors;

@ExtendWith(Seed.class)
class SplicedTextsTest {
  private static final int GIVEN = 30;
  private static final int ALL = 200;

  @TempDir Path home;

  @Test
  void theGivenTextsComeFirst(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, GIVEN, 3, random).open()) {
      VectorTexts given = collection.documents();
      VectorTexts all = new SplicedTexts(given, ALL);
      assertThat(all.count()).isEqualTo(ALL);
      assertThat(all.dimension()).isEqualTo(given.dimension());
      for (int text = 0; text < GIVEN; text++) {
        assertThat(all.id(text)).isEqualTo(given.id(text));
        assertThat(all.vectors(text).toArray()).isEqualTo(given.vectors(text).toArray());
      }
      assertThat(all.numbers()).hasSize(ALL);
    }
  }

  @Test
  void theOthersBeginAsOneAndEndAsAnother(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, GIVEN, 3, random).open()) {
      VectorTexts given = collection.documents();
      VectorTexts all = new SplicedTexts(given, ALL);
      long tokens = 0;
      Set<List<Float>> different = new HashSet<>();
      for (int text = 0; text < ALL; text++) {
        TokenVectors vectors = all.vectors(text);
        assertThat(vectors.count()).isEqualTo(all.tokenCount(text));
        assertThat(vectors.toArray()).isEqualTo(all.vectors(text).toArray());
        tokens += vectors.count();
        different.add(floats(vectors));
        assertThat(text < GIVEN || isSpliced(vectors.toRows(), given)).isTrue();
      }
      assertThat(all.tokens()).isEqualTo(tokens);
      assertThat(different).hasSizeGreaterThan(ALL * 3 / 4);
    }
  }

  /// Whether there are two texts, half of each of which it is: the slow obvious way.
  private static boolean isSpliced(float[][] rows, VectorTexts given) {
    for (int begin = 0; begin < given.count(); begin++) {
      float[][] first = given.vectors(begin).toRows();
      int beginning = (first.length + 1) / 2;
      for (int end = 0; end < given.count(); end++) {
        float[][] second = given.vectors(end).toRows();
        int skipped = (second.length + 1) / 2;
        if (beginning + second.length - skipped == rows.length
            && Arrays.deepEquals(Arrays.copyOf(rows, beginning), Arrays.copyOf(first, beginning))
            && Arrays.deepEquals(
                Arrays.copyOfRange(rows, beginning, rows.length),
                Arrays.copyOfRange(second, skipped, second.length))) {
          return true;
        }
      }
    }
    return false;
  }

  private static List<Float> floats(TokenVectors vectors) {
    Float[] boxed = new Float[vectors.count() * vectors.dimension()];
    float[] all = vectors.toArray();
    Arrays.setAll(boxed, i -> all[i]);
    return List.of(boxed);
  }

  @Test
  void fewerThanThereAreIsRefused(Random random) throws IOException {
    try (EncodedCollection collection = new TinyCollection(home, GIVEN, 3, random).open()) {
      assertThatThrownBy(() -> new SplicedTexts(collection.documents(), GIVEN - 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("of 30 texts 29 cannot be made");
    }
  }
}
