package pleiad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pleiad.encode.Encoder;
import pleiad.encode.Encoders;

/// The front door with the model that comes with it.
class EmbeddedModelTest {
  @TempDir Path home;

  @Test
  void aParaphraseIsFoundAndTheMatchPointsAtTheWord() throws IOException {
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"))) {
      pleiad.add("cat", "The kitten slept on the sofa all afternoon.");
      pleiad.add("car", "The engine of the truck would not start.");
      pleiad.add("law", "The court upheld the verdict of the jury.");
      pleiad.commit();
      Hit best = pleiad.search("automobile motor", 3).hits().getFirst();
      assertThat(best.id()).isEqualTo("car");
      Match.Place place = best.matches().getLast().place();
      assertThat(place).isNotNull();
      assertThat(best.text().substring(place.start(), place.end())).isEqualTo("engine");
    }
  }

  @Test
  void twoTextsAreComparedAsACollectionWouldScoreThem() throws IOException {
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT);
        Pleiad pleiad = Pleiad.open(home.resolve("c"), Options.DEFAULT.models(_ -> encoder))) {
      Comparison comparison = Comparison.of(encoder, "red fox", "a fox with crimson fur");
      pleiad.add("d", "a fox with crimson fur");
      pleiad.commit();
      Hit hit = pleiad.search("red fox", 1).hits().getFirst();
      // The collection keeps int8: each number is off by at most half a 127th of the largest.
      assertThat(hit.score()).isCloseTo(comparison.score(), within(0.02f));
      assertThat(comparison.matches()).extracting(Match::queryToken).containsExactly("red", "fox");
      assertThat(comparison.matches().getLast().documentToken()).isEqualTo("fox");
      assertThat(comparison.best(1)).isEqualTo(1);
      assertThat(comparison.similarity(1, 1))
          .isEqualTo(comparison.matches().getLast().similarity());
      assertThat(comparison.normalized()).isEqualTo(comparison.score() / 2);
    }
  }

  @Test
  void germanTextsAreToldFromEnglishOnes() throws IOException {
    try (Pleiad pleiad = Pleiad.open(home.resolve("c"))) {
      String german =
          "Die Verwaltungsgerichtsbarkeit entscheidet über öffentlich-rechtliche Streitigkeiten zwischen Bürgern und Behörden. ";
      pleiad.add("de", german.repeat(40));
      assertThat(pleiad.fragmentation().foreign()).isTrue();
      assertThat(pleiad.encodedTokens()).isGreaterThan(512);
    }
  }
}
