package pleiad.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pleiad.testkit.Seed;

/// Many texts at once are encoded as each alone is.
@ExtendWith(Seed.class)
final class EncodeAllTest {
  /// What rounding may do to a number of a vector of length one.
  private static final float ROUNDING = 1e-5f;

  @TempDir private Path home;

  @SuppressWarnings("NullAway.Init") // JUnit sets the folder
  EncodeAllTest() {}

  static List<ParityGolden> checkpoints() throws IOException {
    return Stream.concat(
            ParityGolden.all("late interaction").stream(), ParityGolden.all("dense").stream())
        .toList();
  }

  /// Short ones and long ones, among them one twice, an empty one, and one of several passes.
  private static List<String> texts(Random random) {
    List<String> texts = new ArrayList<>(List.of("", "one", "one", "of late interaction"));
    for (int words : List.of(1, 2, 3, 3, 5, 8, 8, 13, 21, 30, 60, 400)) {
      texts.add(
          String.join(
              " ", random.ints(words, 0, 900).mapToObj(word -> "word" + word % 30).toList()));
    }
    return texts;
  }

  @ParameterizedTest
  @MethodSource("checkpoints")
  void textsThatShareAPassHaveTheVectorsThatTheyHaveAlone(ParityGolden golden, Random random)
      throws IOException {
    List<String> texts = texts(random);
    try (Encoder encoder = Encoders.open(ParityCopy.of(golden, home).toString())) {
      for (Role role : Role.values()) {
        List<Encoding> all = encoder.encodeAll(texts, role);
        assertThat(all).hasSameSizeAs(texts);
        for (int i = 0; i < texts.size(); i++) {
          assertNear(all.get(i), encoder.encode(texts.get(i), role));
        }
      }
    }
  }

  /// Those whose graph is written from their weights.
  static List<ParityGolden> weights() throws IOException {
    return checkpoints().stream()
        .filter(golden -> !Files.exists(golden.checkpoint().resolve("model.onnx")))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("weights")
  void quantisedTextsShareNoPass(ParityGolden golden, Random random) throws IOException {
    String int8 = ParityCopy.of(golden, home) + ",precision=int8";
    assertBitByBit(int8, texts(random));
  }

  @Test
  void theModelThatComesWithPleiadGivesTheSameBits(Random random) {
    assertBitByBit(Encoders.DEFAULT, texts(random));
  }

  private static void assertBitByBit(String model, List<String> texts) {
    try (Encoder encoder = Encoders.open(model)) {
      List<Encoding> all = encoder.encodeAll(texts, Role.DOCUMENT);
      for (int i = 0; i < texts.size(); i++) {
        Encoding alone = encoder.encode(texts.get(i), Role.DOCUMENT);
        assertThat(all.get(i).vectors()).isEqualTo(alone.vectors());
        assertThat(all.get(i).tokens()).isEqualTo(alone.tokens());
        assertThat(all.get(i).single()).isEqualTo(alone.single());
      }
    }
  }

  @Test
  void noTextsAreNoWork() {
    try (Encoder encoder = Encoders.open(Encoders.DEFAULT)) {
      assertThat(encoder.encodeAll(List.of(), Role.QUERY)).isEmpty();
    }
  }

  @Test
  void aClosedEncoderRefusesTextsThatWouldShareAPass() throws IOException {
    Path folder = ParityCopy.of(ParityGolden.of("pylate-bert"), home);
    Encoder encoder = Encoders.open(folder.toString());
    encoder.close();
    assertThatThrownBy(() -> encoder.encodeAll(List.of("a", "b"), Role.DOCUMENT))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  private static void assertNear(Encoding found, Encoding expected) {
    assertThat(found.tokens()).isEqualTo(expected.tokens());
    assertThat(found.vectors().toArray())
        .usingComparatorWithPrecision(ROUNDING)
        .containsExactly(expected.vectors().toArray());
    assertThat(found.single())
        .usingComparatorWithPrecision(ROUNDING)
        .containsExactly(expected.single());
  }
}
